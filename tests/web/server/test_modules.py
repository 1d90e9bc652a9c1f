import gzip
import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from mlp.web import server
from mlp.web.server.modules import (
    Modules,
    app_modules,
    module_address,
    module_route,
    read_modules,
)
from tests.support.node import run_node

WEB = Path(server.__file__).parents[1]
FILES = {
    "views/seven.js": """// What it is.

import { next, sum as add,
  Counter } from "../browser/a.js";

/**
 * Count. */
export default function mount(/** @type {number} */ value) {
  /* why */
  /** @type {any} */ (globalThis).seen = value; // not this
  return [next(value), add(value, 1), new Counter().value];
}
""",
    "browser/a.js": """import { ONE } from "./b.js";
export const next = (value) => value + ONE;
export async function later() {}
export function sum(a, b) { return a + b; }
export class Counter { value = 3; }
""",
    "browser/b.js": "export const ONE = 1;\n",
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


def write_as_one(modules: Modules, folder: Path) -> str:
    path = folder / "modules.mjs"
    path.write_text(modules.as_one())
    return str(path)


def test_as_one_they_do_what_each_did(modules: Modules, tmp_path: Path) -> None:
    path = write_as_one(modules, tmp_path)
    script = """[module.need("views/seven.js").default(given), globalThis.seen,
        Object.keys(module.need("browser/a.js")),
        module.need("browser/a.js") === module.need("browser/a.js")]"""
    results, seen, names, is_same = run_node(path, script, 7)
    assert results == [8, 8, 3] and seen == 7
    assert sorted(names) == ["Counter", "later", "next", "sum"] and is_same


def test_what_only_people_read_is_left_out(modules: Modules) -> None:
    source = modules.as_one()
    assert "What it is" not in source and "Count." not in source and "why" not in source
    assert "// not this" in source


def test_every_module_of_the_app_exports_the_same_alone_and_among_all(tmp_path: Path) -> None:
    path = write_as_one(app_modules(), tmp_path)
    script = """Promise.all(given.paths.map(async (path) => {
        const tried = [];
        for (const get of [() => import(given.folder + path), () => module.need(path)])
            try { tried.push(Object.keys(await get()).sort()); }
            catch (error) { tried.push(error.message); }
        return tried; }))"""
    paths = [path for path in app_modules().sources if path != "browser/mount.js"]
    pairs = run_node(path, script, {"paths": paths, "folder": f"{WEB.as_uri()}/"})
    assert [alone for alone, _ in pairs] == [among for _, among in pairs]
    # A few ask for the page at once, and fail in the same words.
    assert sum(isinstance(alone, list) for alone, _ in pairs) > 0.95 * len(paths)


def test_no_module_of_the_app_imports_or_exports_in_another_way() -> None:
    left = [
        line for line in app_modules().as_one().splitlines() if line[:7] in ("import ", "export ")
    ]
    assert left == ["export { $need as need };"]


def test_an_import_of_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"browser/none\.js"):
        write(tmp_path, {"browser/c.js": 'import { a } from "./none.js";\n'}).as_one()


def test_the_version_changes_with_any_module_and_with_nothing_else(tmp_path: Path) -> None:
    version = write(tmp_path, FILES).version
    assert write(tmp_path, {"notes.txt": "other", "browser/a.test.js": ""}).version == version
    assert write(tmp_path, {"browser/b.js": "export const ONE = 8;\n"}).version != version


def test_they_are_served_for_good_and_compressed(
    modules: Modules, connection: http.client.HTTPConnection
) -> None:
    address = module_address(modules, prefix="/base/glassbox")
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    assert gzip.decompress(response.read()).decode() == modules.as_one()
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["0123456789abcdef.js", "browser/a.js", "", "../modules.py"])
def test_nothing_else_is_served(path: str, connection: http.client.HTTPConnection) -> None:
    connection.request("GET", f"/base/glassbox/modules/{path}")
    assert connection.getresponse().status == 404
