"""What was made last, kept for all who ask for it.

It must not know what that is, nor how it is made.
"""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class LeastRecentlyUsed(Generic[_Key, _Value]):
    """Keep so many values; the one not asked for the longest goes first. Any thread may ask.

    Two who miss the same value at the same time both make it. That costs less than a lock that is
    held while bars are drawn: it would have to survive every way in which Streamlit ends a run.
    What comes second is dropped, so that all see the same one.

    Args:
        max_size: How many values are kept, at most.
    """

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self._lock = threading.Lock()
        self._values: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        """Find a value; None if it was never kept, or is gone."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: _Key, value: _Value) -> _Value:
        """Keep a value, unless there is one already; give the one that is kept."""
        with self._lock:
            kept = self._values.setdefault(key, value)
            self._values.move_to_end(key)
            if len(self._values) > self._max_size:
                self._values.popitem(last=False)
            return kept
