import base64
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from mlp.explain.linear_picture import linear_picture
from mlp.explain.score_difference import first_two
from mlp.explain.unit_statistics import UNIT_STATISTICS
from mlp.explain.voices import voices
from mlp.net.network import untrained_network
from mlp.net.trace import trace
from mlp.web.neurons import why_words
from mlp.web.neurons.linear_picture import row_scale
from mlp.web.neurons.why import COUNT, code
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import example_digit
from mlp.web.shell.chosen_unit import ChosenUnit
from mlp.web.shell.depth import Depth
from mlp.web.shell.network import Network
from tests.support.app import MAIN, choose_picture, components
from tests.support.pictures import digit_image
from tests.support.sessions import explain, session_of


def neurons_page(example: int | None = 0, depth: Depth = "words") -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60).run()
    if example is not None:
        session_of(app).visitor.digit = example_digit(example)
    explain(app, depth)
    app.switch_page("neurons.py").run()
    assert not app.exception
    return app


def heard(app: AppTest, side: str) -> list[dict[str, Any]]:
    """The units that spoke for one side, as the browser gets them."""
    placed = components(app).get(f"why_{side}_units", {"pictures": []})
    pictures: list[dict[str, Any]] = placed["pictures"]
    return pictures


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


def test_the_loudest_unit_of_either_side_is_a_click_away_and_is_marked_then() -> None:
    app = neurons_page()
    assert "Why 7, and not" in "".join(one.value for one in app.header)
    assert len(heard(app, "for")) == len(heard(app, "against")) == COUNT
    chosen = heard(app, "against")[1]["id"]
    choose_picture(app, "why_against_units", chosen)
    assert session_of(app).of(ChosenUnit).wanted == ("linear2", int(chosen))
    assert [one["id"] for one in heard(app, "against") if one["isChosen"]] == [chosen]
    assert not any(one["isChosen"] for one in heard(app, "for"))


def test_a_unit_is_shown_with_what_it_looks_for_and_what_fires_it() -> None:
    app = neurons_page()
    placed = bundled_models().default
    traced = placed.trace(digit_image(0))
    for one in heard(app, "for"):
        row = linear_picture(placed.cpu_model, traced, "linear2", int(one["id"])).row
        levels = np.frombuffer(base64.b64decode(one["pixels"]), np.uint8)
        strong = np.abs(row) > 0.05 * row_scale(placed, "linear2")
        assert strong.sum() > 100
        np.testing.assert_array_equal((levels > 128)[strong], (row > 0)[strong])
        most = UNIT_STATISTICS.get(placed.fingerprint)
        assert most is not None
        best = most["linear2"].best_digit[int(one["id"])]
        assert one["caption"].startswith(f"fires for {best}s")
        assert one["label"].startswith(f"Combination {one['id']}, fires for {best}s")
    numbers = heard(neurons_page(depth="numbers"), "for")
    assert all(one["caption"].startswith(f"unit {one['id']}\n") for one in numbers)


@pytest.mark.parametrize(
    ("means", "said"),
    [
        ([0, 0, 4, 0, 0, 0, 0, 5, 0, 1], "fires for 7s and 2s"),
        ([0, 0, 1, 0, 0, 0, 0, 5, 0, 1], "fires for 7s"),
        ([5, 5, 5, 4, 0, 0, 0, 0, 0, 0], "fires for 0s, 1s and more"),
        ([5] * 10, "fires for all digits"),
        ([0] * 10, "never fires for test digits"),
        ([0] * 9 + [np.inf], "numbers too large"),
    ],
)
def test_the_digits_that_fire_a_unit_are_named_strongest_first(
    means: list[float], said: str
) -> None:
    assert why_words.say_fires(np.array(means, np.float32)) == said


def test_without_a_digit_there_is_no_why() -> None:
    assert not heard(neurons_page(None), "for")


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
    assert heard(app, "for")
    assert all("e−" in one["caption"] for one in heard(app, "for"))
