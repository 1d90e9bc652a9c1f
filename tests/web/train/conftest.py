"""The Train page in a session of its own, and a training that is over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from tests.support.app import MAIN
from tests.support.train_result import RECIPE
from tests.support.trainings import CPU, ended


@pytest.fixture
def app() -> Iterator[AppTest]:
    """The page in a new session; what was started on it ends with the test."""
    before = set(TRAININGS._by_ticket)
    opened = AppTest.from_file(MAIN, default_timeout=60).run()
    opened.switch_page("train.py").run()
    assert not opened.exception
    yield opened
    for ticket in set(TRAININGS._by_ticket) - before:
        TRAININGS.close(ticket)


@pytest.fixture(scope="package")
def training() -> Iterator[TrainingRun]:
    """A training that is over."""
    made = ended(TRAININGS.start(RECIPE, CPU))
    assert made.status is Status.DONE
    yield made
    TRAININGS.close(made.ticket)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A small app: a page with the result of a training, and one to go to."""
    (tmp_path / "draw.py").write_text("import streamlit as st\nst.title('Drawn')")
    (tmp_path / "train.py").write_text(
        "import streamlit as st\n"
        "from mlp.web.shell.own_training import OwnTraining\n"
        "from mlp.web.shell.session import current\n"
        "from mlp.web.train.result import render_load, render_result\n"
        "training = current().of(OwnTraining).training\n"
        "render_load() if training is None else render_result(training)"
    )
    main = tmp_path / "main.py"
    main.write_text(
        "import streamlit as st\n"
        "st.navigation([st.Page('train.py', default=True), st.Page('draw.py')]).run()"
    )
    return main
