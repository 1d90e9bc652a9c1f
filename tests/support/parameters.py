"""The Parameters page without a browser: opened, and given a network.

It must not know what is claimed of it.
"""

from streamlit.testing.v1 import AppTest
from torch import nn

from mlp.net.network import NeuralNetwork
from mlp.web.parameters.parameter_choice import ParameterChoice
from mlp.web.shell.depth import Depth
from mlp.web.shell.sections import OpenSections
from tests.support.app import MAIN, bring_network, toggle
from tests.support.networks import pth
from tests.support.sessions import explain, session_of


def open_page(
    model: NeuralNetwork | None = None,
    depth: Depth = "words",
    *,
    section: str = "pictures",
    chosen: int = 0,
) -> AppTest:
    """Open a section of the page with a parameter; bring a network as a visitor would."""
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    explain(app, depth)
    session_of(app).of(OpenSections).by_page["parameters"] = section
    session_of(app).of(ParameterChoice).chosen = chosen
    app.switch_page("parameters.py").run()
    assert not app.exception
    return app if model is None else bring_model(app, model)


def bring_model(app: AppTest, model: NeuralNetwork) -> AppTest:
    bring_network(app, pth(model.state_dict()))
    if not isinstance(model.linear_relu_stack[-1], nn.ReLU):
        toggle(app, "ReLU").set_value(False).run()
    assert not app.exception
    return app
