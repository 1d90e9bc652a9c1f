"""JavaScript that tests run.

It must not know what is tested.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mlp.web.browser import component

_BROWSER = Path(component.__file__).parent


def run_node(module: str, script: str, given: object) -> Any:
    """Evaluate an expression of the module's names and `given` in JavaScript.

    Args:
        module: In mlp/web/browser, or elsewhere by its whole path; `module` in the script.
        script: The expression.
        given: Goes there as JSON, and the answer comes back so.
    """
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have node.")
        pytest.skip("there is no node on this machine")
    source = f"""
        import * as module from {json.dumps((_BROWSER / module).as_uri())};
        import {{ text }} from "node:stream/consumers";
        const given = JSON.parse(await text(process.stdin));
        console.log(JSON.stringify(await ({script})));
    """
    command = [node, "--input-type=module", "--eval", source]
    finished = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, timeout=60
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
