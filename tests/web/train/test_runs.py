"""A visitor's trainings side by side on the Train page."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from mlp.files.read import read_parameters
from mlp.net.parameters import fingerprint
from mlp.web.train import runs_words
from mlp.web.train.runs import run_file
from tests.support.app import components, texts
from tests.support.sessions import session_of
from tests.support.train import TINY, choose, press, training
from tests.support.trainings import wait_until


def run_to_its_end(app: AppTest) -> None:
    press(app, "start")
    current = training(app)
    wait_until(lambda: current.status.is_over)
    app.run()
    assert not app.exception


def test_two_runs_stand_side_by_side_and_one_is_named_saved_and_looked_into(app: AppTest) -> None:
    run_to_its_end(choose(app, TINY))
    assert runs_words.TOLD not in texts(app)
    first = training(app).checkpoints[-1]
    run_to_its_end(choose(app, replace(TINY, learning_rate=0.01)))
    assert runs_words.TOLD in texts(app) and "Learning rate 0.01" in texts(app)
    app.text_input(key="train_run_name_1").set_value("slow *one*").run()
    app.text_input(key="train_run_name_2").set_value("fast").run()
    now = training(app)
    assert (now.earlier[0].name, now.name) == ("slow *one*", "fast")
    names = [
        trace["name"] for trace in components(app)["training_curve"]["figures"]["accuracy"]["data"]
    ]
    assert "slow *one*, new digits" in names
    saved = read_parameters(run_file(now, now.earlier[0]), "slow.safetensors")
    assert saved.notes.recipe == TINY and saved.notes.step == first.step
    app.button(key="train_run_use_1").click().run()
    assert not app.exception
    looked_into = session_of(app).network
    assert looked_into.kind == "learned" and looked_into.network is not None
    assert fingerprint(looked_into.network) == first.fingerprint
