"""Curves of a training and the history of the visitor's digit; placed here, drawn by charts.js.

It must not know how training works. No number goes through Streamlit: the browser hears of them
from what polls the server, and draws them into the templates that it gets here.
"""

from typing import Any

import orjson

from mlp.training.recipe import Recipe
from mlp.web.browser import address
from mlp.web.browser.component import load_component
from mlp.web.charts.colours import TABLE
from mlp.web.charts.training import (
    EarlierCurve,
    Figure,
    accuracy_curves,
    digit_bars,
    loss_curves,
)
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.depth import render_by_depth
from mlp.web.train.curves import words
from mlp.web.views.plotly.words import PLOTLY_FAILURE


def render_accuracy_curve(training: TrainingRun, *, key: str) -> None:
    """Place the curve of the accuracy; as high as its place says (`--plot-height`).

    Args:
        training: Whose.
        key: Streamlit's key.
    """
    figure = accuracy_curves(words.CURVE_NAMES, _earlier(training))
    _place_charts(training, key=key, figures={"accuracy": figure})


def render_training_charts(training: TrainingRun, *, key: str) -> None:
    """Place the curves of the loss and the bars of the ten digits, and what all curves mean.

    Args:
        training: Whose.
        key: Streamlit's key.
    """
    losses = loss_curves(words.CURVE_NAMES, _earlier(training))
    figures = {"loss": losses, "digits": digit_bars()}
    _place_charts(training, key=key, figures=figures)
    render_by_depth(words.CHARTS_WORDS, words.CHARTS_NUMBERS, words.CHARTS_CODE)


def _earlier(training: TrainingRun) -> list[EarlierCurve]:
    """What the visitor's earlier trainings measured on new digits, the newest first."""
    return [
        EarlierCurve(
            words.earlier_name(run.name, run.number),
            [checkpoint.num_images for checkpoint in run.checkpoints],
            [checkpoint.held_out_loss for checkpoint in run.checkpoints],
            [checkpoint.held_out_accuracy for checkpoint in run.checkpoints],
        )
        for run in reversed(training.earlier)
    ]


def _place_charts(training: TrainingRun, *, key: str, figures: dict[str, Figure]) -> None:
    """Place charts, by their names."""
    _place(
        training,
        key=key,
        part="curves",
        words=words.CHARTS,
        figures=figures,
        plotlyPath=address.plotly_address(),
        failure=PLOTLY_FAILURE,
    )


def render_digit_history(training: TrainingRun, *, key: str) -> None:
    """Place the ten probabilities of the visitor's digit over a training, and what they mean.

    Args:
        training: It watches the digit already.
        key: Streamlit's key.
    """
    _place(
        training,
        key=key,
        part="history",
        words=words.HISTORY,
        digit=None if training.watched is None else training.watched[0],
        path=f"{address.PREFIX}/training",
    )
    render_by_depth(words.HISTORY_WORDS, words.HISTORY_NUMBERS, words.HISTORY_CODE)


def _place(training: TrainingRun, *, key: str, part: str, **more: Any) -> None:
    """Place one of the two."""
    load_component("train/curves", "charts", isolate_styles=False)(
        key=key,
        data=orjson.dumps(
            {
                "part": part,
                "ticket": training.ticket,
                "recipe": _facts(training.recipe),
                "colours": TABLE,
                **more,
            }
        ),
    )


def _facts(recipe: Recipe) -> dict[str, int]:
    """What the browser needs to tell how many images were seen after a step."""
    return {
        "epochs": recipe.epochs,
        "batchSize": recipe.batch_size,
        "numImages": recipe.num_images,
    }
