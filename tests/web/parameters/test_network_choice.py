"""Another network is chosen or brought, and the whole app looks into it."""

import pytest
import torch
from safetensors.torch import save
from streamlit.testing.v1 import AppTest

from mlp.net.network import NeuralNetwork, num_parameters, untrained_network
from mlp.net.parameters import fingerprint
from mlp.web.server.visitors.digit import example_digit
from mlp.web.shell import other_network_words
from mlp.web.shell.network import Network
from tests.support.app import MAIN, bring_network, choose_network, components
from tests.support.networks import untrained_pth
from tests.support.sessions import session_of


def parameters_page() -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    app.switch_page("parameters.py").run()
    assert not app.exception
    return app


def network(app: AppTest) -> Network:
    return session_of(app).network


def model_of(app: AppTest) -> NeuralNetwork:
    """The network that is looked into, if it is not the trained one."""
    model = network(app).network
    assert model is not None
    return model


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.caption, *app.markdown, *app.error])


def test_every_page_shows_the_untrained_network_of_a_seed() -> None:
    app = choose_network(parameters_page(), "untrained")
    app.number_input(key="network_seed").set_value(7).run()
    expected = fingerprint(untrained_network(7).eval())
    assert fingerprint(model_of(app)) == expected
    for page in ("draw.py", "lesson.py", "neurons.py", "parameters.py"):
        app.switch_page(page).run()
        assert not app.exception
        assert "untrained, seed 7" in "\n".join(one.value for one in app.main.caption)


@pytest.mark.parametrize("hidden_sizes", [(128, 64), (), (300,)])
def test_a_brought_network_is_followed_by_the_whole_app(hidden_sizes: tuple[int, ...]) -> None:
    app = bring_network(parameters_page(), untrained_pth(*hidden_sizes))
    count = num_parameters(untrained_network(5, hidden_sizes))
    assert f"{count:,} parameters" in said(app)
    session_of(app).visitor.digit = example_digit(4)
    for page in ("draw.py", "lesson.py", "neurons.py", "parameters.py"):
        app.switch_page(page).run()
        assert not app.exception, page
        assert "my.pth" in "\n".join(one.value for one in app.main.caption).replace("\\", "")


def test_the_last_relu_of_a_brought_network_can_be_taken_away() -> None:
    app = bring_network(parameters_page(), untrained_pth(128, 64))
    app.toggle(key="network_last_relu").set_value(False).run()
    assert not isinstance(model_of(app).linear_relu_stack[-1], torch.nn.ReLU)
    session_of(app).visitor.digit = example_digit(4)
    app.switch_page("draw.py").run()
    assert not app.exception


def test_a_refused_file_leaves_the_network_and_says_why() -> None:
    app = choose_network(parameters_page(), "untrained")
    before = network(app)
    bring_network(app, b"not at all")
    assert network(app) == before
    assert "no parameters" in said(app) and "untrained, seed 0" in said(app)


def test_a_refused_file_leaves_the_one_that_was_brought_before() -> None:
    app = bring_network(parameters_page(), untrained_pth(128, 64))
    app.file_uploader(key="network_file").upload("b.pt", b"PK\x03\x04", "").run()
    weights = network(app).weights
    assert weights is not None and weights.hidden_sizes == (128, 64)
    assert "damaged" in said(app)


def test_the_way_back_is_in_the_sidebar_of_every_page() -> None:
    app = choose_network(parameters_page(), "untrained")
    app.switch_page("draw.py").run()
    back = next(one for one in app.button if one.label == other_network_words.BACK)
    back.click().run()
    assert network(app).kind == "trained" and not app.exception
    app.switch_page("parameters.py").run()
    assert app.segmented_control(key="network_choice").value == "trained"


def test_a_name_of_a_file_cannot_write_markdown() -> None:
    app = bring_network(
        parameters_page(), save(untrained_network(1).state_dict()), "*a*[b](c).safetensors"
    )
    assert "*a*" not in said(app)


def test_two_visitors_have_networks_of_their_own() -> None:
    one, other = parameters_page(), parameters_page()
    choose_network(one, "untrained")
    other.run()
    assert network(other).kind == "trained"


def test_a_session_never_answers_by_a_network_that_it_has_left() -> None:
    app = parameters_page()
    for seed in (1, 2):
        model = untrained_network(seed).eval().requires_grad_(False)
        session_of(app).network = Network("untrained", "other", model)
        app.run()
        assert components(app)["gallery"]["fingerprint"] == fingerprint(model)
