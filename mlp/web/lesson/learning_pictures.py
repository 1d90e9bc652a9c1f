"""The pictures of part two: loss, slopes, the chain rule of one weight, a step, an epoch, a test.

It must not know the code, nor the order of the steps. Slopes come from `mlp.explain.gradients`,
which a test holds equal to those that the lesson's own code makes.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
import torch

from mlp.dataset import SIDE, load_digits
from mlp.explain.gradients import (
    Course,
    Gradients,
    WeightSlope,
    course,
    gradients,
    strongest_units,
    weight_slope,
)
from mlp.explain.units import parameters_of
from mlp.lesson.facts import run_of
from mlp.lesson.run import Lesson, run_lesson
from mlp.lesson.step import LAYERS, NUM_BATCHES, RULES, Settings
from mlp.lesson.steps import settings_up_to, step_number
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace, trace
from mlp.numbers import decimals, number
from mlp.web.charts.lesson import (
    loss_lines,
    number_table,
    signed_picture,
    slope_bars,
    sum_bars,
)
from mlp.web.charts.stages import softmax_bars
from mlp.web.lesson import learning_pictures_words as words
from mlp.web.lesson.pictures import render_plot, scale
from mlp.web.lesson.state import USUAL_RATES, lesson_state
from mlp.web.lesson.tensor_flow import Link, Tensor, render_tensor_flow
from mlp.web.shell.exhibit import has_page
from mlp.web.shell.mirrored import mirrored
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures, signed_levels

_NUM_UNITS = 4
_NUM_TERMS = 6
_NUM_COURSE_STEPS = 10
_NUM_BATCH_PICTURES = 16
_RATES = (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0)
_BATCH_COUNTS = (1, 10, 50, 100, 200, NUM_BATCHES[1])
_GRID_COLUMNS = 32
_GRID_PX = 180
_BARS_PX = 210
_MAP_PX = 180
_MAP_CELLS = 128
"""Most dots along each side of a map of all weights; the sizes of its layers divide well."""

_STAGES = ("linear1", "linear2", "linear3")


def render_loss(lesson: Lesson) -> None:
    """Place scores, shares, target and slopes of the ten digits."""
    model, traced, label = _seen(lesson, "loss")
    found = gradients(model, traced, label)
    target = np.eye(10, dtype=np.float32)[label]
    table = np.stack(
        [
            traced["linear3"].values(),
            traced["relu3"].values(),
            traced["softmax"].values(),
            target,
            found.stages["relu3"],
            found.stages["linear3"],
        ]
    )
    figure = number_table(table, scale=1.0, is_signed=True, row_names=words.LOSS_ROWS)
    figure["layout"]["margin"]["l"] = words.LOSS_ROWS_PX
    st.markdown(words.LOSS_TABLE.format(label=label))
    render_plot(figure, "loss", "table", words.LOSS_LABEL)
    if traced["linear3"].values()[label] <= 0:
        st.warning(words.LOSS_DEAD.format(label=label), icon=":material/heart_broken:")


def render_loss_more(lesson: Lesson) -> None:
    """Place the choices of this step, and the way to the loss."""
    state = lesson_state()
    st.toggle(
        words.LIFT,
        help=words.LIFT_HELP,
        **mirrored(
            "lesson_lift",
            state.choices.lift == 1,
            lambda is_lifted: state.choose(lift=int(is_lifted)),
        ),
    )
    if lesson.settings.source == "mine" and lesson.settings.example is None:
        st.selectbox(
            words.TARGET,
            range(10),
            help=words.TARGET_HELP,
            **mirrored("lesson_target", state.target(), state.say_target),
        )
    render_tensor_flow(
        [
            Tensor("image", (1, 28, 28)),
            Link("model"),
            Tensor("logits", (1, 10)),
            Link("nn.CrossEntropyLoss()"),
            Tensor("loss", (), words.LOSS_NOTE),
        ],
        key="lesson_loss_flow",
    )


def render_backward(lesson: Lesson) -> None:
    """Place the weights of some detectors beside their slopes."""
    model, traced, label = _seen(lesson, "backward")
    found = gradients(model, traced, label)
    units = strongest_units(found, model, "linear1", _NUM_UNITS)
    weights = parameters_of(model, "linear1")[0][units]
    slopes = found.parameters["linear_relu_stack.0.weight"][units]
    st.markdown(words.MAPS_OF_UNITS.format(count=_NUM_UNITS))
    for name, rows, said in (
        ("weights", weights, words.MAP_WEIGHTS),
        ("slopes", slopes, words.MAP_SLOPES),
    ):
        limit = scale(rows)
        render_pictures(
            [
                Thumbnail(
                    signed_levels(row.reshape(SIDE, SIDE), scale=limit),
                    caption=said.format(unit=unit),
                    label=said.format(unit=unit),
                    is_signed=True,
                )
                for unit, row in zip(units, rows, strict=True)
            ],
            key=f"lesson_backward_{name}",
            label=said.format(unit=""),
            size_px=78,
        )


def render_backward_more(lesson: Lesson) -> None:
    """Place the error on its way back, and maps of all weights and slopes."""
    model, traced, label = _seen(lesson, "backward")
    found = gradients(model, traced, label)
    st.caption(words.MAPS_COLOURS)
    st.markdown(words.ERRORS_BACK)
    stages = {words.ERROR_STAGES[name]: found.stages[name] for name in words.ERROR_STAGES}
    render_plot(slope_bars(stages), "backward", "errors", words.ERRORS_LABEL)


def render_backward_end(lesson: Lesson) -> None:
    """Place maps of all weights, and of all slopes."""
    model, traced, label = _seen(lesson, "backward")
    found = gradients(model, traced, label)
    st.markdown(words.ALL_MAPS)
    pictures = []
    for stage, layer in zip(_STAGES, LAYERS, strict=True):
        name = f"linear_relu_stack.{layer}.weight"
        weights, _ = parameters_of(model, stage)
        for said, values in ((name, weights), (words.ALL_SLOPES, found.parameters[name])):
            pooled = strongest(values)
            levels = signed_levels(pooled, scale=scale(pooled))
            pictures.append(Thumbnail(levels, caption=said, label=said, is_signed=True))
    render_pictures(
        pictures, key="lesson_backward_maps", label=words.ALL_MAPS_LABEL, size_px=_MAP_PX
    )


def strongest(values: np.ndarray) -> np.ndarray:
    """Make a large matrix small: each dot is the value farthest from zero of those that share it.

    Args:
        values: float32, (rows, columns): of one of the tutorial's layers.

    Returns:
        float32, about as many dots as a small picture can show; few rows are drawn thicker.
    """
    rows, columns = values.shape
    down, across = (max(1, -(-count // _MAP_CELLS)) for count in (rows, columns))
    blocks = values.reshape(rows // down, down, columns // across, across).swapaxes(1, 2)
    cells = blocks.reshape(rows // down, columns // across, -1)
    places = np.abs(cells).argmax(axis=2)
    pooled: np.ndarray = np.take_along_axis(cells, places[..., None], axis=2)[..., 0]
    return pooled.repeat(max(1, _MAP_CELLS // rows), axis=0)


def render_chain_rule(lesson: Lesson) -> None:
    """Place the slopes of one unit's weights to choose from, and the product that one is."""
    state = lesson_state()
    taken, found = _weight(lesson)
    name = f"linear_relu_stack.{lesson.settings.layer}.weight"
    slopes = found.parameters[name]
    row = slopes[taken.unit]
    columns = SIDE if lesson.settings.layer == 0 else _GRID_COLUMNS
    grid = row.reshape(-1, columns)

    def take(point: dict[str, Any]) -> None:
        source = columns * int(point["y"]) + int(point["x"])
        state.choose(weight=(taken.unit, source))

    figure = signed_picture(
        grid, scale=scale(row), height_px=_GRID_PX, marked=divmod(taken.source, columns)
    )
    what = words.UNIT_OF[lesson.settings.layer]
    st.markdown(words.CLICK.format(what=what, unit=taken.unit))
    render_plotly(
        figure,
        key="lesson_chain_rule_slopes",
        label=words.SLOPES_LABEL.format(unit=taken.unit),
        on_clicked=take,
    )
    st.markdown(
        words.PRODUCT.format(
            error=number(taken.error, num_digits=3),
            value=number(taken.value, num_digits=3),
            slope=number(taken.slope, num_digits=3),
        )
    )


def render_chain_rule_more(lesson: Lesson) -> None:
    """Place the choice of a weight, and how the error at its unit comes about."""
    state = lesson_state()
    st.segmented_control(
        words.PICK_LAYER,
        LAYERS,
        required=True,
        format_func=words.LAYERS.__getitem__,
        **mirrored("lesson_chain_layer", state.choices.layer, state.choose_layer),
    )
    taken, found = _weight(lesson)
    num_units, num_sources = found.parameters[
        f"linear_relu_stack.{lesson.settings.layer}.weight"
    ].shape
    if taken.probability is None:
        st.markdown(words.ERROR_SUM.format(unit=taken.unit, count=len(taken.next_errors)))
        render_plot(_error_sum(taken), "chain_rule", "sum", words.ERROR_LABEL)
    else:
        st.markdown(
            words.ERROR_OF_SCORE.format(
                digit=taken.unit,
                share=decimals(taken.probability, 4),
                target=decimals(taken.target or 0, 0),
                error=decimals(taken.error, 4, is_signed=True),
            )
        )
    if not taken.is_on:
        st.markdown(words.ERROR_OFF.format(unit=taken.unit))
    unit, source = st.columns(2)
    unit.number_input(
        words.PICK_UNIT,
        0,
        num_units - 1,
        **mirrored(
            "lesson_chain_unit",
            taken.unit,
            lambda wanted: state.choose(weight=(wanted, taken.source)),
        ),
    )
    source.number_input(
        words.PICK_SOURCE,
        0,
        num_sources - 1,
        **mirrored(
            "lesson_chain_source",
            taken.source,
            lambda wanted: state.choose(weight=(taken.unit, wanted)),
        ),
    )


def _error_sum(taken: WeightSlope) -> dict[str, Any]:
    """Draw the terms of the error at a unit, the strongest first, and their sum."""
    passed = taken.passed_back
    order = np.argsort(-np.abs(passed))[:_NUM_TERMS]
    rest = passed.sum(dtype=np.float64) - passed[order].sum(dtype=np.float64)
    names = [
        words.ERROR_TERM.format(
            unit=unit,
            error=number(taken.next_errors[unit], num_digits=2),
            weight=number(taken.next_weights[unit], num_digits=2),
        )
        for unit in order
    ]
    total = passed.sum(dtype=np.float64)
    return sum_bars(
        [*names, words.ERROR_REST.format(count=len(passed) - len(order)), words.ERROR_TOTAL],
        np.array([*passed[order], rest, total], np.float32),
    )


def render_step(lesson: Lesson) -> None:
    """Place what one step does to a weight and to the answer."""
    made = run_of(lesson, "step").names
    before, after = float(made["before"]), float(made["after"])
    st.markdown(words.STEP_WEIGHT)
    figure = sum_bars(words.STEP_TERMS, np.array([before, after - before, after], np.float32))
    render_plot(figure, "step", "weight", words.STEP_WEIGHT_LABEL)


def render_step_more(lesson: Lesson) -> None:
    """Place the answer before and after, and three optimizers to choose from and compare."""
    courses = _courses(settings_up_to(lesson.settings, step_number("step")))
    done = courses[lesson.settings.rule]
    st.markdown(
        words.STEP_LOSS.format(
            loss=decimals(done.losses[0], 3), new_loss=decimals(done.losses[1], 3)
        )
    )
    table = number_table(
        done.probabilities[:2],
        scale=scale(done.probabilities[:2]),
        is_signed=False,
        row_names=words.STEP_ROWS,
    )
    render_plot(table, "step", "answers", words.STEP_ANSWERS_LABEL)
    state = lesson_state()
    st.segmented_control(
        words.RULE,
        RULES,
        required=True,
        format_func=words.RULES.__getitem__,
        **mirrored("lesson_rule", state.choices.rule, state.choose_rule),
    )
    st.select_slider(
        words.RATE,
        _RATES,
        help=words.RATE_HELP,
        **mirrored(
            "lesson_rate",
            state.choices.learning_rate,
            lambda wanted: state.choose(learning_rate=wanted),
        ),
    )
    st.markdown(words.COURSES.format(count=_NUM_COURSE_STEPS))
    losses = {
        words.COURSE.format(rule=words.RULES[done.rule], rate=done.learning_rate): done.losses
        for done in courses.values()
    }
    figure = loss_lines(losses, title=words.STEPS_AXIS)
    render_plot(figure, "step", "courses", words.COURSES_LABEL)
    weight = lesson.settings.weight or _weight_of_run(lesson)
    name = f"linear_relu_stack.{lesson.settings.layer}.weight"
    before = float(run_of(lesson, "step").names["before"])
    st.markdown(
        "\n".join(
            words.COURSE_WEIGHT.format(
                rule=words.RULES[done.rule],
                rate=done.learning_rate,
                before=decimals(before, 4, is_signed=True),
                after=decimals(done.parameters[name][weight], 4, is_signed=True),
            )
            for done in courses.values()
        )
    )


def render_epoch(lesson: Lesson) -> None:
    """Place how the loss falls from batch to batch."""
    losses = np.array(run_of(lesson, "epoch").names["losses"], np.float32)
    st.markdown(words.EPOCH_LOSSES)
    figure = loss_lines({words.EPOCH_NAME: losses}, title=words.BATCHES_AXIS)
    render_plot(figure, "epoch", "losses", words.EPOCH_LABEL)


def render_epoch_more(lesson: Lesson) -> None:
    """Place the choice of how many batches, and the beginning of the first one."""
    state = lesson_state()
    st.select_slider(
        words.NUM_BATCHES,
        _BATCH_COUNTS,
        help=words.NUM_BATCHES_HELP,
        **mirrored(
            "lesson_num_batches",
            state.choices.num_batches,
            lambda wanted: state.choose(num_batches=wanted),
        ),
    )
    made, train = run_of(lesson, "epoch").names, load_digits("train")
    first = made["batches"][0][:_NUM_BATCH_PICTURES]
    st.markdown(words.FIRST_BATCH.format(count=_NUM_BATCH_PICTURES))
    render_pictures(
        [
            Thumbnail(
                pixels.numpy(),
                caption=words.LABEL.format(label=int(label)),
                label=words.LABEL.format(label=int(label)),
            )
            for pixels, label in zip(train.pixels[first], train.labels[first], strict=True)
        ],
        key="lesson_epoch_batch",
        label=words.FIRST_BATCH.format(count=_NUM_BATCH_PICTURES),
        size_px=48,
    )


def render_test(lesson: Lesson) -> None:
    """Place how many of each digit are read rightly."""
    made = run_of(lesson, "test").names
    right: torch.Tensor = made["right"]
    every = torch.bincount(made["test"].labels, minlength=10)
    shares = (right / every).numpy()
    st.markdown(
        words.TEST_SHARES.format(
            right=int(right.sum()), count=len(made["test"]), batches=lesson.settings.num_batches
        )
    )
    figure = softmax_bars(shares, winner=None)
    figure["layout"]["height"] = _BARS_PX
    render_plot(figure, "test", "shares", words.TEST_LABEL)


def render_test_more(lesson: Lesson) -> None:
    """Place the way to the whole epoch."""
    if lesson.settings.num_batches < NUM_BATCHES[1]:
        st.button(
            words.WHOLE_EPOCH,
            icon=":material/play_arrow:",
            key="lesson_whole_epoch",
            on_click=lambda: lesson_state().choose(num_batches=NUM_BATCHES[1]),
        )


def render_test_end(lesson: Lesson) -> None:
    """Place the ways on."""
    with st.container(horizontal=True, key="lesson_last_doors"):
        if has_page("train"):
            st.page_link("train.py", label=words.DOOR_TRAIN, icon=":material/model_training:")
        st.page_link("draw.py", label=words.DOOR_DRAW, icon=":material/draw:")


def _seen(lesson: Lesson, step: str) -> tuple[NeuralNetwork, Trace, int]:
    """Give the network of a step, its pass over the picture that is learned, and the target."""
    made = run_of(lesson, step).names
    model: NeuralNetwork = made["model"]
    return model, trace(model, made["image"]), int(made["target"][0])


def _weight(lesson: Lesson) -> tuple[WeightSlope, Gradients]:
    """Take the slope of the weight that is looked at apart."""
    model, traced, label = _seen(lesson, "chain_rule")
    found = gradients(model, traced, label)
    unit, source = _weight_of_run(lesson)
    stage = _STAGES[LAYERS.index(lesson.settings.layer)]
    return weight_slope(model, traced, found, stage=stage, unit=unit, source=source), found


def _weight_of_run(lesson: Lesson) -> tuple[int, int]:
    """Which weight the code looked at: its unit, and which value it weighs."""
    made = run_of(lesson, "chain_rule").names
    return made["unit"], made["source"]


@lru_cache(maxsize=16)
def _courses(settings: Settings) -> dict[str, Course]:
    """Let the three optimizers learn the picture for some steps.

    Args:
        settings: What the steps up to "step" depend on.
    """
    model, traced, label = _seen(run_lesson(settings, step_number("backward")), "backward")
    rates = {**USUAL_RATES, settings.rule: settings.learning_rate}
    return {
        rule: course(
            model,
            traced,
            label,
            rule=rule,
            learning_rate=rates[rule],
            num_steps=_NUM_COURSE_STEPS,
        )
        for rule in RULES
    }
