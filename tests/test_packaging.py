"""What `pip install` gets: the wheel's files and its dependencies."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel() -> set[str]:
    """The paths of the files in the wheel."""
    files = WheelBuilder(str(ROOT)).recurse_included_files()
    return {Path(file.distribution_path).as_posix() for file in files}


def files_under(*folders: str) -> set[str]:
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return {
        path.relative_to(ROOT).as_posix() for path in paths if path.parent.name != "__pycache__"
    }


def test_the_wheel_holds_the_whole_package(wheel: set[str]) -> None:
    package = {path for path in files_under("mlp") if not path.endswith(".test.js")}
    assert package <= wheel
    kinds = {Path(path).suffix for path in package}
    assert {".py", ".html", ".css", ".js", ".svg", ".json", ".gz", ".safetensors"} <= kinds
    assert "mlp/py.typed" in wheel


def test_the_wheel_holds_the_app_its_pages_and_its_settings(wheel: set[str]) -> None:
    app = {"app.py", ".streamlit/config.toml", *files_under("pages")}
    assert {f"mlp/web/app/{path}" for path in app} <= wheel


def test_the_wheel_holds_nothing_else(wheel: set[str]) -> None:
    num_app = len({"app.py", *files_under("pages", ".streamlit")})
    num_package = len({path for path in files_under("mlp") if not path.endswith(".test.js")})
    assert len(wheel) == num_package + num_app
    assert {path.split("/")[0] for path in wheel} == {"mlp"}


def test_the_command_exists() -> None:
    module, name = PROJECT["scripts"]["glassbox"].split(":")
    assert callable(getattr(import_module(module), name))


def test_the_pinned_set_is_one_that_the_package_takes() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pinned = {pin.name: str(pin.specifier).removeprefix("==") for pin in map(Requirement, lines)}
    taken = {wanted.name: wanted.specifier for wanted in map(Requirement, PROJECT["dependencies"])}
    assert pinned.keys() == taken.keys()
    assert [name for name in pinned if pinned[name] not in taken[name]] == []
