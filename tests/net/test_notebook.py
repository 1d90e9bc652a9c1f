"""A trace in a notebook: the pictures that it shows of itself."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork
from mlp.net.notebook import POSITIVE, SIGNED
from mlp.net.trace import Trace, trace

LOWEST, ZERO, HIGHEST = (tuple(bytes.fromhex(SIGNED[index][1:])) for index in (0, 3, -1))


@pytest.fixture
def seven(model: NeuralNetwork, digits: Digits) -> Trace:
    return trace(model, digits.images(0, 1))


def pictures(shown: str) -> dict[str, np.ndarray]:
    """Decode the pictures of a page: uint8, (rows, columns, 3) by the stage's name."""
    found = re.findall(r'<img [^>]*alt="(\w+)" src="data:image/png;base64,([^"]+)"', shown)
    files = {name: io.BytesIO(base64.b64decode(text)) for name, text in found}
    return {name: np.asarray(Image.open(file)) for name, file in files.items()}


def test_each_stage_is_shown_with_its_name_and_shape(seven: Trace) -> None:
    shown = seven._repr_html_()
    assert tuple(pictures(shown)) == seven.names
    captions = re.findall(r"<figcaption><b>(\w+)</b> (.+?)</figcaption>", shown)
    assert captions == [(stage.name, str(stage.shape)) for stage in seven.stages]


def test_the_picture_of_the_image_is_the_image(seven: Trace) -> None:
    shown = pictures(seven._repr_html_())["image"][..., 0]
    assert np.array_equal(shown, (seven["image"].values() * 255).round())


@pytest.mark.parametrize("name", ["linear1", "linear2", "linear3"])
def test_signed_values_are_coloured_from_zero(seven: Trace, name: str) -> None:
    values = seven[name].values()
    colours = pictures(seven._repr_html_())[name].reshape(-1, 3).astype(int)
    farthest = np.abs(values).argmax()
    assert tuple(colours[farthest]) == (HIGHEST if values[farthest] > 0 else LOWEST)
    is_warm = colours[:, 0] > colours[:, 2] + ZERO[0] - ZERO[2]
    is_clear = np.abs(values) > 0.01 * np.abs(values).max()  # otherwise as good as neutral
    assert np.array_equal(is_warm[is_clear], values[is_clear] > 0)


def test_what_a_relu_cut_off_is_neutral_and_its_highest_value_strongest(seven: Trace) -> None:
    values = seven["relu1"].values()
    colours = pictures(seven._repr_html_())["relu1"].reshape(-1, 3)
    neutral, strongest = (list(bytes.fromhex(POSITIVE[index][1:])) for index in (0, -1))
    is_neutral = (colours == neutral).all(axis=1)
    assert is_neutral[values == 0].all()
    assert not is_neutral[values > 0.01 * values.max()].any()
    assert np.array_equal((colours == strongest).all(axis=1), values == values.max())
