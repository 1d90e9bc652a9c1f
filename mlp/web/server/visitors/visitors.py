"""All visitors of this process, found by their tokens.

It must not know what is remembered of them.
"""

from functools import lru_cache
from weakref import WeakValueDictionary

from mlp.web.server.models import Models, bundled_models
from mlp.web.server.visitors.visitor import Visitor


class Visitors:
    """All visitors, by token; one is forgotten as soon as nobody holds it any more.

    Args:
        models: The networks that may be asked.
    """

    def __init__(self, models: Models) -> None:
        self.models = models
        self._by_token: WeakValueDictionary[bytes, Visitor] = WeakValueDictionary()

    def welcome(self) -> Visitor:
        """Begin to remember somebody new, as long as the result is held."""
        visitor = Visitor(self.models)
        self._by_token[visitor.token] = visitor
        return visitor

    def get(self, token: bytes) -> Visitor | None:
        """Find a visitor; None if there is none: the server was restarted, or the session ended."""
        return self._by_token.get(token)


@lru_cache(maxsize=1)
def visitors() -> Visitors:
    """The visitors of this process, who begin with the bundled network."""
    return Visitors(bundled_models())
