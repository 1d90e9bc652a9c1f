"""The app's JavaScript, as one module that a browser fetches once and keeps.

It must not know Streamlit, nor what any module does.
"""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mlp.web.server.assets import Assets

_FOLDER = Path(__file__).parents[1]

# Ours import and export in these ways alone, and no text of theirs has lines that begin with
# comments: no parser is needed.
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (default )?((?:async )?function|class|const) (\w+)", re.MULTILINE)
_COMMENT = re.compile(
    r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE
)  # on lines of its own


@dataclass(frozen=True)
class Modules:
    """The modules below a folder, as they were when they were read.

    Attributes:
        sources: By path below the folder, for example "browser/dom.js".
        version: Changes with any of them.
    """

    sources: Mapping[str, str]
    version: str

    def as_one(self) -> str:
        """Write a module that holds them all; it exports `need(path)`.

        Each becomes a function, called when it is first needed. What only people read, a third of
        all, is left out.

        Raises:
            KeyError: A module imports another that is not there.
        """
        functions = "\n".join(f'"{path}": () => {{\n{self._body(path)}}},' for path in self.sources)
        return (
            f"const written = {{\n{functions}\n}};\n"
            "const made = {};\n"
            "const $need = (path) => (made[path] ??= written[path]());\n"
            "export { $need as need };\n"
        )

    def _body(self, path: str) -> str:
        """Write what makes a module's exports, on whole lines."""
        exported = {}

        def bind(found: re.Match[str]) -> str:
            names, relative = found.groups()
            imported = posixpath.normpath(posixpath.join(path, "..", relative))
            if imported not in self.sources:
                raise KeyError(imported)
            return f'const {{{names.replace(" as ", ": ")}}} = $need("{imported}");'

        def strip(found: re.Match[str]) -> str:
            is_default, kind, name = found.groups()
            exported["default" if is_default else name] = name
            return f"{kind} {name}"

        body = _EXPORT.sub(strip, _IMPORT.sub(bind, _COMMENT.sub("", self.sources[path])))
        given = ", ".join(f"{outside}: {name}" for outside, name in exported.items())
        return f"{body}return {{ {given} }};\n"


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


def module_address(modules: Modules, *, prefix: str) -> str:
    """Say where a browser finds them as one.

    Args:
        modules: What is there.
        prefix: Path before all routes as a browser sees it, for example "glassbox".
    """
    return f"{prefix}/modules/{modules.version}.js"


def module_route(modules: Modules, *, prefix: str) -> Route:
    """Build the route `{prefix}/modules/{version}.js`; it is compressed once.

    Args:
        modules: What to serve; any other version is not found.
        prefix: Path before all routes, for example "/glassbox".
    """
    assets = Assets()
    source = modules.as_one().encode()

    async def module(request: Request) -> Response:
        if request.path_params["version"] != modules.version:
            return PlainTextResponse("There is no such module.", status_code=404)
        return await assets.respond(
            request, assets, "modules", load=lambda: source, media_type="text/javascript"
        )

    return Route(f"{prefix}/modules/{{version}}.js", module)
