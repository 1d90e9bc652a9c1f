import gzip
import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from mlp.web.server.modules import (
    Modules,
    _without_comments,
    app_modules,
    module_addresses,
    module_route,
    read_modules,
)

FILES = {
    "views/seven.js": 'import { a,\n  b } from "../browser/a.js";\nimport "./mark.js";\n',
    "views/mark.js": "export const mark = 7;\n",
    "browser/a.js": 'export { b } from "./b.js";\n/** @import { C } from "./types.js" */\n',
    "browser/b.js": 'import { a } from "./a.js";\nexport const text = "./no-import.js";\n',
    "browser/a.test.js": "throw new Error();\n",
    "notes.txt": "not a module\n",
}


def write(folder: Path, files: dict[str, str]) -> Modules:
    for name, source in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
    return read_modules(folder)


@pytest.fixture
def modules(tmp_path: Path) -> Modules:
    return write(tmp_path, FILES)


@pytest.fixture
def connection(modules: Modules) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server of the modules alone."""
    app = Starlette(routes=[module_route(modules, prefix="/base/glassbox")])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:  # connections wait until it runs
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        host, port = listener.getsockname()
        connection = http.client.HTTPConnection(host, port, timeout=10)
        yield connection
        connection.close()
        server.should_exit = True
        thread.join()


def test_a_module_comes_first_then_all_that_it_needs_once(modules: Modules) -> None:
    assert modules.closure("views/seven.js") == (
        "views/seven.js",
        "browser/a.js",
        "views/mark.js",
        "browser/b.js",
    )


def test_every_module_of_the_app_finds_what_it_imports() -> None:
    for path in app_modules().sources:
        assert app_modules().closure(path)[0] == path


def test_the_version_changes_with_any_module_and_with_nothing_else(tmp_path: Path) -> None:
    version = write(tmp_path, FILES).version
    assert write(tmp_path, {"notes.txt": "other", "browser/a.test.js": ""}).version == version
    assert write(tmp_path, {"browser/b.js": "export const text = 8;\n"}).version != version


def test_a_module_is_served_for_good(
    modules: Modules, connection: http.client.HTTPConnection
) -> None:
    address, *_ = module_addresses(modules, "views/mark.js", prefix="/base/glassbox")
    connection.request("GET", address)
    response = connection.getresponse()
    assert response.read().decode() == FILES["views/mark.js"]
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in response.headers["Cache-Control"]


def test_comments_stay_at_home_and_every_line_keeps_its_number(tmp_path: Path) -> None:
    source = """// What it is.

/**
 * Add one. */
export function next(/** @type {number} */ value) {
  /* why */
  /** @type {any} */ (globalThis).seen = value; // not this
  return `${value}
    /* no comment // */ ` + 1; /* nor
    this */
}
"""
    sent = _without_comments(source)
    kept = [line for line in sent.splitlines() if line]
    assert kept == [
        "export function next(/** @type {number} */ value) {",
        "  /** @type {any} */ (globalThis).seen = value; // not this",
        "  return `${value}",
        "    /* no comment // */ ` + 1; /* nor",
        "    this */",
        "}",
    ]
    assert sent.splitlines()[6] == source.splitlines()[6]


def test_a_browser_gets_it_compressed(
    modules: Modules, connection: http.client.HTTPConnection
) -> None:
    address, *_ = module_addresses(modules, "views/mark.js", prefix="/base/glassbox")
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.read()).decode() == FILES["views/mark.js"]


@pytest.mark.parametrize(
    "path",
    ["browser/a.test.js", "notes.txt", "../modules.py", "views/../browser/a.js", "%2e%2e/x.js", ""],
)
def test_nothing_else_is_served(
    path: str, modules: Modules, connection: http.client.HTTPConnection
) -> None:
    connection.request("GET", f"/base/glassbox/modules/{modules.version}/{path}")
    assert connection.getresponse().status == 404


def test_another_version_is_not_served(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/base/glassbox/modules/0123456789abcdef/views/mark.js")
    assert connection.getresponse().status == 404
