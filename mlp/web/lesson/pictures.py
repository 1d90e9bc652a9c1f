"""The pictures of each step: which tensors went in, which came out, what happened between.

It must not know the code, nor the order of the steps.
"""

from collections.abc import Callable

import numpy as np
import streamlit as st

from mlp.dataset import SIDE
from mlp.lesson.facts import layer_bias, layer_weights, products, run_of
from mlp.lesson.run import Lesson, Race, run_chain, run_race
from mlp.lesson.steps import MIXED_LAYERS, Layer, race_code
from mlp.net.device import available_devices
from mlp.numbers import decimals, duration
from mlp.web.charts.lesson import (
    folded_table,
    number_table,
    race_points,
    relu_curve,
    signed_picture,
    sum_bars,
)
from mlp.web.charts.stages import Figure, picture_heatmap, softmax_bars
from mlp.web.lesson import pictures_words as words
from mlp.web.lesson import words as lesson_words
from mlp.web.lesson.flatten_view import render_flatten_view
from mlp.web.lesson.state import MAX_LAYERS, lesson_state
from mlp.web.lesson.tensor_flow import Link, Tensor, render_tensor_flow, say_shape
from mlp.web.shell.exhibit import has_page
from mlp.web.shell.mirrored import mirrored, mirrored_field
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures

_RACE_SIZES = (16, 64, 128, 256, 512, 1024, 2048)
_NUM_TERMS = 7
_PICTURES_SIZE_PX = 84


def render_step_pictures(name: str, lesson: Lesson) -> None:
    """Place the pictures of a step."""
    _RENDERERS[name](lesson)


def pick_image(lesson: Lesson, step: str) -> int:
    """Place the choice of a picture, if there are several; give the one that is looked at."""
    count = lesson.settings.batch_size
    state = lesson_state()
    chosen = state.looked_at("image", below=count)
    if count > 1:
        st.segmented_control(
            words.PICK_IMAGE,
            range(count),
            required=True,
            **mirrored(
                f"lesson_{step}_image",
                chosen,
                lambda number: state.look_at("image", number),
            ),
        )
    return chosen


def looked_at(lesson: Lesson) -> dict[str, int]:
    """Which picture and which output of the first layer are looked at."""
    state = lesson_state()
    return {
        "image": state.looked_at("image", below=lesson.settings.batch_size),
        "unit": state.looked_at("unit", below=lesson.settings.hidden_features),
    }


def _plot(figure: Figure, step: str, name: str, label: str) -> None:
    render_plotly(figure, key=f"lesson_{step}_{name}", label=label)


def _scale(*values: np.ndarray) -> float:
    """The absolute value at which colours saturate: the largest there is."""
    return max(float(np.abs(array).max()) for array in values) or 1.0


def _say_scale(scale: float, *, is_signed: bool) -> None:
    """Say what the colours mean."""
    sign = words.SCALE_SIGNED if is_signed else words.SCALE_POSITIVE
    st.caption(sign.format(scale=decimals(scale, 2)))


def _batch(lesson: Lesson, key: str) -> None:
    """Place the pictures that go in."""
    images = run_of(lesson, "data").values("X")
    render_pictures(
        [
            Thumbnail(
                np.round(image * 255).astype(np.uint8),
                caption=words.PICTURE_NUMBER.format(image=number),
                label=words.PICTURE_NUMBER.format(image=number),
            )
            for number, image in enumerate(images)
        ],
        key=key,
        label=words.BATCH_LABEL,
        size_px=_PICTURES_SIZE_PX,
    )


def _row_names(count: int) -> list[str]:
    return [words.PICTURE_NUMBER.format(image=number) for number in range(count)]


def _render_device(lesson: Lesson) -> None:
    """Place the measurement."""
    st.markdown(f"**{words.RACE_TITLE}**")
    state = lesson_state()
    st.select_slider(
        words.RACE_SIZE, _RACE_SIZES, **mirrored_field("lesson_race_size", state, "race_size")
    )
    size, places = state.race_size, [device.name for device in available_devices()]
    if st.button(words.RACE_AGAIN, icon=":material/timer:", key="lesson_race_again"):
        state.races.pop(size, None)
    if size not in state.races:
        state.races[size] = _measure(places, size)
    measured = state.races[size]
    st.markdown(
        words.RACE_MANY.format(products=f"{size**3:,}") + "  \n" + _say_times(measured, "many_ms")
    )
    st.markdown(words.RACE_FEW + "  \n" + _say_times(measured, "few_ms"))
    times = {
        place: {
            measured_size: race.many_ms
            for measured_size, races in state.races.items()
            for race in races
            if race.place == place and race.many_ms
        }
        for place in places
    }
    if all(times.values()):
        _plot(race_points(times), "device", "race", words.RACE_LABEL)
    st.caption(words.RACE_SPREAD)
    if len(places) == 1:
        st.caption(words.RACE_ALONE)
    with st.expander(words.RACE_CODE, icon=":material/timer:", key="lesson_race_code"):
        st.code(race_code(places[0], size), language="python")
        st.code("".join(race.printed for race in measured), language=None)


def _measure(places: list[str], size: int) -> tuple[Race, ...]:
    """Measure every device, one after the other, and show how far it is."""
    progress = st.progress(0.0)
    races = []
    for number, place in enumerate(places):
        progress.progress(number / len(places), words.RACE_WAIT.format(place=place))
        races.append(run_race(place, size))
    progress.empty()
    return tuple(races)


def _say_times(races: tuple[Race, ...], which: str) -> str:
    """Say what was measured on each device, one line each."""
    lines = []
    for race in races:
        times: tuple[float, ...] = getattr(race, which)
        if times:
            said = [duration(time / 1000) for time in (times[len(times) // 2], times[0], times[-1])]
            lines.append(
                words.RACE_TIME.format(
                    place=race.place, middle=said[0], fastest=said[1], slowest=said[2]
                )
            )
        else:
            lines.append(words.RACE_FAILED.format(place=race.place, error=race.printed))
    return "  \n".join(lines)


def _render_class(lesson: Lesson) -> None:
    """Place the plan of the network."""
    render_tensor_flow(
        [
            Tensor("", ("N", 28, 28), words.ANY_NUMBER),
            Link("Flatten"),
            Tensor("", ("N", 784)),
            Link("Linear"),
            Tensor("", ("N", 512)),
            Link("ReLU"),
            Tensor("", ("N", 512)),
            Link("Linear"),
            Tensor("", ("N", 512)),
            Link("ReLU"),
            Tensor("", ("N", 512)),
            Link("Linear"),
            Tensor("", ("N", 10)),
            Link("ReLU"),
            Tensor("logits", ("N", 10)),
        ],
        key="lesson_class_flow",
    )
    st.caption(words.CLASS_PICTURE)


def _render_data(lesson: Lesson) -> None:
    """Place the pictures that go in."""
    run = run_of(lesson, "data")
    render_tensor_flow([Tensor("X", run.shape("X"), words.X_NOTE)], key="lesson_data_flow")
    _batch(lesson, "lesson_data_batch")
    st.caption(words.INK_SCALE)


def _render_forward(lesson: Lesson) -> None:
    """Place what goes in, and the scores that come out."""
    run = run_of(lesson, "forward")
    logits = run.values("logits")
    render_tensor_flow(
        [Tensor("X", run.shape("X")), Link("model"), Tensor("logits", logits.shape)],
        key="lesson_forward_flow",
    )
    _batch(lesson, "lesson_forward_batch")
    scale = _scale(logits)
    figure = number_table(logits, scale=scale, is_signed=False, row_names=_row_names(len(logits)))
    _plot(figure, "forward", "logits", words.LOGITS_LABEL)
    _say_scale(scale, is_signed=False)


def _render_flatten(lesson: Lesson) -> None:
    """Place the pictures beside their rows."""
    run = run_of(lesson, "flatten")
    render_tensor_flow(
        [
            Tensor("X", run.shape("X")),
            Link("nn.Flatten()"),
            Tensor("flat_image", run.shape("flat_image")),
        ],
        key="lesson_flatten_flow",
    )
    render_flatten_view(run.values("X"), key="lesson_flatten_view")


def _render_linear(lesson: Lesson) -> None:
    """Place one output number, worked out term by term."""
    run, state = run_of(lesson, "linear"), lesson_state()
    hidden_features = lesson.settings.hidden_features
    render_tensor_flow(
        [
            Tensor("flat_image", run.shape("flat_image")),
            Link(f"nn.Linear(784, {hidden_features})"),
            Tensor("hidden1", run.shape("hidden1")),
        ],
        key="lesson_linear_flow",
    )
    st.slider(
        lesson_words.HIDDEN_FEATURES,
        1,
        64,
        help=lesson_words.HIDDEN_HELP,
        **mirrored(
            "lesson_linear_hidden",
            hidden_features,
            lambda wanted: state.choose(hidden_features=wanted),
        ),
    )
    image = pick_image(lesson, "linear")
    unit = state.looked_at("unit", below=hidden_features)
    if hidden_features > 1:
        st.slider(
            words.PICK_UNIT,
            0,
            hidden_features - 1,
            **mirrored("lesson_linear_unit", unit, lambda number: state.look_at("unit", number)),
        )
    pixels = run_of(lesson, "flatten").values("flat_image")[image].reshape(SIDE, SIDE)
    weights, terms = layer_weights(lesson, unit), products(lesson, image, unit)
    picture = picture_heatmap(pixels)
    picture["layout"]["height"] = 150
    figures = (
        picture,
        signed_picture(weights.reshape(SIDE, SIDE), scale=_scale(weights)),
        signed_picture(terms.reshape(SIDE, SIDE), scale=_scale(terms)),
    )
    with st.container(key="lesson_linear_pictures"):
        for number, (column, figure) in enumerate(zip(st.columns(3), figures, strict=True)):
            with column:
                caption = words.LINEAR_PICTURES[number].format(image=image, unit=unit)
                _plot(figure, "linear", f"picture{number}", caption)
                st.caption(caption)
    st.markdown(f"**{words.LINEAR_SUM}**")
    _plot(_sum_figure(lesson, terms, image, unit), "linear", "sum", words.LINEAR_SUM)


def _sum_figure(lesson: Lesson, terms: np.ndarray, image: int, unit: int) -> Figure:
    """Draw the largest products of one output, the rest, the bias and the sum."""
    largest = np.argsort(-np.abs(terms))[:_NUM_TERMS]
    pixels = run_of(lesson, "flatten").values("flat_image")[image]
    weights = layer_weights(lesson, unit)
    output = float(run_of(lesson, "linear").values("hidden1")[image, unit])
    bias = layer_bias(lesson, unit)
    rest = output - bias - float(terms[largest].sum())
    names = [
        words.LINEAR_TERM.format(
            row=place // SIDE,
            column=place % SIDE,
            pixel=decimals(pixels[place], 2),
            weight=decimals(weights[place], 3, is_signed=True),
        )
        for place in largest
    ]
    return sum_bars(
        [
            *names,
            words.LINEAR_REST.format(count=SIDE * SIDE - _NUM_TERMS),
            "bias",
            words.LINEAR_OUT,
        ],
        np.array([*terms[largest], rest, bias, output], np.float32),
    )


def _render_relu(lesson: Lesson) -> None:
    """Place the numbers before and after, and the function with the numbers on it."""
    run = run_of(lesson, "relu")
    before, after = run.values("hidden1"), run.values("relu1")
    render_tensor_flow(
        [
            Tensor("hidden1", before.shape),
            Link("nn.ReLU()"),
            Tensor("relu1", after.shape),
        ],
        key="lesson_relu_flow",
    )
    image = pick_image(lesson, "relu")
    scale = _scale(before)
    for name, values, is_signed in (
        (words.RELU_BEFORE, before, True),
        (words.RELU_AFTER, after, False),
    ):
        st.markdown(f"**{name}**")
        figure = folded_table(values[image], scale=scale, is_signed=is_signed)
        _plot(figure, "relu", "before" if is_signed else "after", name)
    _say_scale(scale, is_signed=True)
    st.markdown(f"**{words.RELU_CURVE.format(image=image)}**")
    curve = relu_curve(before[image], after[image])
    _plot(curve, "relu", "curve", words.RELU_CURVE.format(image=image))


def _render_sequential(lesson: Lesson) -> None:
    """Place the chain, and a chain to build."""
    run = run_of(lesson, "sequential")
    hidden = (lesson.settings.batch_size, lesson.settings.hidden_features)
    render_tensor_flow(
        [
            Tensor("X", run.shape("X")),
            Link("flatten"),
            Tensor("", run.shape("flat_image")),
            Link("layer1"),
            Tensor("", hidden),
            Link("ReLU"),
            Tensor("", hidden),
            Link("Linear"),
            Tensor("logits", run.shape("logits")),
        ],
        key="lesson_sequential_flow",
    )
    logits = run.values("logits")
    scale = _scale(logits)
    figure = number_table(logits, scale=scale, is_signed=True, row_names=_row_names(len(logits)))
    _plot(figure, "sequential", "logits", words.LOGITS_LABEL)
    _say_scale(scale, is_signed=True)
    with st.container(border=True, key="lesson_chain"):
        _render_chain(lesson)


def _render_chain(lesson: Lesson) -> None:
    """Place a chain that the visitor builds, and what it does to the shape."""
    layers = lesson_state().layers
    run = run_chain(lesson.settings, layers)
    shapes: list[tuple[int, ...]] = run.names["shapes"]
    st.markdown(f"**{words.CHAIN_TITLE}**")
    st.caption(words.CHAIN_INTRO.format(shape=say_shape(shapes[0])))
    parts: list[Tensor | Link] = [Tensor("X", shapes[0])]
    for number, layer in enumerate(layers):
        parts.append(Link(layer.code, is_broken=number == len(shapes) - 1))
        if number + 1 < len(shapes):
            parts.append(Tensor("", shapes[number + 1]))
    render_tensor_flow(parts, key="lesson_chain_flow")
    _say_chain(layers, shapes, is_broken=run.failure is not None)
    if run.failure:
        st.error(f"`{run.failure}`", icon=":material/link_off:")
        _render_fit(layers, shapes)
    _render_builder(layers, shapes[-1][-1])
    st.code(run.code, language="python")
    st.code(run.printed or lesson_words.NOTHING_PRINTED, language=None)


def _say_chain(
    layers: tuple[Layer, ...], shapes: list[tuple[int, ...]], *, is_broken: bool
) -> None:
    """Say what is worth knowing of a chain."""
    if not layers:
        st.caption(words.CHAIN_EMPTY)
    elif not is_broken and len(shapes[-1]) == 3 and any(layer.kind == "Linear" for layer in layers):
        st.caption(words.CHAIN_ROWS)
    elif not is_broken and shapes[-1][1:] == (10,):
        st.caption(words.CHAIN_TEN)


def _render_fit(layers: tuple[Layer, ...], shapes: list[tuple[int, ...]]) -> None:
    """Explain a layer that does not fit, and offer to make it fit."""
    broken, shape = len(shapes) - 1, shapes[-1]
    layer = layers[broken]
    st.markdown(
        words.CHAIN_MISFIT.format(
            layer=f"`{layer.code}`",
            wanted=layer.in_features,
            got=shape[-1],
            shape=say_shape(shape),
        )
    )
    fitting = Layer("Linear", shape[-1], layer.out_features)
    st.button(
        words.CHAIN_FIT.format(layer=fitting.code),
        icon=":material/build:",
        key="lesson_chain_fit",
        on_click=lesson_state().build,
        args=((*layers[:broken], fitting, *layers[broken + 1 :]),),
    )


def _render_builder(layers: tuple[Layer, ...], size: int) -> None:
    """Place the buttons that take layers away, and those that add one."""
    state = lesson_state()
    with st.container(horizontal=True, gap="small"):
        for number, layer in enumerate(layers):
            st.button(
                layer.code,
                icon=":material/close:",
                icon_position="right",
                key=f"lesson_chain_remove_{number}",
                help=words.CHAIN_REMOVE.format(layer=layer.kind),
                on_click=state.build,
                args=((*layers[:number], *layers[number + 1 :]),),
            )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        kind = st.selectbox(
            words.CHAIN_ADD, MIXED_LAYERS, index=1, key="lesson_chain_kind", width=150
        )
        out_features = 0
        if kind == "Linear":
            out_features = st.number_input(
                words.CHAIN_OUT, 1, 512, 10, key="lesson_chain_out", width=130
            )
        new = Layer("Linear", size, out_features) if kind == "Linear" else Layer(kind)
        is_full = len(layers) >= MAX_LAYERS
        st.button(
            new.code,
            icon=":material/add:",
            key="lesson_chain_add",
            help=words.CHAIN_FULL if is_full else None,
            disabled=is_full,
            on_click=state.build,
            args=((*layers, new),),
        )
        st.button(
            words.CHAIN_UNDO,
            icon=":material/restart_alt:",
            key="lesson_chain_undo",
            on_click=state.build,
            args=(None,),
        )


def _render_softmax(lesson: Lesson) -> None:
    """Place the shares in both directions, and with a last ReLU."""
    run = run_of(lesson, "softmax")
    shares, wrong = run.values("pred_probab"), run.values("wrong_way")
    render_tensor_flow(
        [
            Tensor("logits", run.shape("logits")),
            Link("nn.Softmax(dim=1)"),
            Tensor("pred_probab", shares.shape),
            Link("argmax(1)"),
            Tensor("y_pred", run.shape("y_pred")),
        ],
        key="lesson_softmax_flow",
    )
    for name, values in ((words.SOFTMAX_RIGHT, shares), (words.SOFTMAX_WRONG, wrong)):
        st.markdown(name)
        rows = [words.SUM_OF_ROW.format(total=decimals(row.sum(), 2)) for row in values]
        figure = number_table(values, scale=_scale(values), is_signed=False, row_names=rows)
        _plot(figure, "softmax", "right" if values is shares else "wrong", name)
    image = pick_image(lesson, "softmax")
    with_relu = run.values("after_relu")
    limit = float(max(shares[image].max(), with_relu[image].max()) * 1.3)
    for values, name in ((shares, words.SOFTMAX_WITHOUT), (with_relu, words.SOFTMAX_WITH)):
        winner = int(values[image].argmax())
        st.markdown(name.format(digit=winner))
        figure = softmax_bars(values[image], winner=winner, limit=limit)
        figure["layout"]["height"] = 170
        _plot(figure, "softmax", "without" if values is shares else "with", name)
    tied = [str(digit) for digit in np.flatnonzero(run.values("logits")[image] < 0)]
    if len(tied) > 1:
        names = ", ".join(tied[:-1]) + f" and {tied[-1]}"
        st.markdown(words.SOFTMAX_RELU.format(tied=names))
    else:
        st.markdown(words.SOFTMAX_RELU_NONE.format(image=image))


def _render_parameters(lesson: Lesson) -> None:
    """Place a list of all parameters, and the way to their page."""
    model = run_of(lesson, "parameters").names["model"]
    lines = []
    for name, parameter in model.named_parameters():
        _, place, kind = name.split(".")
        shape = tuple(parameter.shape)
        lines.append(
            words.PARAMETER_LINE.format(
                name=name,
                shape=say_shape(shape),
                count=f"{parameter.numel():,}",
                origin=words.PARAMETER_ORIGIN[kind].format(
                    place=place, into=shape[-1], out=shape[0]
                ),
            )
        )
    st.markdown("\n".join(lines))
    if has_page("parameters"):
        st.page_link("parameters.py", label=words.TO_PARAMETERS, icon=":material/grid_on:")


_RENDERERS: dict[str, Callable[[Lesson], None]] = {
    "device": _render_device,
    "class": _render_class,
    "data": _render_data,
    "forward": _render_forward,
    "flatten": _render_flatten,
    "linear": _render_linear,
    "relu": _render_relu,
    "sequential": _render_sequential,
    "softmax": _render_softmax,
    "parameters": _render_parameters,
}
