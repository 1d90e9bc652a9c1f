"""A trained network is used, saved, loaded, compared; a stranger's file is not simply believed."""

from pathlib import Path

import pytest
import torch

from mlp.net.device import available_devices
from mlp.net.parameters import fingerprint
from mlp.training.recipe import RECIPES, Recipe
from mlp.web.server.trainings.process import new_folder
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.train import result_words
from mlp.web.train.result import ResultState, saved_file
from mlp.web.train.state import TrainState
from tests.support.networks import noted_recipe, saved_by_app, with_metadata
from tests.support.sessions import explain, session_of
from tests.support.train_result import RECIPE, active, bring, click, model_of, opened, ran, said


def test_settings_that_had_no_part_in_it_are_not_listed() -> None:
    assert "weight decay" not in result_words.settings(Recipe(optimizer="sgd"))
    assert "weight decay" in result_words.settings(Recipe(optimizer="adam"))
    assert "taught by" not in result_words.settings(Recipe())
    assert result_words.settings(RECIPES["digits"])["taught by"]
    assert (
        result_words.settings(RECIPES["digits"])["scores below zero become 0"]
        != result_words.settings(Recipe())["scores below zero become 0"]
    )


def test_the_newest_checkpoint_becomes_the_network_of_the_session_and_there_is_a_way_back(
    pages: Path, training: TrainingRun
) -> None:
    app = click(opened(pages, training), "training_use")
    newest = training.checkpoints[-1]
    assert (active(app).kind, active(app).recipe) == ("learned", RECIPE)
    assert fingerprint(model_of(app)) == newest.fingerprint
    accuracy = f"{100 * newest.held_out_accuracy:.2f} %"
    assert active(app).title == f"trained here, {accuracy}, step 10"
    assert "whole app now looks" in said(app) and app.button(key="training_use").disabled
    click(app, "training_back")
    assert active(app).kind == "trained" and "whole app now looks" not in said(app)


def test_the_checkpoint_that_is_looked_at_is_the_one_that_is_used(
    pages: Path, training: TrainingRun
) -> None:
    app = opened(pages, training)
    session_of(app).of(TrainState).place = training.checkpoints[2].fingerprint
    click(ran(app), "training_use")
    assert fingerprint(model_of(app)) == training.checkpoints[2].fingerprint
    session_of(app).of(TrainState).place = None
    assert "another one at present" in said(ran(app))


def test_what_was_saved_is_loaded_again_bit_for_bit_with_its_settings(
    pages: Path, training: TrainingRun
) -> None:
    newest = training.checkpoints[-1]
    app = bring(opened(pages), saved_file(training, newest))
    assert fingerprint(model_of(app)) == newest.fingerprint
    assert (active(app).kind, active(app).recipe) == ("learned", RECIPE)
    told = said(app)
    assert result_words.WITHOUT_LAST_RELU in told and "learning rate: **0.002" in told
    assert f"**{100 * newest.held_out_accuracy:.2f} %** of 10,000" in told and "10 batches" in told


def test_the_file_is_named_after_sizes_accuracy_and_step(
    pages: Path, training: TrainingRun
) -> None:
    button, _film = opened(pages, training).get("download_button")
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
def test_a_strangers_settings_are_unknown_but_its_network_is_shown(pages: Path, text: str) -> None:
    metadata = {"recipe": text, "step": "many", "held_out_accuracy": "2", "app": "<b>"}
    app = bring(opened(pages), with_metadata(metadata, 8))
    assert "settings are unknown" in said(app) and "file says" not in said(app).split("unknown")[0]
    assert (active(app).kind, active(app).recipe) == ("learned", None)
    assert isinstance(model_of(app).linear_relu_stack[-1], torch.nn.ReLU)


def test_a_refused_file_changes_nothing_and_says_why(pages: Path) -> None:
    app = bring(opened(pages), saved_by_app((8,), last_relu=True), "*good*.safetensors")
    before = active(app)
    bring(app, b"not at all", "*bad*.safetensors")
    assert active(app) is before and "Nothing has changed" in said(app)
    assert "*bad*" not in said(app) and "*good*" not in said(app).replace("\\*", "")


def test_a_network_that_there_is_no_room_for_is_refused(
    pages: Path, training: TrainingRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mlp.web.server.models.Models.place_own.__kwdefaults__",
        {"is_in_training": False, "max_bytes": 0},
    )
    app = click(opened(pages, training), "training_use")
    assert active(app).kind == "trained" and "take all the room" in said(app)
    bring(app, saved_by_app((), last_relu=True))
    assert active(app).kind == "trained" and not session_of(app).of(ResultState).loaded


def test_before_the_first_checkpoint_there_is_nothing_to_take(pages: Path) -> None:
    waiting = TrainingRun(RECIPE, available_devices()[-1], b"", new_folder())
    TRAININGS._by_ticket[waiting.ticket] = waiting
    try:
        app = opened(pages, waiting)
        assert result_words.NOTHING_YET in said(app) and not app.get("download_button")
        waiting.status = Status.STOPPED
        assert result_words.NOTHING_LEFT in said(ran(app))
    finally:
        TRAININGS.close(waiting.ticket)


def test_while_it_learns_only_a_chosen_checkpoint_can_be_taken(
    pages: Path, training: TrainingRun
) -> None:
    training.status = Status.TRAINING
    try:
        app = bring(opened(pages, training), saved_by_app((8,), last_relu=True))
        assert result_words.STILL_LEARNING in said(app) and not app.get("download_button")
        assert not app.button(key="compare_1").disabled  # the file's
        assert app.button(key="compare_0").disabled
        session_of(app).of(TrainState).place = training.checkpoints[1].fingerprint
        assert ran(app).get("download_button") and not app.button(key="compare_0").disabled
        session_of(app).of(TrainState).place = None
        training.status = Status.PAUSED
        assert ran(app).get("download_button")
    finally:
        training.status = Status.DONE


def test_deeper_explanations_add_numbers_and_code(pages: Path, training: TrainingRun) -> None:
    app = click(opened(pages, training), "compare_0")
    assert "sign test" not in said(app) and not app.code
    explain(app, "code")
    ran(app)
    assert "sign test" in said(app) and "argmax" in app.code[-1].value
