import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

# The rooms of DESIGN.md, top to bottom: each may import only what stands below it.
ROOMS = (
    "app",
    "pages",
    "mlp.ui",
    "mlp.commands.main",
    "mlp.web.server.routes",
    "mlp.web.server.trainings.record",
    "mlp.files.export",
    "mlp.web.charts",
    "mlp.lesson",
    "mlp.study.model_card",
    "mlp.study.evaluation",
    "mlp.net.placed",
    "mlp.web.server.trainings.worker",
    "mlp.training.checkpoints",
    "mlp.files.notes",
    "mlp.explain.comparison",
    "mlp.training.presets",
    "mlp.training.ranks",
    "mlp.training.loop",
    "mlp.training.teacher",
    "mlp.net.out_of_distribution",
    "mlp.training.augmentation",
    "mlp.explain.unit_statistics",
    "mlp.explain.contributions",
    "mlp.net.verdict",
    "mlp.net.calibration",
    "mlp.net.trace",
    "mlp.files.read",
    "mlp.files.weights",
    "mlp.dataset",
    "mlp.picture.prepare",
    "mlp.picture.paper.ink",
    "mlp.picture.paper.sheet",
    "mlp.picture.file",
    "mlp.picture.outline",
    "mlp.files.link",
    "mlp.study.nondigits",
    "mlp.training.redrawn",
    "mlp.net.device",
    "mlp.net.network",
    "mlp.errors",
)
FILES = sorted([*ROOT.glob("app.py"), *ROOT.glob("pages/**/*.py"), *ROOT.glob("mlp/**/*.py")])

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path) -> set[str]:
    """Name every module that a file imports, `from x import y` as both x and x.y."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = module_name(path).split(".")[: -node.level] if node.level else []
            origin = ".".join([*package, *filter(None, [node.module])])
            names |= {origin} | {f"{origin}.{alias.name}" for alias in node.names}
    return names


def room(module: str) -> str | None:
    """Find the room a module stands in; None for what is not ours, and for mlp/__init__.py."""
    return next((room for room in ROOMS if f"{module}.".startswith(f"{room}.")), None)


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported_modules(path)}


@each_file
def test_every_file_stands_in_a_room(path):
    assert room(module_name(path)) or module_name(path) == "mlp"


@each_file
def test_imports_point_down(path):
    here = room(module_name(path))
    for name in imported_modules(path):
        there = room(name)
        if here and there and here != there:
            assert ROOMS.index(here) < ROOMS.index(there), f"{here} imports {name}"


@each_file
def test_only_app_pages_and_ui_import_streamlit(path):
    may_import = room(module_name(path)) in ("app", "pages", "mlp.ui")
    assert may_import or "streamlit" not in packages(path)


@each_file
def test_figures_do_not_know_torch(path):
    assert room(module_name(path)) != "mlp.web.charts" or "torch" not in packages(path)


def test_no_file_of_the_library_is_overlooked():
    assert {"mlp", *ROOMS[3:6], "mlp.errors"} <= {module_name(path) for path in FILES}


def test_the_command_line_starts_without_streamlit():
    code = "import sys, mlp.__main__; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_readme_names_every_module_and_page_of_the_tree() -> None:
    tree = (ROOT / "README.md").read_text("utf-8").split("## What is where")[1].split("```")[1]
    named = {line.split()[0].rstrip("/") for line in tree.strip().splitlines()}
    files = [*ROOT.glob("mlp/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]
    folders = [path for path in ROOT.glob("mlp/*/") if not path.name.startswith("_")]
    there = {path.name for path in [*files, *folders]} - {"__init__.py"}
    assert there <= named
    top = {"pages", "mlp", "benchmarks", "scripts", "tests", "docs"}
    assert named - there == top


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 150
