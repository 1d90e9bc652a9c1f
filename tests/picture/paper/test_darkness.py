"""Claims about ink against its paper, on drawings made here."""

import numpy as np
import pytest

from mlp.picture.paper.ink import MIN_CONTRAST, find_ink, is_dark_on_light
from tests.support.paper import FIVE, STROKES, sheet, write


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_found_in_paper_noise(seed: int) -> None:
    noise = np.random.default_rng(seed).normal(200, 2, (300, 400))
    assert find_ink(noise.astype(np.uint8)).found == ()


def test_ink_fainter_than_the_least_contrast_is_none() -> None:
    page = sheet()
    write(page, FIVE, (120, 120), 150, ink=(round(255 * (1 - MIN_CONTRAST / 2)),) * 3)
    assert find_ink(page).found == ()


@pytest.mark.parametrize("name", list(STROKES))
def test_dark_on_light_is_told_from_light_on_dark(name: str) -> None:
    page = sheet()
    write(page, STROKES[name], (120, 120), 150)
    assert is_dark_on_light(page)
    assert not is_dark_on_light(255 - page)


@pytest.mark.parametrize("brightness", [5, 60, 128, 245])
def test_on_the_grain_of_paper_nothing_is_found(brightness: int) -> None:
    random = np.random.default_rng(0)
    grain = random.integers(brightness, brightness + 6, (50, 50), np.uint8)
    assert find_ink(grain).found == ()
