"""The Neurons page without a browser: opened at a unit, and what it then shows.

It must not know what is claimed of it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from mlp.net.network import NeuralNetwork
from mlp.web.server.visitors.digit import example_digit
from mlp.web.shell.depth import Depth
from mlp.web.shell.network import Network
from tests.support.app import MAIN, components, texts
from tests.support.charts import values_of
from tests.support.sessions import explain, session_of

SEVEN = 0  # number of a test digit


def forget_networks() -> None:
    from mlp.web.shell.session import current

    current().show_trained()


def show_network(app: AppTest, model: NeuralNetwork | None) -> None:
    """Make a network the session's; None: the trained one. AppTests all are one session."""
    AppTest.from_function(forget_networks).run()
    session_of(app).network = (
        Network("trained", "trained") if model is None else Network("own", "mine.pth", model)
    )


def open_neurons(
    *,
    address: Mapping[str, str] = {},  # only read
    digit: int | None = SEVEN,
    depth: Depth = "numbers",
    model: NeuralNetwork | None = None,
) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    if digit is not None:
        session_of(app).visitor.digit = example_digit(digit)
    show_network(app, model)
    explain(app, depth)
    app.run()
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page("neurons.py").run()
    assert not app.exception
    return app


def open_unit(stage: str, unit: int, **options: Any) -> AppTest:
    return open_neurons(address={"stage": stage, "unit": str(unit)}, **options)


def shown(app: AppTest) -> str:
    return app.header[-1].value


def said(app: AppTest) -> str:
    notices = [*app.warning, *app.info]
    return texts(app) + "\n".join(element.value for element in notices)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def number(text: str) -> Decimal:
    """Read a printed number: "= −1.25", "→ 0", "+ 3.5"."""
    return Decimal(text.replace("−", "-").lstrip("=→+ ").replace("- ", "-"))


def chart(app: AppTest, key: str) -> np.ndarray:
    figure: Any = components(app)[key]
    trace = figure["figure"]["data"][0]
    return values_of(trace.get("z") or trace["y"])
