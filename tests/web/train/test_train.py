"""The Train page without a browser: a training to its end, and what a session remembers of it."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from mlp.numbers import number
from mlp.training.presets import PRESETS
from mlp.training.recipe import RateChange
from mlp.web.parameters import network_choice_words
from mlp.web.server.trainings.record import Status
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell import other_network_words
from mlp.web.train import buttons_words
from mlp.web.train import words as train_words
from tests.support.app import components, draw_on, texts
from tests.support.pictures import seven
from tests.support.sessions import session_of
from tests.support.train import TINY, button, choose, disabled, press, training
from tests.support.trainings import wait_until


def test_a_training_is_followed_to_its_end_and_survives_a_change_of_page(app: AppTest) -> None:
    draw_on(choose(app, TINY), seven())
    press(app, "start")
    started = training(app)
    assert started.recipe == TINY
    assert session_of(app).network.kind == "following"
    assert session_of(app).network.training is started
    assert started.watched is not None
    assert disabled(app) == [True, False, False, False]
    press(app, "fold")
    assert app.pills(key="train_preset").disabled and app.slider(key="train_epochs").disabled
    app.switch_page("parameters.py").run()
    wait_until(lambda: started.status.is_over)
    app.switch_page("train.py").run()
    assert not app.exception
    assert training(app) is started and started.status is Status.DONE
    placed = components(app)
    assert placed["training_view"]["ticket"] == started.ticket
    assert placed["training_view"]["status"] == "done"
    assert placed["training_ticket"]["ticket"] == started.ticket
    assert placed["train_network"]["fingerprint"] == started.checkpoints[-1].fingerprint
    assert disabled(app) == [False, True, False, True]
    assert button(app, "start").label == buttons_words.START_AGAIN
    app.slider(key="train_epochs").set_value(2).run()
    assert "otherwise than it is set now: Epochs 1." in texts(app)
    press(app, "start")
    assert TRAININGS.get(started.ticket) is None
    assert training(app).recipe == replace(TINY, epochs=2)


def test_presets_and_settings_are_folded_into_a_line_while_there_is_a_training(
    app: AppTest,
) -> None:
    press(choose(app, TINY), "start")
    assert not app.pills and not app.slider
    press(app, "fold")
    assert app.pills and app.slider
    press(app, "fold")
    assert not app.pills
    press(app, "stop")
    press(app, "fold")
    app.text_input(key="train_hidden_sizes").set_value("many").run()
    press(app, "fold")
    assert "many" in app.error[0].value  # what is wrong is not folded away


def test_the_learning_rate_is_changed_while_it_trains_and_the_page_says_so(app: AppTest) -> None:
    press(choose(app, replace(TINY, epochs=30)), "one_batch")
    current = training(app)
    wait_until(lambda: current.num_steps == 1)
    app.run()
    rate = app.selectbox(key="train_rate")
    assert (rate.value, rate.disabled) == (TINY.learning_rate, False)
    rate.set_value(0.05).run()
    assert app.selectbox(key="train_rate").value == 0.05
    press(app, "one_batch")
    wait_until(lambda: current.num_steps == 2)
    assert current.recipe.rate_changes == (RateChange(1, 0.05),)
    app.run()
    assert "Learning rate 0.05 after 1 step" in texts(app)
    press(app, "stop")
    wait_until(lambda: current.status.is_over)
    app.run()
    assert app.selectbox(key="train_rate").disabled
    press(app, "start")
    assert training(app).recipe.rate_changes == ()
    press(app, "stop")


def test_who_waits_gets_the_recorded_film_of_the_nearest_preset(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TRAININGS._turns, "max_running", 0)
    app.pills(key="train_preset").set_value("no_hidden_layer").run()
    app.slider(key="train_epochs").set_value(2).run()
    press(app, "start")
    view = components(app)["training_view"]
    assert view["status"] == "waiting"
    assert view["recorded"]["path"] == "glassbox/training/films/no_hidden_layer"
    assert "recording: “No hidden layer”" in view["recorded"]["told"]
    press(app, "stop")
    assert components(app)["training_view"]["recorded"] is None


def test_a_diverging_training_says_why(app: AppTest) -> None:
    choose(app, replace(PRESETS["too_fast"].recipe, num_images=2_000, batch_size=20))
    press(app, "start")
    current = training(app)
    wait_until(lambda: current.status.is_over)
    assert current.status is Status.DIVERGED
    assert current.message is not None and "the learning rate was 10." in current.message
    first, last = current.points.losses[0], current.points.losses[-1]
    assert first is not None and last is not None
    assert f"went from {number(first)} to {number(last)}, and after {current.num_steps} st" in (
        current.message
    )
    app.run()
    assert not app.exception
    assert components(app)["training_view"]["status"] == "diverged"


def test_a_training_that_the_server_has_forgotten_is_said_to_be_gone(app: AppTest) -> None:
    press(choose(app, TINY), "start")
    TRAININGS.close(training(app).ticket)
    app.run()
    assert train_words.GONE in app.info[0].value
    assert "training_view" not in components(app)
    assert session_of(app).network.kind == "trained"
    assert components(app)["hub"]["kept"]["training"] is None
    press(app, "start")
    assert all(train_words.GONE not in one.value for one in app.info)
    assert session_of(app).network.kind == "following"
    press(app, "stop")


def test_the_sidebar_says_when_the_training_that_is_followed_has_ended(app: AppTest) -> None:
    press(choose(app, replace(TINY, epochs=30)), "one_batch")
    current = training(app)
    wait_until(lambda: current.num_steps == 1)
    app.run()
    assert other_network_words.FOLLOWING in texts(app)
    press(app, "stop")
    wait_until(lambda: current.status.is_over)
    app.switch_page("parameters.py").run()
    assert other_network_words.FOLLOWING_OVER in texts(app)
    assert network_choice_words.NETWORK_TRAINING_OVER in texts(app)


def test_the_training_watches_the_digit_of_now(app: AppTest) -> None:
    press(choose(app, TINY), "start")
    current = training(app)
    assert current.watched is None
    draw_on(app, seven())
    first = current.watched
    assert first is not None
    app.run()
    assert current.watched == first
    draw_on(app, seven().T.copy(), sequence=2)
    assert current.watched is not None and current.watched[2].sequence == 2
    press(app, "stop")


def test_another_session_can_take_a_training_over_by_its_ticket_alone(app: AppTest) -> None:
    press(choose(app, replace(TINY, seed=5)), "start")
    ticket = training(app).ticket

    def script(ticket: str) -> None:
        import streamlit as st

        from mlp.web.shell.own_training import OwnTraining
        from mlp.web.shell.session import current
        from mlp.web.train.state import train_state

        own = current().of(OwnTraining)
        own.claim(ticket, follows=True)
        st.write(
            own.ticket,
            train_state().settings.recipe.seed,
            current().network.kind,
            own.is_gone,
        )

    def said(ticket: str) -> str:
        other = AppTest.from_function(script, args=(ticket,)).run()
        assert not other.exception
        return " ".join(one.value for one in other.markdown).replace("`", "")

    assert said(ticket) == f"{ticket} 5 following False"
    assert said("guessed") == "None 0 trained True"
    press(app, "stop")
