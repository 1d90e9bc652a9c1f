"""A bar in the terminal for what takes long.

It must not know what that is.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

_Item = TypeVar("_Item")


def watch(items: Iterable[_Item], num_items: int, label: str) -> Iterator[_Item]:
    """Show how many of the items are through while they go by."""
    with click.progressbar(items, length=num_items, label=label) as bar:
        yield from bar
