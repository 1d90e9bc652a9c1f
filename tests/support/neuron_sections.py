"""The lower sections of the Neurons page, alone and without a browser.

It must not know what is claimed of them.
"""

import base64
from collections.abc import Sequence

import numpy as np
from streamlit.testing.v1 import AppTest
from torch import nn

from mlp.dataset import load_digits
from mlp.files.read import Parameters
from mlp.net.network import NeuralNetwork
from mlp.net.trace import Trace, trace
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import example_digit
from mlp.web.shell.depth import Depth
from tests.support.app import components, texts
from tests.support.sessions import explain, session_of

SEVEN, TWO = 0, 1  # MNIST's first two test digits


def sections() -> None:
    import streamlit as st

    from mlp.web.neurons.compare import render_compare
    from mlp.web.neurons.life import render_life
    from mlp.web.neurons.what_if import render_what_if
    from mlp.web.shell.session import current

    if "weights" in st.session_state:
        weights, last_relu = st.session_state.pop("weights")
        if weights is None:
            current().show_trained()
        else:
            current().show_own(weights, last_relu=last_relu)
    renders = {"life": render_life, "what_if": render_what_if, "compare": render_compare}
    for name in st.session_state["sections"]:
        renders[name](*st.session_state["place"])


def open_sections(
    names: Sequence[str],
    stage: str = "linear1",
    unit: int = 37,
    *,
    example: int | None = SEVEN,
    model: NeuralNetwork | None = None,
    depth: Depth = "numbers",
) -> AppTest:
    app = AppTest.from_function(sections, default_timeout=60)
    explain(app, depth)
    app.session_state["sections"] = names
    app.session_state["place"] = (stage, unit)
    if example is not None:
        session_of(app).visitor.digit = example_digit(example)
    if model is not None:
        show_network(app, model)
    return run(app)


def show_network(app: AppTest, model: NeuralNetwork | None) -> None:
    """Make a network the session's, as the page for it does; None: the trained one."""
    if model is None:
        app.session_state["weights"] = (None, True)
        return
    linears = [layer for layer in model.linear_relu_stack if isinstance(layer, nn.Linear)]
    layers = tuple((layer.weight.data, layer.bias.data) for layer in linears)
    last_relu = isinstance(model.linear_relu_stack[-1], nn.ReLU)
    app.session_state["weights"] = (Parameters("my.pth", ("",) * len(layers), layers), last_relu)


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def go_to(app: AppTest, stage: str, unit: int) -> AppTest:
    app.session_state["place"] = (stage, unit)
    return run(app)


def show_example(app: AppTest, index: int) -> AppTest:
    session_of(app).visitor.digit = example_digit(index)
    return run(app)


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return run(app)


def said(app: AppTest) -> str:
    return "\n".join([texts(app), *(warning.value for warning in app.warning)])


def numbers(app: AppTest, key: str, series: int = 0, axis: str = "y") -> np.ndarray:
    """The values that a chart got, exactly: float32, (n,)."""
    values = components(app)[key]["figure"]["data"][series][axis]["bdata"]
    return np.frombuffer(base64.b64decode(values), np.float32)


def traced(index: int = SEVEN, model: NeuralNetwork | None = None) -> Trace:
    image = load_digits("test").images(index, index + 1)[0]
    return trace(model or bundled_models().default.model, image)
