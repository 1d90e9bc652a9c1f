from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from mlp.explain.score_difference import first_two
from mlp.explain.voices import voices
from mlp.net.network import untrained_network
from mlp.net.trace import trace
from mlp.web.neurons.why import COUNT, code
from mlp.web.server.visitors.digit import example_digit
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import Depth
from mlp.web.shell.network import Network
from tests.support.app import MAIN
from tests.support.sessions import explain, session_of


def neurons_page(example: int | None = 0, depth: Depth = "words") -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    if example is not None:
        session_of(app).visitor.digit = example_digit(example)
    explain(app, depth)
    app.switch_page("neurons.py").run()
    assert not app.exception
    return app


def buttons(app: AppTest, side: str) -> list[Button]:
    return [one for one in app.button if str(one.key).startswith(f"why_{side}_")]


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (33,), ()])
@pytest.mark.parametrize("last_relu", [True, False])
def test_the_code_that_is_shown_finds_the_voices_that_are_named(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(1, hidden_sizes, last_relu=last_relu).eval()
    image = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(2))
    traced = trace(model, image)
    winner, runner_up = first_two(traced)
    printed: list[Any] = []
    names = {"model": model, "image": image, "print": printed.append}
    with torch.inference_mode():
        exec(code(model, winner, runner_up), names)
    _, for_winner, for_runner_up = voices(model, traced, winner, runner_up, COUNT)
    for found, named in zip(printed, (for_winner, for_runner_up), strict=True):
        assert found.indices.tolist() == [voice.unit for voice in named]
        expected = [abs(voice.difference) for voice in named]
        np.testing.assert_allclose(found.values.numpy(), expected, rtol=1e-4)


def test_the_loudest_unit_of_either_side_is_a_click_away() -> None:
    app = neurons_page()
    assert "Why 7, and not" in "".join(one.value for one in app.subheader)
    assert len(buttons(app, "for")) == len(buttons(app, "against")) == COUNT
    chosen = buttons(app, "against")[1]
    chosen.click().run()
    assert session_of(app).of(ChosenUnit).wanted == ("linear2", int(str(chosen.key).split("_")[-1]))


def test_without_a_digit_there_is_no_why() -> None:
    assert not buttons(neurons_page(None), "for")


def test_voices_of_a_small_network_are_no_row_of_zeros() -> None:
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    model = untrained_network(0, (16,)).eval().requires_grad_(False)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1e-3)
    session_of(app).network = Network("own", "tiny", model)
    session_of(app).visitor.digit = example_digit(0)
    app.switch_page("neurons.py").run()
    assert not app.exception
    assert all("e−" in one.label for one in buttons(app, "for"))
