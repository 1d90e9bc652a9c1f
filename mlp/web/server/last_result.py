"""The last result of something that takes a while, kept while it is asked for again.

It must not know what is computed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(eq=False)
class LastResult(Generic[Result]):
    """What was computed last, and from which objects."""

    _kept: tuple[tuple[object, ...], Result] | None = None

    def of(self, *asked: object, make: Callable[[], Result]) -> Result:
        """Give the result of these very objects; make it if the last one was of others."""
        kept = self._kept
        if kept is None or any(one is not other for one, other in zip(kept[0], asked, strict=True)):
            self._kept = kept = (asked, make())
        return kept[1]
