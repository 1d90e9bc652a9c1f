"""The app's JavaScript, as modules that a browser fetches once and keeps.

It must not know Streamlit, nor what any module does.
"""

import hashlib
import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mlp.web.server.assets import Assets

_FOLDER = Path(__file__).parents[1]
_IMPORT = re.compile(r'^(?:import|export) (?:[\w*{},\s]+ from )?"(\.{1,2}/[^"]+)";', re.MULTILINE)

_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)$", re.MULTILINE)
"""On lines of its own."""


@dataclass(frozen=True)
class Modules:
    """The modules below a folder, as they were when they were read.

    Attributes:
        sources: By path below the folder, for example "browser/dom.js".
        version: Changes with any of them.
    """

    sources: Mapping[str, str]
    version: str

    def closure(self, path: str) -> tuple[str, ...]:
        """List a module and, after it, all that it imports, directly or through others.

        Raises:
            KeyError: There is no such module, or one imports another that is not there.
        """
        found = {path: None}  # in order
        pending = [path]
        while pending:
            importing = pending.pop(0)
            for relative in _IMPORT.findall(self.sources[importing]):
                imported = posixpath.normpath(posixpath.join(importing, "..", relative))
                if imported not in found:
                    found[imported] = None
                    pending.append(imported)
        return tuple(found)


def read_modules(folder: Path) -> Modules:
    """Read all modules below a folder but for tests."""
    sources = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in sorted(folder.rglob("*.js"))
        if not file.name.endswith(".test.js")
    }
    return Modules(sources, hashlib.sha256(repr(sources).encode()).hexdigest()[:16])


@cache
def app_modules() -> Modules:
    """Read the app's own, once."""
    return read_modules(_FOLDER)


def module_addresses(modules: Modules, path: str, *, prefix: str) -> list[str]:
    """Say where a browser finds a module and, after it, all that it imports.

    Args:
        modules: Among which it is.
        path: The module's.
        prefix: Path before all routes as a browser sees it, for example "glassbox".
    """
    return [_address(modules, each, prefix=prefix) for each in modules.closure(path)]


def modules_of(modules: Modules, rooms: Collection[str], *, prefix: str) -> list[str]:
    """Say where a browser finds all modules of some rooms.

    Args:
        modules: Among which they are.
        rooms: Folders, for example "browser".
        prefix: As in `module_addresses`.
    """
    return [
        _address(modules, path, prefix=prefix)
        for path in modules.sources
        if path.partition("/")[0] in rooms
    ]


def _address(modules: Modules, path: str, *, prefix: str) -> str:
    return f"{prefix}/modules/{modules.version}/{path}"


def module_route(modules: Modules, *, prefix: str) -> Route:
    """Build the route `{prefix}/modules/{version}/{path}`; each module is compressed once.

    Args:
        modules: What to serve; anything else, and any other version, is not found.
        prefix: Path before all routes, for example "/glassbox".
    """
    assets = Assets()

    async def module(request: Request) -> Response:
        version, path = (request.path_params[name] for name in ("version", "path"))
        if version != modules.version or path not in modules.sources:
            return PlainTextResponse("There is no such module.", status_code=404)
        return await assets.respond(
            request,
            assets,
            path,
            load=lambda: _without_comments(modules.sources[path]).encode(),
            media_type="text/javascript",
        )

    return Route(f"{prefix}/modules/{{version}}/{{path:path}}", module)


def _without_comments(source: str) -> str:
    """Leave out what only people read, a third of all; every line keeps its number."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
