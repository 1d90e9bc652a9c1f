"""A trained network is used, saved, loaded, compared; a stranger's file is not simply believed."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from mlp.cache import LeastRecentlyUsed
from mlp.explain.comparison import UNDECIDED, Comparison, Readings
from mlp.files.read import BUNDLED_WEIGHTS
from mlp.net.device import available_devices
from mlp.net.parameters import fingerprint
from mlp.training.recipe import RECIPES, Recipe
from mlp.web.server.trainings.process import new_folder
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell import session
from mlp.web.train import compare_words, result_words
from mlp.web.train.result import saved_file
from tests.support.app import choose_picture
from tests.support.networks import noted_recipe, saved_by_app, with_metadata

RECIPE = Recipe(
    num_images=1_000, epochs=1, batch_size=100, hidden_sizes=(12,), last_relu=False, seed=3
)


def counted(first: list[int], second: list[int]) -> Comparison:
    """Two readings of pictures of a 1."""
    sureness = np.ones(len(first), np.float32)
    return Comparison(
        np.ones(len(first), np.int64),
        Readings(np.array(first, np.int8), sureness),
        Readings(np.array(second, np.int8), sureness),
    )


def test_settings_that_had_no_part_in_it_are_not_listed():
    assert "weight decay" not in result_words.settings(Recipe(optimizer="sgd"))
    assert "weight decay" in result_words.settings(Recipe(optimizer="adam"))
    assert "taught by" not in result_words.settings(Recipe())
    assert result_words.settings(RECIPES["digits"])["taught by"]
    assert (
        result_words.settings(RECIPES["digits"])["last ReLU"]
        != result_words.settings(Recipe())["last ReLU"]
    )


def test_what_is_no_answer_is_said_to_be_none():
    comparison = counted([UNDECIDED, 1], [1, 1])
    assert compare_words.say_picture(comparison, 0) == "is 1 · mine ? · bundled 1"
    assert "no answer" not in compare_words.say_read(counted([1], [1]))
    assert compare_words.say_read(comparison).endswith("counts as misread (mine on 1).")


def test_chance_is_never_said_to_be_0():
    comparison = counted([1] * 3_000, [0] * 3_000)
    assert comparison.chance == 0  # as a float
    assert "< 0.1 %" in compare_words.say_numbers(comparison)
    assert compare_words.CHANCE_UNCLEAR in compare_words.say_numbers(counted([1, 0], [0, 1]))
    assert compare_words.say_numbers(counted([1, 1], [1, 1])) == compare_words.NUMBERS_NONE


def test_two_that_always_agree_are_said_to():
    assert compare_words.AGREE in compare_words.say_read(counted([1, 0], [1, 0]))


@pytest.fixture(scope="module")
def training() -> Iterator[TrainingRun]:
    """A training that is over."""
    made = TRAININGS.start(RECIPE, available_devices()[-1])
    end_s = time.monotonic() + 60
    while not made.status.is_over and time.monotonic() < end_s:
        time.sleep(0.05)
    assert made.status is Status.DONE
    yield made
    TRAININGS.close(made.ticket)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A small app: a page with the result of a training, and one to go to."""
    (tmp_path / "draw.py").write_text("import streamlit as st\nst.title('Drawn')")
    (tmp_path / "train.py").write_text(
        "import streamlit as st\n"
        "from mlp.web.server.trainings.trainings import TRAININGS\n"
        "from mlp.web.train.result import render_load, render_result\n"
        "training = TRAININGS.get(st.session_state.get('glassbox_train_ticket', ''))\n"
        "render_load() if training is None else render_result(training)"
    )
    main = tmp_path / "main.py"
    main.write_text(
        "import streamlit as st\n"
        "st.navigation([st.Page('train.py', default=True), st.Page('draw.py')]).run()"
    )
    return main


def opened(pages: Path, training: TrainingRun | None = None) -> AppTest:
    app = AppTest.from_file(str(pages), default_timeout=60)
    if training is not None:
        app.session_state["glassbox_train_ticket"] = training.ticket
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return ran(app)


def bring(app: AppTest, content: bytes, name: str = "my.safetensors") -> AppTest:
    app.file_uploader(key="training_file").upload(name, content, "application/octet-stream")
    return ran(app)


def active(app: AppTest) -> session.Network:
    if "glassbox_network" not in app.session_state:
        return session.Network("trained", "trained")
    return app.session_state["glassbox_network"]


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.markdown, *app.caption, *app.error, *app.info])


def test_the_newest_checkpoint_becomes_the_network_of_the_session_and_there_is_a_way_back(
    pages, training
):
    app = click(opened(pages, training), "training_use")
    newest = training.checkpoints[-1]
    assert (active(app).kind, active(app).recipe) == ("learned", RECIPE)
    assert fingerprint(active(app).network) == newest.fingerprint
    accuracy = f"{100 * newest.held_out_accuracy:.2f} %"
    assert active(app).title == f"trained here, {accuracy}, step 10"
    assert "whole app now looks" in said(app) and app.button(key="training_use").disabled
    click(app, "training_back")
    assert active(app).kind == "trained" and "whole app now looks" not in said(app)


def test_the_checkpoint_that_is_looked_at_is_the_one_that_is_used(pages, training):
    app = opened(pages, training)
    app.session_state["glassbox_train_place"] = training.checkpoints[2].fingerprint
    click(ran(app), "training_use")
    assert fingerprint(active(app).network) == training.checkpoints[2].fingerprint
    app.session_state["glassbox_train_place"] = None
    assert "another one at present" in said(ran(app))


def test_what_was_saved_is_loaded_again_bit_for_bit_with_its_settings(pages, training):
    newest = training.checkpoints[-1]
    app = bring(opened(pages), saved_file(training, newest))
    assert fingerprint(active(app).network) == newest.fingerprint
    assert (active(app).kind, active(app).recipe) == ("learned", RECIPE)
    told = said(app)
    assert "without a ReLU after the scores" in told and "learning rate: **0.002" in told
    assert f"**{100 * newest.held_out_accuracy:.2f} %** of 10,000" in told and "10 batches" in told


def test_the_file_is_named_after_sizes_accuracy_and_step(pages, training):
    [button] = opened(pages, training).get("download_button")
    accuracy = 100 * training.checkpoints[-1].held_out_accuracy
    assert button.proto.label == result_words.SAVE
    name = result_words.file_name((12,), accuracy / 100, 10_000, 10)
    assert name == f"mnist-12-{accuracy:.2f}-percent-step-10.safetensors"
    assert (
        result_words.file_name((), 0.99999, 100_000, 1)
        == "mnist-no-hidden-layer-99.99-percent-step-1.safetensors"
    )


@pytest.mark.parametrize(
    "text", ["[" * 5_000, noted_recipe(optimizer="**x**"), noted_recipe(epochs=True)]
)
def test_a_strangers_settings_are_unknown_but_its_network_is_shown(pages, text):
    metadata = {"recipe": text, "step": "many", "held_out_accuracy": "2", "app": "<b>"}
    app = bring(opened(pages), with_metadata(metadata, 8))
    assert "settings are unknown" in said(app) and "file says" not in said(app).split("unknown")[0]
    assert (active(app).kind, active(app).recipe) == ("learned", None)
    assert isinstance(active(app).network.linear_relu_stack[-1], torch.nn.ReLU)


def test_a_refused_file_changes_nothing_and_says_why(pages):
    app = bring(opened(pages), saved_by_app((8,), last_relu=True), "*good*.safetensors")
    before = active(app)
    bring(app, b"not at all", "*bad*.safetensors")
    assert active(app) is before and "Nothing has changed" in said(app)
    assert "*bad*" not in said(app) and "*good*" not in said(app).replace("\\*", "")


def test_a_network_that_there_is_no_room_for_is_refused(pages, training, monkeypatch):
    monkeypatch.setattr(
        "mlp.net.placed.Models.place_own.__kwdefaults__", {"is_in_training": False, "max_bytes": 0}
    )
    app = click(opened(pages, training), "training_use")
    assert active(app).kind == "trained" and "take all the room" in said(app)
    bring(app, saved_by_app((), last_relu=True))
    assert active(app).kind == "trained" and "glassbox_training_loaded" not in app.session_state


def test_before_the_first_checkpoint_there_is_nothing_to_take(pages):
    waiting = TrainingRun(RECIPE, available_devices()[-1], b"", new_folder())
    TRAININGS._by_ticket[waiting.ticket] = waiting
    try:
        app = opened(pages, waiting)
        assert result_words.NOTHING_YET in said(app) and not app.get("download_button")
        waiting.status = Status.STOPPED
        assert result_words.NOTHING_LEFT in said(ran(app))
    finally:
        TRAININGS.close(waiting.ticket)


def test_while_it_learns_only_a_chosen_checkpoint_can_be_taken(pages, training):
    training.status = Status.TRAINING
    try:
        app = bring(opened(pages, training), saved_by_app((8,), last_relu=True))
        assert result_words.STILL_LEARNING in said(app) and not app.get("download_button")
        assert not app.button(key="compare_1").disabled  # the file's
        assert app.button(key="compare_0").disabled
        app.session_state["glassbox_train_place"] = training.checkpoints[1].fingerprint
        assert ran(app).get("download_button") and not app.button(key="compare_0").disabled
        app.session_state["glassbox_train_place"] = None
        training.status = Status.PAUSED
        assert ran(app).get("download_button")
    finally:
        training.status = Status.DONE


def test_a_comparison_says_what_was_counted_and_outlives_a_change_of_page(
    pages, training, monkeypatch
):
    app = click(opened(pages, training), "compare_0")
    mine = sum(training.checkpoints[-1].held_out_right)
    assert f"**mine** read **{mine:,}**" in said(app) and "**bundled** **9,955**" in said(app)
    assert f"| **all** | **10,000** | **{10_000 - mine:,}** |" in said(app)
    app.session_state["compare_filter"] = "neither"
    monkeypatch.setattr("mlp.web.train.compare.COMPARISONS", LeastRecentlyUsed(1))
    app.switch_page("draw.py").run()
    app.switch_page("train.py")
    assert f"**mine** read **{mine:,}**" in said(ran(app))
    monkeypatch.delattr("mlp.web.train.compare.compare")
    assert f"**mine** read **{mine:,}**" in said(ran(app))


def pictures(app: AppTest) -> list[dict[str, Any]]:
    found = [
        json.loads(one.proto.json)
        for one in app.get("bidi_component")
        if "pictures" in one.proto.component_name
    ]
    return found[-1]["pictures"]


def test_disagreements_come_in_pages_and_can_be_filtered(pages, training):
    app = click(opened(pages, training), "compare_0")
    first = pictures(app)
    assert len(first) == 24 and app.button(key="compare_earlier").disabled
    assert all(one["caption"].endswith(f"bundled {one['caption'][3]}") for one in first)
    second = pictures(click(app, "compare_later"))
    assert len(second) == 24 and not {one["id"] for one in first} & {one["id"] for one in second}
    app.segmented_control(key="compare_filter").set_value("first")
    chosen = pictures(ran(app))
    assert all(f"mine {one['caption'][3]}" in one["caption"] for one in chosen)
    assert app.session_state["glassbox_compare_first"] == 0


def test_a_disagreement_opens_the_draw_page_with_that_digit(pages, training):
    app = click(opened(pages, training), "compare_0")
    chosen = pictures(app)[5]["id"]
    choose_picture(app, "compare_pictures", chosen)
    assert app.session_state["glassbox_digit"].example == int(chosen)
    assert [one.value for one in app.title] == ["Drawn"]


@pytest.mark.parametrize("chosen", ["-1", "10000", "x", None, 3, {}])
def test_what_is_no_disagreement_opens_nothing(pages, training, chosen):
    app = choose_picture(click(opened(pages, training), "compare_0"), "compare_pictures", chosen)
    assert "glassbox_digit" not in app.session_state and not app.title


def test_two_visitors_share_no_comparison_and_no_file(pages, training):
    one = bring(click(opened(pages, training), "compare_0"), saved_by_app((8,), last_relu=True))
    assert "They disagree" in said(one)
    other = opened(pages)
    assert "They disagree" not in said(other) and "my.safetensors" not in said(other)
    assert "glassbox_compare_done" not in other.session_state and active(other).kind == "trained"


def test_a_new_training_does_not_show_the_comparison_of_the_one_before(pages, training):
    app = click(opened(pages, training), "compare_0")
    app.session_state["glassbox_train_ticket"] = "another"
    bring(app, saved_by_app((8,), last_relu=True))
    assert "They disagree" not in said(app)


def test_a_loaded_network_can_be_compared_without_a_training(pages):
    app = bring(opened(pages), saved_by_app((), last_relu=False))
    click(app, "compare_0")
    assert "Mine: **“my\\.safetensors”**" in said(app)


def test_the_bundled_network_itself_is_recognised(pages):
    app = click(bring(opened(pages), BUNDLED_WEIGHTS.read_bytes()), "compare_0")
    assert compare_words.SAME in said(app) and "They disagree" not in said(app)


def test_deeper_explanations_add_numbers_and_code(pages, training):
    app = click(opened(pages, training), "compare_0")
    assert "sign test" not in said(app) and not app.code
    app.session_state["explain"] = "code"
    ran(app)
    assert "sign test" in said(app) and "argmax" in app.code[-1].value
