import re
import subprocess
import sys

from tests.support import ROOT


def test_the_command_line_starts_without_streamlit() -> None:
    code = "import sys, mlp.__main__; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def rooms_of_the_readme() -> dict[str, str]:
    """What the README's tree says of each folder and file, by its path."""
    tree = (ROOT / "README.md").read_text("utf-8").split("## What is where")[1].split("```")[1]
    said: dict[str, str] = {}
    folders: list[str] = []
    path = ""
    for line in tree.strip("\n").splitlines():
        depth, name = (len(line) - len(line.lstrip())) // 2, line.split()[0]
        if depth < 3:  # deeper lines go on with what the one before says
            folders[depth:] = [name]
            path = "".join(folders)
            said[path] = ""
        said[path] += f" {line} "
    return said


def test_the_readme_names_every_module_in_its_room() -> None:
    said = rooms_of_the_readme()
    for path in [
        *ROOT.glob("pages/*.py"),
        *ROOT.glob("mlp/**/*.py"),
        *ROOT.glob("mlp/web/browser/*.js"),
    ]:
        is_told = not path.name.startswith("__") and not path.stem.endswith("words")
        # A page's sections are found by the page's name: a new one needs no line in the README.
        is_section = (
            path.parent.parent.name == "web"
            and (ROOT / "pages" / f"{path.parent.name}.py").exists()
        )
        if not is_told or is_section or ".test." in path.name:
            continue
        *folders, name = path.relative_to(ROOT).parts
        room = max((one for one in said if "/".join([*folders, ""]).startswith(one)), key=len)
        inner = [*folders, name][len(room.rstrip("/").split("/"))]
        assert inner in said[room] or f"{room}{name}" in said, f"{path} is not in the README's tree"


def test_the_readme_names_nothing_that_is_not_there() -> None:
    for room, told in rooms_of_the_readme().items():
        assert (ROOT / room).exists(), room
        folder = ROOT / room if room.endswith("/") else (ROOT / room).parent
        for name in re.findall(r"\b[\w]+\.(?:py|js)\b|\b\w+/", told):
            found = [*folder.glob(f"**/{name}"), *ROOT.glob(name), *ROOT.glob(f"mlp/{name}")]
            assert found or f"{room}".endswith(name), f"{name} in {room}"


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 150
