"""The pictures of the tutorial's steps: which tensors went in, which came out, what happened.

It must not know the code, nor the order of the steps.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from mlp.dataset import SIDE
from mlp.lesson.facts import layer_bias, layer_weights, products, run_of
from mlp.lesson.run import Lesson, Race, run_chain, run_lesson, run_race
from mlp.lesson.step import WEIGHTS
from mlp.lesson.steps import (
    MIXED_LAYERS,
    NUM_ANSWERING,
    TRAINED_CODE,
    Layer,
    race_code,
    step_number,
)
from mlp.net.device import available_devices
from mlp.numbers import decimals, duration
from mlp.web.charts.lesson import (
    folded_table,
    number_table,
    race_points,
    relu_curve,
    sum_bars,
)
from mlp.web.charts.stages import Figure, softmax_bars
from mlp.web.lesson import pictures_words as words
from mlp.web.lesson import words as lesson_words
from mlp.web.lesson.flatten_view import render_flatten_view
from mlp.web.lesson.state import MAX_LAYERS, lesson_state
from mlp.web.lesson.tensor_flow import Link, Tensor, render_tensor_flow, say_shape
from mlp.web.shell.exhibit import has_page
from mlp.web.shell.mirrored import mirrored, mirrored_field
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures, signed_levels

_RACE_SIZES = (16, 64, 128, 256, 512, 1024, 2048)
_NUM_TERMS = 7
_PICTURES_SIZE_PX = 84
_LARGE_SIZE_PX = 104


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


def render_plot(figure: Figure, step: str, name: str, label: str) -> None:
    """Place a figure of a step."""
    render_plotly(figure, key=f"lesson_{step}_{name}", label=label)


def scale(*values: np.ndarray) -> float:
    """The absolute value at which colours saturate: the largest there is."""
    return max(float(np.abs(array).max()) for array in values) or 1.0


def say_scale(scale: float, *, is_signed: bool) -> None:
    """Say what the colours mean."""
    sign = words.SCALE_SIGNED if is_signed else words.SCALE_POSITIVE
    st.caption(sign.format(scale=decimals(scale, 2)))


def render_batch(lesson: Lesson, key: str, answers: Sequence[int] | None = None) -> None:
    """Place the pictures that go in.

    Args:
        lesson: The steps, run.
        key: Streamlit's key.
        answers: What is said of each, if anything.
    """
    images = run_of(lesson, "data").values("X")
    captions = [
        words.PICTURE_NUMBER.format(image=number)
        if answers is None
        else words.PICTURE_ANSWER.format(image=number, answer=answers[number])
        for number in range(len(images))
    ]
    render_pictures(
        [
            Thumbnail(np.round(image * 255).astype(np.uint8), caption=caption, label=caption)
            for image, caption in zip(images, captions, strict=True)
        ],
        key=key,
        label=words.BATCH_LABEL,
        size_px=_PICTURES_SIZE_PX,
    )


def row_names(count: int) -> list[str]:
    """Name pictures for the rows of a table."""
    return [words.PICTURE_NUMBER.format(image=number) for number in range(count)]


def render_device(lesson: Lesson) -> None:
    """Place the measurement."""
    state = lesson_state()
    size, places = state.race_size, [device.name for device in available_devices()]
    if size not in state.races:
        state.races[size] = _measure(places, size)
    times = {
        place: {
            measured_size: race.many_ms
            for measured_size, races in state.races.items()
            for race in races
            if race.place == place and race.many_ms
        }
        for place in places
    }
    st.markdown(f"**{words.RACE_TITLE}**")
    if all(times.values()):
        render_plot(race_points(times), "device", "race", words.RACE_LABEL)


def render_device_more(lesson: Lesson) -> None:
    """Place the choice of a size, what was measured, and how."""
    state = lesson_state()
    st.select_slider(
        words.RACE_SIZE, _RACE_SIZES, **mirrored_field("lesson_race_size", state, "race_size")
    )
    size, places = state.race_size, [device.name for device in available_devices()]
    measured = state.races[size]
    many = words.RACE_MANY.format(products=f"{size**3:,}")
    many += "  \n" + _say_times(measured, "many_ms")
    few = words.RACE_FEW + "  \n" + _say_times(measured, "few_ms")
    alone = [words.RACE_ALONE] if len(places) == 1 else []
    st.markdown("\n\n".join([many, few, words.RACE_SPREAD, *alone]))
    st.button(
        words.RACE_AGAIN,
        icon=":material/timer:",
        key="lesson_race_again",
        on_click=state.forget_race,
    )
    folded = st.expander(
        words.RACE_CODE, icon=":material/timer:", on_change="rerun", key="lesson_race_code"
    )
    if folded.open:
        with folded:
            st.code(race_code(places[0], size), language="python", wrap_lines=True)
            st.code("".join(race.printed for race in measured), language=None, wrap_lines=True)


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


def render_class(lesson: Lesson) -> None:
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


def render_class_more(lesson: Lesson) -> None:
    """Place what the plan means."""
    st.caption(words.CLASS_PICTURE)


def render_data(lesson: Lesson) -> None:
    """Place the pictures that go in."""
    run = run_of(lesson, "data")
    render_batch(lesson, "lesson_data_batch")
    st.caption(words.INK_SCALE)
    render_tensor_flow([Tensor("X", run.shape("X"), words.X_NOTE)], key="lesson_data_flow")


def render_forward(lesson: Lesson) -> None:
    """Place what goes in, and what it is taken for."""
    run = run_of(lesson, "forward")
    logits = run.values("logits")
    answers = [int(scores.argmax()) for scores in logits]
    render_batch(lesson, "lesson_forward_batch", answers)
    render_tensor_flow(
        [Tensor("X", run.shape("X")), Link("model"), Tensor("logits", logits.shape)],
        key="lesson_forward_flow",
    )


def render_forward_more(lesson: Lesson) -> None:
    """Place the scores that come out."""
    logits = run_of(lesson, "forward").values("logits")
    limit = scale(logits)
    figure = number_table(logits, scale=limit, is_signed=False, row_names=row_names(len(logits)))
    render_plot(figure, "forward", "logits", words.LOGITS_LABEL)
    say_scale(limit, is_signed=False)


def render_flatten(lesson: Lesson) -> None:
    """Place the pictures beside their rows."""
    run = run_of(lesson, "flatten")
    render_flatten_view(run.values("X"), key="lesson_flatten_view")


def render_flatten_more(lesson: Lesson) -> None:
    """Place what happens to the shape."""
    run = run_of(lesson, "flatten")
    render_tensor_flow(
        [
            Tensor("X", run.shape("X")),
            Link("nn.Flatten()"),
            Tensor("flat_image", run.shape("flat_image")),
        ],
        key="lesson_flatten_flow",
    )


def render_linear(lesson: Lesson) -> None:
    """Place a picture, the weights of one output, and their product."""
    here = looked_at(lesson)
    pixels = run_of(lesson, "flatten").values("flat_image")[here["image"]].reshape(SIDE, SIDE)
    weights, terms = layer_weights(lesson, here["unit"]), products(lesson, **here)
    captions = [caption.format(**here) for caption in words.LINEAR_PICTURES]
    render_pictures(
        [
            Thumbnail(
                np.round(pixels * 255).astype(np.uint8), caption=captions[0], label=captions[0]
            ),
            *(
                Thumbnail(
                    signed_levels(values.reshape(SIDE, SIDE), scale=scale(values)),
                    caption=caption,
                    label=caption,
                    is_signed=True,
                )
                for values, caption in zip((weights, terms), captions[1:], strict=True)
            ),
        ],
        key="lesson_linear_pictures",
        label=words.LINEAR_LABEL,
        size_px=_LARGE_SIZE_PX,
    )


def render_linear_more(lesson: Lesson) -> None:
    """Place the choices, and one output number, worked out term by term."""
    run, state, here = run_of(lesson, "linear"), lesson_state(), looked_at(lesson)
    hidden_features = lesson.settings.hidden_features
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
    if hidden_features > 1:
        st.slider(
            words.PICK_UNIT,
            0,
            hidden_features - 1,
            **mirrored(
                "lesson_linear_unit",
                here["unit"],
                lambda number: state.look_at("unit", number),
            ),
        )
    render_tensor_flow(
        [
            Tensor("flat_image", run.shape("flat_image")),
            Link(f"nn.Linear(784, {hidden_features})"),
            Tensor("hidden1", run.shape("hidden1")),
        ],
        key="lesson_linear_flow",
    )
    pick_image(lesson, "linear")
    st.markdown(f"**{words.LINEAR_SUM}**")
    figure = _sum_figure(lesson, products(lesson, **here), **here)
    render_plot(figure, "linear", "sum", words.LINEAR_SUM)


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


def render_relu(lesson: Lesson) -> None:
    """Place the function with a picture's numbers on it."""
    run = run_of(lesson, "relu")
    image = looked_at(lesson)["image"]
    said = words.RELU_CURVE.format(image=image)
    figure = relu_curve(run.values("hidden1")[image], run.values("relu1")[image])
    render_plot(figure, "relu", "curve", said)
    st.caption(said)


def render_relu_more(lesson: Lesson) -> None:
    """Place a picture's numbers before and after."""
    run = run_of(lesson, "relu")
    before, after = run.values("hidden1"), run.values("relu1")
    image = pick_image(lesson, "relu")
    limit = scale(before)
    for name, values, is_signed in (
        (words.RELU_BEFORE, before, True),
        (words.RELU_AFTER, after, False),
    ):
        st.markdown(f"**{name}**")
        figure = folded_table(values[image], scale=limit, is_signed=is_signed)
        render_plot(figure, "relu", "before" if is_signed else "after", name)
    say_scale(limit, is_signed=True)
    render_tensor_flow(
        [
            Tensor("hidden1", before.shape),
            Link("nn.ReLU()"),
            Tensor("relu1", after.shape),
        ],
        key="lesson_relu_flow",
    )


def render_sequential(lesson: Lesson) -> None:
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


def render_sequential_more(lesson: Lesson) -> None:
    """Place what comes out of the chain, and a chain to build."""
    logits = run_of(lesson, "sequential").values("logits")
    limit = scale(logits)
    figure = number_table(logits, scale=limit, is_signed=True, row_names=row_names(len(logits)))
    render_plot(figure, "sequential", "logits", words.LOGITS_LABEL)
    say_scale(limit, is_signed=True)
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
    st.code(run.code, language="python", wrap_lines=True)
    st.code(run.printed or lesson_words.NOTHING_PRINTED, language=None, wrap_lines=True)


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


def render_softmax(lesson: Lesson) -> None:
    """Place the shares of each picture."""
    shares = run_of(lesson, "softmax").values("pred_probab")
    _render_shares(shares, words.SOFTMAX_RIGHT, "right")


def render_softmax_more(lesson: Lesson) -> None:
    """Place the shares in the wrong direction, and those with a last ReLU."""
    run = run_of(lesson, "softmax")
    shares = run.values("pred_probab")
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
    _render_shares(run.values("wrong_way"), words.SOFTMAX_WRONG, "wrong")
    image = pick_image(lesson, "softmax")
    with_relu = run.values("after_relu")
    limit = float(max(shares[image].max(), with_relu[image].max()) * 1.3)
    for values, name in ((shares, words.SOFTMAX_WITHOUT), (with_relu, words.SOFTMAX_WITH)):
        winner = int(values[image].argmax())
        st.markdown(name.format(digit=winner))
        figure = softmax_bars(values[image], winner=winner, limit=limit)
        figure["layout"]["height"] = 170
        render_plot(figure, "softmax", "without" if values is shares else "with", name)
    tied = [str(digit) for digit in np.flatnonzero(run.values("logits")[image] < 0)]
    if len(tied) > 1:
        names = ", ".join(tied[:-1]) + f" and {tied[-1]}"
        st.markdown(words.SOFTMAX_RELU.format(tied=names))
    else:
        st.markdown(words.SOFTMAX_RELU_NONE.format(image=image))


def _render_shares(shares: np.ndarray, title: str, name: str) -> None:
    """Place the shares of all pictures, each row with its sum."""
    st.markdown(title)
    rows = [words.SUM_OF_ROW.format(total=decimals(row.sum(), 2)) for row in shares]
    figure = number_table(shares, scale=scale(shares), is_signed=False, row_names=rows)
    render_plot(figure, "softmax", name, title)


def render_parameters(lesson: Lesson) -> None:
    """Place a table of all parameters, and the way to their page."""
    model = run_of(lesson, "parameters").names["model"]
    rows = [
        words.PARAMETER_ROW.format(
            number=number,
            name=name,
            shape=say_shape(tuple(parameter.shape)),
            first=decimals(float(parameter.detach().flatten()[0]), 4),
            second=decimals(float(parameter.detach().flatten()[1]), 4),
        )
        for number, (name, parameter) in enumerate(model.named_parameters())
    ]
    st.html(words.PARAMETER_TABLE.format(rows="".join(rows)))


def render_parameters_more(lesson: Lesson) -> None:
    """Place what each block is."""
    model = run_of(lesson, "parameters").names["model"]
    lines = []
    for name, parameter in model.named_parameters():
        _, place, kind = name.split(".")
        shape = tuple(parameter.shape)
        origin = words.PARAMETER_ORIGIN[kind].format(place=place, into=shape[-1], out=shape[0])
        lines.append(
            words.PARAMETER_LINE.format(name=name, count=f"{parameter.numel():,}", origin=origin)
        )
    st.markdown("\n".join(lines))
    if has_page("parameters"):
        st.page_link("parameters.py", label=words.TO_PARAMETERS, icon=":material/grid_on:")


def render_parameters_end(lesson: Lesson) -> None:
    """Place the happy end: one more line of code, and where to go from here."""
    settings = lesson.settings
    answers = {
        weights: run_lesson(replace(settings, weights=weights), NUM_ANSWERING).runs[
            step_number("forward") - 1
        ]
        for weights in WEIGHTS
    }
    state = lesson_state()
    with st.container(border=True, key="lesson_happy_end"):
        st.markdown(f"**{words.END_TITLE}**  \n{words.END}")
        st.segmented_control(
            words.END_SWITCH,
            WEIGHTS,
            required=True,
            label_visibility="collapsed",
            **mirrored(
                "lesson_end_weights",
                settings.weights,
                lambda wanted: state.choose(weights=wanted),
            ),
        )
        predicted = [int(scores.argmax()) for scores in answers[settings.weights].values("logits")]
        left, right = st.columns(2, gap="medium", vertical_alignment="center")
        with left:
            render_batch(lesson, "lesson_end_batch", predicted)
        with right:
            if settings.weights == "trained":
                st.code(TRAINED_CODE.strip(), language="python", wrap_lines=True)
            before, after = (
                [int(scores.argmax()) for scores in answers[weights].values("logits")]
                for weights in WEIGHTS
            )
            said = words.END_TRAINED if settings.weights == "trained" else words.END_RANDOM
            st.markdown(said.format(before=before, after=after))
        _render_doors()


def _render_doors() -> None:
    """Place the ways on from the end of part one."""
    with st.container(horizontal=True, key="lesson_doors", vertical_alignment="center"):
        st.page_link("draw.py", label=words.DOOR_DRAW, icon=":material/draw:")
        st.button(
            words.DOOR_LEARN,
            icon=":material/arrow_forward:",
            type="primary",
            key="lesson_door_learn",
            on_click=lesson_state().go_to,
            args=(str(NUM_ANSWERING + 1),),
        )
        if has_page("train"):
            st.page_link("train.py", label=words.DOOR_TRAIN, icon=":material/model_training:")
