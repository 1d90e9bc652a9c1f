"""Processes that train, on a machine that the tests keep busy."""

from collections.abc import Iterator

import pytest

from mlp.web.server.trainings import process


@pytest.fixture(scope="package", autouse=True)
def eager_processes() -> Iterator[None]:
    """Let processes that train run like any other.

    In the app they go behind everything else; here everything else never rests.
    """
    with pytest.MonkeyPatch.context() as patch:
        eager = process._PROGRAM.replace(f"os.nice({process.NICENESS})", "os.nice(0)")
        patch.setattr(process, "_PROGRAM", eager)
        yield
