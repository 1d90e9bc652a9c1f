"""The Train page for somebody who never programmed."""

import pytest
from streamlit.testing.v1 import AppTest

from mlp.training.presets import PRESETS
from mlp.web.shell.depth import Depth
from tests.support.app import components
from tests.support.jargon import jargon_in, jargon_on
from tests.support.sessions import explain
from tests.support.train import TINY, choose, press, training
from tests.support.trainings import wait_until

VIEWS = ("training_view", "training_curve", "training_charts", "training_pictures")


def trained(app: AppTest, depth: Depth) -> AppTest:
    explain(app, depth)
    press(choose(app, TINY), "start")
    started = training(app)
    wait_until(lambda: started.status.is_over)
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_and_no_setting_is_told_in_jargon(app: AppTest, name: str) -> None:
    explain(app, "words")
    app.pills(key="train_preset").set_value(name).run()
    assert not app.exception
    assert not jargon_on(app)


def test_no_figure_and_no_result_is_told_in_jargon(app: AppTest) -> None:
    trained(app, "words")
    placed = components(app)
    assert not jargon_on(app)
    assert not jargon_in(str([placed[key] for key in VIEWS]))
    pictures = placed["training_pictures"]
    assert pictures["what"]["all"] == "All 16 detectors"
    assert pictures["words"]["unit"] == "detector {number}"


def test_where_there_are_numbers_layers_have_the_tutorials_names(app: AppTest) -> None:
    pictures = components(trained(app, "numbers"))["training_pictures"]
    assert pictures["what"]["all"] == "All 16 units of linear1"
    assert pictures["layers"] == ["16 in relu1"]
    assert pictures["words"]["unit"] == "unit {number}"
