"""Two networks compared on the test images: what is counted, said and opened."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp.cache import LeastRecentlyUsed
from mlp.explain.comparison import UNDECIDED, Comparison, Outcome, Readings
from mlp.files.read import BUNDLED_WEIGHTS
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.own_training import OwnTraining
from mlp.web.train import compare_words
from mlp.web.train.compare import ComparisonState
from tests.support.app import choose_picture, components
from tests.support.networks import saved_by_app
from tests.support.sessions import session_of
from tests.support.train_result import active, bring, click, opened, ran, said


def counted(first: list[int], second: list[int]) -> Comparison:
    """Two readings of pictures of a 1."""
    sureness = np.ones(len(first), np.float32)
    return Comparison(
        np.ones(len(first), np.int64),
        Readings(np.array(first, np.int8), sureness),
        Readings(np.array(second, np.int8), sureness),
    )


def test_what_is_no_answer_is_said_to_be_none() -> None:
    comparison = counted([UNDECIDED, 1], [1, 1])
    assert compare_words.say_picture(comparison, 0) == "is 1 · mine ? · bundled 1"
    assert "no answer" not in compare_words.say_read(counted([1], [1]))
    assert compare_words.say_read(comparison).endswith("counts as misread (mine on 1).")


def test_chance_is_never_said_to_be_0() -> None:
    comparison = counted([1] * 3_000, [0] * 3_000)
    assert comparison.chance == 0  # as a float
    assert "< 0.1 %" in compare_words.say_numbers(comparison)
    assert compare_words.CHANCE_UNCLEAR in compare_words.say_numbers(counted([1, 0], [0, 1]))
    assert compare_words.say_numbers(counted([1, 1], [1, 1])) == compare_words.NUMBERS_NONE


def test_two_that_always_agree_are_said_to() -> None:
    assert compare_words.AGREE in compare_words.say_read(counted([1, 0], [1, 0]))


def test_a_comparison_says_what_was_counted_and_outlives_a_change_of_page(
    pages: Path, training: TrainingRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = click(opened(pages, training), "compare_0")
    mine = sum(training.checkpoints[-1].held_out_right)
    assert f"**mine** read **{mine:,}**" in said(app) and "**bundled** **9,955**" in said(app)
    assert f"| **all** | **10,000** | **{10_000 - mine:,}** |" in said(app)
    session_of(app).of(ComparisonState).filter(Outcome.NEITHER)
    monkeypatch.setattr("mlp.web.train.compare.COMPARISONS", LeastRecentlyUsed(1))
    app.switch_page("draw.py").run()
    app.switch_page("train.py")
    assert f"**mine** read **{mine:,}**" in said(ran(app))
    monkeypatch.delattr("mlp.web.train.compare.compare")
    assert f"**mine** read **{mine:,}**" in said(ran(app))


def pictures(app: AppTest) -> list[dict[str, Any]]:
    placed: Any = components(app)["compare_pictures"]
    pictures: list[dict[str, Any]] = placed["pictures"]
    return pictures


def test_disagreements_come_in_pages_and_can_be_filtered(
    pages: Path, training: TrainingRun
) -> None:
    app = click(opened(pages, training), "compare_0")
    first = pictures(app)
    assert len(first) == 24 and app.button(key="compare_earlier").disabled
    assert all(one["caption"].endswith(f"bundled {one['caption'][3]}") for one in first)
    second = pictures(click(app, "compare_later"))
    assert len(second) == 24 and not {one["id"] for one in first} & {one["id"] for one in second}
    app.segmented_control(key="compare_filter").set_value("first")
    chosen = pictures(ran(app))
    assert all(f"mine {one['caption'][3]}" in one["caption"] for one in chosen)
    assert session_of(app).of(ComparisonState).first == 0


def test_a_disagreement_opens_the_draw_page_with_that_digit(
    pages: Path, training: TrainingRun
) -> None:
    app = click(opened(pages, training), "compare_0")
    chosen = pictures(app)[5]["id"]
    choose_picture(app, "compare_pictures", chosen)
    assert session_of(app).visitor.digit.example == int(chosen)
    assert [one.value for one in app.title] == ["Drawn"]


@pytest.mark.parametrize("chosen", ["-1", "10000", "x", None, 3, {}])
def test_what_is_no_disagreement_opens_nothing(
    pages: Path, training: TrainingRun, chosen: object
) -> None:
    app = choose_picture(click(opened(pages, training), "compare_0"), "compare_pictures", chosen)
    assert session_of(app).visitor.is_fresh and not app.title


def test_two_visitors_share_no_comparison_and_no_file(pages: Path, training: TrainingRun) -> None:
    one = bring(click(opened(pages, training), "compare_0"), saved_by_app((8,), last_relu=True))
    assert "They disagree" in said(one)
    other = opened(pages)
    assert "They disagree" not in said(other) and "my.safetensors" not in said(other)
    assert not session_of(other).of(ComparisonState).done and active(other).kind == "trained"


def test_a_new_training_does_not_show_the_comparison_of_the_one_before(
    pages: Path, training: TrainingRun
) -> None:
    app = click(opened(pages, training), "compare_0")
    session_of(app).of(OwnTraining).ticket = "another"
    bring(app, saved_by_app((8,), last_relu=True))
    assert "They disagree" not in said(app)


def test_a_loaded_network_can_be_compared_without_a_training(pages: Path) -> None:
    app = bring(opened(pages), saved_by_app((), last_relu=False))
    click(app, "compare_0")
    assert "Mine: **“my\\.safetensors”**" in said(app)


def test_the_bundled_network_itself_is_recognised(pages: Path) -> None:
    app = click(bring(opened(pages), BUNDLED_WEIGHTS.read_bytes()), "compare_0")
    assert compare_words.SAME in said(app) and "They disagree" not in said(app)
