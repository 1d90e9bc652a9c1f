"""The three depths of explanation.

It must not know how that is laid out.
"""

from typing import Literal

Depth = Literal["words", "numbers", "code"]

DEPTHS: tuple[Depth, ...] = ("words", "numbers", "code")
