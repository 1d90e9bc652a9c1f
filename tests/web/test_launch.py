import re
import subprocess
import sys

from tests.support import ROOT

IMPORTED = (
    "import sys; from mlp.web.launch import import_rooms; import_rooms(); print(*sys.modules)"
)


def test_whatever_a_page_imports_is_there_before_it_is_opened() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED], cwd=ROOT, capture_output=True, text=True
    )
    pages = "\n".join(page.read_text("utf-8") for page in (ROOT / "pages").glob("*.py"))
    needed = set(re.findall(r"^from (mlp[\w.]+) import", pages, re.MULTILINE))
    assert len(needed) > 20, needed
    assert needed <= set(done.stdout.split()), done.stderr
