"""The Train page without a browser: settings, presets, buttons, and what a session remembers."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

import pytest
import torch
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.net.device import available_devices
from mlp.training.augmentation import Augmentation
from mlp.training.loop import model_for, train
from mlp.training.presets import PRESETS, PresetRecord, RecordedRun, Runs, records
from mlp.training.recipe import Recipe
from mlp.web.parameters import network_choice_words
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.own_training import OwnTraining, Presence
from mlp.web.sidebar import sidebar_words
from mlp.web.train import buttons_words, loop_code, settings_words
from mlp.web.train import words as train_words
from mlp.web.train.state import AUGMENTATION, SETTINGS, Settings, TrainState, hidden_sizes
from tests.support.app import MAIN, components, draw_on, texts
from tests.support.pictures import seven
from tests.support.sessions import explain, session_of

WAIT_S = 60.0
CPU = available_devices()[-1]
TINY = Recipe(num_images=500, epochs=1, batch_size=100, hidden_sizes=(16,))


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


def settings(app: AppTest) -> Settings:
    return session_of(app).of(TrainState).settings


def choose(app: AppTest, recipe: Recipe) -> AppTest:
    """Set a recipe as if every widget had been used."""
    hidden = ", ".join(map(str, recipe.hidden_sizes))
    session_of(app).of(TrainState).settings = Settings(recipe, "works", hidden)
    return app.run()


def button(app: AppTest, name: str) -> Button:
    return app.button(key=f"train_{name}")


def press(app: AppTest, name: str) -> AppTest:
    button(app, name).click().run()
    assert not app.exception
    return app


def disabled(app: AppTest) -> list[bool]:
    return [button(app, name).disabled for name in ("start", "pause", "one_batch", "stop")]


def training(app: AppTest) -> TrainingRun:
    found = TRAININGS.get(session_of(app).of(OwnTraining).ticket)
    assert found is not None
    return found


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < deadline_s
        time.sleep(0.02)


# ---- settings ------------------------------------------------------------------------------------


def test_before_the_first_training_the_page_says_what_there_will_be(app: AppTest) -> None:
    assert train_words.EMPTY in texts(app)
    assert "training_view" not in components(app)
    assert disabled(app) == [False, True, False, True]
    assert button(app, "stop").help == buttons_words.NOTHING_IS_ON


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_everything_and_says_what_it_shows(app: AppTest, name: str) -> None:
    explain(app, "numbers")
    app.slider(key="train_epochs").set_value(7).run()
    app.pills(key="train_preset").set_value(name).run()
    assert settings(app).recipe == PRESETS[name].recipe
    assert settings_words.PRESETS[name].told in texts(app)
    assert settings_words.PRESETS[name].numbers in texts(app)
    assert app.slider(key="train_epochs").value == PRESETS[name].recipe.epochs
    assert not settings(app).changed


def test_every_preset_has_words_and_every_field_a_setting() -> None:
    assert list(settings_words.PRESETS) == list(PRESETS) == list(settings_words.RECORDED)
    grouped = {name for names in settings_words.GROUPS.values() for name in names}
    assert grouped == {*SETTINGS, "seed", "device"} == set(settings_words.SETTINGS)


def test_a_changed_setting_is_no_longer_the_preset(app: AppTest) -> None:
    app.select_slider(key="train_learning_rate").set_value(0.01).run()
    assert app.pills(key="train_preset").value is None
    assert "you changed “Learning rate”" in texts(app)
    app.pills(key="train_preset").set_value("works").run()
    assert settings(app).recipe == PRESETS["works"].recipe
    assert "No longer" not in texts(app)


def test_another_seed_is_still_the_preset(app: AppTest) -> None:
    app.number_input(key="train_seed").set_value(3).run()
    assert app.pills(key="train_preset").value == "works"
    assert settings(app).recipe == replace(PRESETS["works"].recipe, seed=3)


def test_the_chosen_preset_cannot_be_taken_back(app: AppTest) -> None:
    app.pills(key="train_preset").set_value(None).run()
    assert app.pills(key="train_preset").value == "works"


def test_the_cure_of_the_dying_digit_is_one_switch_away(app: AppTest) -> None:
    app.pills(key="train_preset").set_value("digit_dies").run()
    assert not settings(app).recipe.is_last_bias_raised
    app.toggle(key="train_cure").set_value(True).run()
    assert settings(app).recipe.is_last_bias_raised
    assert app.toggle(key="train_is_last_bias_raised").value
    assert app.toggle(key="train_cure").value


def test_augmentation_varies_the_images(app: AppTest) -> None:
    app.toggle(key="train_augmentation").set_value(True).run()
    assert settings(app).recipe.augmentation == AUGMENTATION
    app.toggle(key="train_augmentation").set_value(False).run()
    assert settings(app).recipe.augmentation is None


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("", ()), ("  ", ()), ("512, 512", (512, 512)), ("1;1024 7", (1, 1024, 7)), ("64,", (64,))],
)
def test_hidden_sizes_are_read_as_they_are_typed(text: str, sizes: tuple[int, ...]) -> None:
    assert hidden_sizes(text) == sizes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("many", "whole numbers"),
        ("12.5", "whole numbers"),
        ("-3", "whole numbers"),
        ("²", "whole numbers"),
        ("0", "from 1 to 1,024"),
        ("64, 1025", "1025 is not"),
        ("9" * 5000, "from 1 to 1,024"),
        ("1 2 3 4 5", "5 hidden layers are too many"),
    ],
)
def test_wrong_hidden_sizes_are_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        hidden_sizes(text)


def test_nothing_starts_while_a_setting_is_wrong(app: AppTest) -> None:
    app.text_input(key="train_hidden_sizes").set_value("512, *many*").run()
    assert "“512, \\*many\\*” is something else" in app.error[0].value
    assert disabled(app) == [True, True, True, True]
    assert button(app, "start").help == buttons_words.START_INVALID
    app.text_input(key="train_hidden_sizes").set_value("32").run()
    assert settings(app).recipe.hidden_sizes == (32,)
    assert not app.error
    assert not button(app, "start").disabled


def test_settings_survive_a_change_of_page(app: AppTest) -> None:
    app.pills(key="train_preset").set_value("memorise").run()
    app.selectbox(key="train_optimizer").set_value("momentum").run()
    app.text_input(key="train_hidden_sizes").set_value("nonsense").run()
    app.switch_page("draw.py").run()
    app.switch_page("train.py").run()
    assert app.selectbox(key="train_optimizer").value == "momentum"
    assert app.text_input(key="train_hidden_sizes").value == "nonsense"
    assert app.select_slider(key="train_num_images").value == 100
    assert len(app.error) == 1


# ---- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"optimizer": "sgd", "learning_rate": 0.1, "is_step_size_falling": False},
        {"optimizer": "momentum", "last_relu": False, "hidden_sizes": (), "seed": 4},
        {
            "optimizer": "adam",
            "is_last_bias_raised": False,
            "augmentation": Augmentation(num_fields=8),
        },
    ],
)
def test_the_code_that_is_shown_gives_the_network_that_is_trained(
    monkeypatch: pytest.MonkeyPatch, digits: Digits, changed: dict[str, Any]
) -> None:
    recipe = replace(TINY, **{"epochs": 2, "num_images": 450, "hidden_sizes": (8, 8), **changed})
    model = model_for(recipe, torch.device("cpu"))
    for _ in train(model, digits, recipe):
        pass
    monkeypatch.setattr("mlp.dataset.load_digits", lambda split: digits)
    names: dict[str, torch.nn.Module] = {}
    exec(loop_code.loop_code(recipe), names)
    for mine, shown in zip(model.parameters(), names["model"].parameters(), strict=True):
        assert torch.equal(mine, shown)


def test_the_code_stands_on_the_page_if_it_is_wanted(app: AppTest) -> None:
    assert not app.code
    explain(app, "code")
    app.run()
    assert loop_code.loop_code(PRESETS["works"].recipe) == app.code[0].value


def test_what_is_counted_beside_a_setting_is_right() -> None:
    recipe = replace(TINY, num_images=450, epochs=3)
    assert "→ 5 steps an epoch" in settings_words.setting_numbers("batch_size", recipe)
    assert "3 × 5 = 15 steps" in settings_words.setting_numbers("epochs", recipe)
    num_parameters = sum(one.numel() for one in model_for(recipe, torch.device("cpu")).parameters())
    assert f"784 → 16 → 10: {num_parameters:,}" in settings_words.setting_numbers(
        "hidden_sizes", recipe
    )


def run(seed: int, *lost: int, is_diverged: bool = False, accuracy: float = 0.5) -> RecordedRun:
    num_steps = 10 + seed if is_diverged else 400
    return RecordedRun(seed, is_diverged, num_steps, 1.0, accuracy, 1.0, (), lost)


def test_records_are_said_as_they_were_counted() -> None:
    record = PresetRecord((run(0, 3), run(1, accuracy=0.7), run(2, 1, 2)), Runs((run(0),)))
    said = settings_words.say_record("digit_dies", record)
    assert "In **2 of 3** recorded runs" in said
    assert "in **0 of 1** runs" in said
    assert "50.0 to 70.0 %" in settings_words.say_record("works", record)


def test_records_of_runs_that_broke_down_name_their_steps_alone() -> None:
    diverged = (run(0, is_diverged=True), run(4, is_diverged=True))
    assert "2 of 2** recorded runs" in settings_words.say_record("too_fast", PresetRecord(diverged))
    said = settings_words.say_record("too_fast", PresetRecord((*diverged, run(5, accuracy=0.1))))
    assert "2 of 3**" in said and "after 10 to 14 steps" in said and settings_words.STUCK in said
    said = settings_words.say_record("too_fast", PresetRecord((*diverged, run(5, accuracy=0.9))))
    assert settings_words.STUCK not in said


def test_every_recorded_preset_says_what_came_of_it(app: AppTest) -> None:
    for name, record in records().items():
        app.pills(key="train_preset").set_value(name).run()
        assert settings_words.say_record(name, record) in texts(app)


# ---- training ------------------------------------------------------------------------------------


def test_a_training_is_followed_to_its_end_and_survives_a_change_of_page(app: AppTest) -> None:
    draw_on(choose(app, TINY), seven())
    press(app, "start")
    started = training(app)
    assert started.recipe == TINY
    assert session_of(app).network.kind == "following"
    assert session_of(app).network.training is started
    assert started.watched is not None
    assert disabled(app) == [True, False, False, False]
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
    assert "was run otherwise: Epochs 1" in texts(app)
    press(app, "start")
    assert TRAININGS.get(started.ticket) is None
    assert training(app).recipe == replace(TINY, epochs=2)


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
    wait_until(lambda: current.status.is_over)
    assert current.status is Status.STOPPED
    app.run()
    assert disabled(app) == [False, True, False, True]


def test_a_diverging_training_says_why(app: AppTest) -> None:
    choose(app, replace(PRESETS["too_fast"].recipe, num_images=2_000, batch_size=20))
    press(app, "start")
    current = training(app)
    wait_until(lambda: current.status.is_over)
    assert current.status is Status.DIVERGED
    assert current.message is not None and "the learning rate was 10." in current.message
    first, last = current.points.losses[0], current.points.losses[-1]
    assert first is not None and last is not None
    assert f"went from {first:.2f} to {last:.2g}, and after {current.num_steps} st" in (
        current.message
    )
    app.run()
    assert not app.exception
    assert components(app)["training_view"]["status"] == "diverged"


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


def test_a_training_that_the_server_has_forgotten_is_said_to_be_gone(app: AppTest) -> None:
    press(choose(app, TINY), "start")
    TRAININGS.close(training(app).ticket)
    app.run()
    assert train_words.GONE in app.info[0].value
    assert "training_view" not in components(app)
    assert session_of(app).network.kind == "trained"
    assert components(app)["training_ticket"]["isGone"]
    press(app, "start")
    assert all(train_words.GONE not in one.value for one in app.info)
    assert session_of(app).network.kind == "following"
    press(app, "stop")


def test_only_a_training_that_is_gone_and_ones_own_can_be_noted_as_gone() -> None:
    def script(own: str, told: str) -> None:
        import streamlit as st

        from mlp.web.shell.own_training import OwnTraining
        from mlp.web.shell.session import current

        noted = current().of(OwnTraining)
        noted.ticket = own
        noted.note_gone(told)
        st.write(noted.is_gone, noted.ticket is not None)
        st.write(current().network.kind)

    def said(own: str, told: str) -> str:
        noted = AppTest.from_function(script, args=(own, told)).run()
        assert not noted.exception
        return " ".join(one.value for one in noted.markdown).replace("`", "")

    current = TRAININGS.start(TINY, CPU)
    TRAININGS.pause(current)
    assert said(current.ticket, current.ticket) == "False True trained"
    TRAININGS.close(current.ticket)
    assert said(current.ticket, "another's") == "False True trained"
    assert said(current.ticket, current.ticket) == "True False trained"


def test_the_sidebar_says_when_the_training_that_is_followed_has_ended(app: AppTest) -> None:
    press(choose(app, replace(TINY, epochs=30)), "one_batch")
    current = training(app)
    wait_until(lambda: current.num_steps == 1)
    app.run()
    assert sidebar_words.NETWORK_FOLLOWING in sidebar(app)
    press(app, "stop")
    wait_until(lambda: current.status.is_over)
    app.switch_page("parameters.py").run()
    assert sidebar_words.NETWORK_FOLLOWING_OVER in sidebar(app)
    assert network_choice_words.NETWORK_TRAINING_OVER in texts(app)


def sidebar(app: AppTest) -> list[str]:
    return [one.value for one in app.sidebar.caption]


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
    assert current.watched is not None and current.watched[2] == 2
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


def test_only_the_session_that_was_there_last_can_leave() -> None:
    current = TRAININGS.start(TINY, CPU)
    TRAININGS.pause(current)
    holders: WeakValueDictionary[str, Presence] = WeakValueDictionary()
    before, after = Presence(holders), Presence(holders)
    before.hold(current)
    after.hold(current)
    before.leave()
    assert not TRAININGS.is_left(current)
    after.leave()
    assert TRAININGS.is_left(current)
    before.hold(current)
    assert not TRAININGS.is_left(current)
    TRAININGS.close(current.ticket)
