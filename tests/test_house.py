import subprocess
import sys

from tests.support import ROOT


def test_the_command_line_starts_without_streamlit() -> None:
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
