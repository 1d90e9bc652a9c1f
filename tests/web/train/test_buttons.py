"""Start, one batch, pause, resume and stop."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from mlp.web.server.trainings.record import Status
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.train import buttons_words
from mlp.web.train import words as train_words
from tests.support.app import components, texts
from tests.support.sessions import session_of
from tests.support.train import TINY, button, choose, disabled, press, training
from tests.support.trainings import wait_until


def test_before_the_first_training_the_page_says_what_there_will_be(app: AppTest) -> None:
    assert train_words.EMPTY in texts(app)
    assert "training_view" not in components(app)
    assert disabled(app) == [False, True, False, True]
    assert button(app, "stop").help == buttons_words.NOTHING_IS_ON


def test_one_batch_pause_resume_and_stop(app: AppTest) -> None:
    choose(app, replace(TINY, epochs=30, num_images=20_000))
    press(app, "one_batch")
    current = training(app)
    wait_until(lambda: current.num_steps == 1)
    app.run()
    assert button(app, "pause").label == buttons_words.RESUME
    press(app, "one_batch")
    wait_until(lambda: current.num_steps == 2)
    assert current.status is Status.PAUSED
    press(app, "pause")
    wait_until(lambda: current.num_steps > 2)
    press(app, "pause")
    assert current.status is Status.PAUSED
    press(app, "stop")
    wait_until(lambda: current.status is Status.STOPPED)
    app.run()
    assert disabled(app) == [False, True, False, True]


def test_no_tooltip_opens_over_a_button_that_was_pressed(app: AppTest) -> None:
    names = ("start", "pause", "one_batch", "stop")
    assert all(button(app, name).help for name in names)
    press(choose(app, TINY), "one_batch")
    assert not any(button(app, name).help for name in names)
    press(app, "stop")
    assert not any(button(app, name).help for name in names)


def test_a_refused_training_says_why(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TRAININGS, "_max_kept", 0)
    press(app, "start")
    assert "no room for more" in app.error[0].value
    assert "training_view" not in components(app)
    monkeypatch.undo()
    press(app, "start")
    assert not app.error
    press(app, "stop")


def test_the_app_follows_only_if_it_is_wanted(app: AppTest) -> None:
    app.toggle(key="train_follow").set_value(False).run()
    press(choose(app, TINY), "start")
    assert session_of(app).network.kind == "trained"
    app.toggle(key="train_follow").set_value(True).run()
    assert session_of(app).network.training is training(app)
    app.toggle(key="train_follow").set_value(False).run()
    assert session_of(app).network.kind == "trained"
    press(app, "stop")


def test_a_network_that_was_made_the_active_one_stays_when_another_training_starts(
    app: AppTest,
) -> None:
    press(choose(app, TINY), "start")
    first = training(app)
    wait_until(lambda: first.status.is_over)
    app.run()
    app.button(key="training_use").click().run()
    used = session_of(app).network
    assert used.kind == "learned" and not app.toggle(key="train_follow").value
    press(app, "start")
    assert training(app) is not first
    assert session_of(app).network is used
    assert not app.toggle(key="train_follow").value
    press(app, "stop")


def test_a_refused_training_leaves_the_one_before(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(choose(app, TINY), "start")
    first = training(app)
    wait_until(lambda: first.status.is_over)
    app.run()
    monkeypatch.setattr(TRAININGS, "_max_kept", 0)
    press(app, "start")
    assert "no room for more" in app.error[0].value
    assert training(app) is first
    assert components(app)["training_view"]["ticket"] == first.ticket
