"""Addresses that browsers get: found from where the page was served, whatever lies before it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from mlp.web.browser.address import PREFIX, route_prefix
from mlp.web.server.modules import app_modules, module_address
from tests.support.app import run_app
from tests.support.node import run_node

OUR_ADDRESS = re.compile(rf'[^"]*\b{PREFIX}/[^"]*'.encode())  # between quotes


@pytest.fixture
def base_path(request: pytest.FixtureRequest) -> Iterator[str]:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", request.param)
    yield request.param
    config.set_option("server.baseUrlPath", before)


@pytest.mark.parametrize(
    ("base_path", "prefix"),
    [("", "/glassbox"), ("base", "/base/glassbox"), ("/a/b/", "/a/b/glassbox")],
    indirect=["base_path"],
)
def test_on_the_server_routes_lie_below_streamlits_base_path(base_path: str, prefix: str) -> None:
    assert route_prefix() == prefix


@pytest.mark.parametrize("base_path", ["base"], indirect=True)
@pytest.mark.parametrize("page", ["draw", "lesson", "neurons", "parameters", "train"])
def test_all_addresses_that_a_page_gets_are_relative(page: str, base_path: str) -> None:
    app = run_app().switch_page(f"{page}.py").run()
    for component in app.get("bidi_component"):
        addresses = OUR_ADDRESS.findall(component.proto.SerializeToString())
        assert addresses  # at least the module's
        assert {address.split(b"/")[0] for address in addresses} == {PREFIX.encode()}


def test_javascript_finds_the_app_from_where_python_serves_its_modules(tmp_path: Path) -> None:
    served = tmp_path / module_address(app_modules(), prefix=PREFIX)
    served.parent.mkdir(parents=True)
    served.write_text(app_modules().as_one(), "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    found = run_node(
        str(served), "module.need('browser/address.js').served(given)", f"{PREFIX}/live"
    )
    assert found == (tmp_path / PREFIX / "live").as_uri()
