import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from mlp.dataset import Digits
from mlp.study.photographs import (
    page_of_digits,
    photograph,
    photograph_number,
    photographs,
)


def test_same_seed_gives_the_same_bytes(digits: Digits) -> None:
    first, again = (photograph_number(digits, 3, seed=1) for _ in range(2))
    assert first.content == again.content


def test_each_number_and_each_seed_gives_another_picture(digits: Digits) -> None:
    contents = {
        photograph_number(digits, number, seed=seed).content
        for number, seed in ((0, 1), (1, 1), (0, 2))
    }
    assert len(contents) == 3


def test_a_single_one_can_be_made_again(digits: Digits) -> None:
    *_, last = photographs(digits, 3, seed=1)
    assert photograph_number(digits, 2, seed=1).content == last.content


@pytest.mark.parametrize("seed", range(6))
def test_the_ink_is_inside_the_box_and_nowhere_else(digits: Digits, seed: int) -> None:
    pixels, label = digits.pixels[seed].numpy(), int(digits.labels[seed])
    written, empty = (
        photograph(pixels, label, np.random.default_rng(seed), is_empty=is_empty, pen="felt-tip")
        for is_empty in (False, True)
    )
    change = np.abs(written.pixels.astype(int) - empty.pixels).max(axis=2)
    left, top, width, height = written.box
    rows, columns = np.nonzero(change > 0.5 * change.max())
    slack = 2 + 0.05 * max(width, height)
    ends = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    assert ends == pytest.approx([left, top, left + width, top + height], abs=slack)


def test_what_is_asked_for_is_what_is_photographed(digits: Digits) -> None:
    taken = photograph(
        digits.pixels[0].numpy(),
        7,
        np.random.default_rng(0),
        paper="kraft",
        pen="marker",
        light="lamp",
        share=0.5,
    )
    assert (taken.label, taken.paper, taken.pen, taken.light) == (7, "kraft", "marker", "lamp")
    assert taken.share == pytest.approx(0.5, rel=0.2)


@pytest.mark.parametrize("number", range(12))
def test_the_file_shows_the_pixels_upright(digits: Digits, number: int) -> None:
    taken = photograph_number(digits, number, seed=5)
    with Image.open(io.BytesIO(taken.content)) as opened:
        upright = np.asarray(ImageOps.exif_transpose(opened).convert("L"), np.float64)
    grey = np.asarray(Image.fromarray(taken.pixels).convert("L"), np.float64)
    assert upright.shape == grey.shape
    assert np.abs(upright - grey).mean() < 12


def test_label_is_the_digits_own(digits: Digits) -> None:
    taken = photograph_number(digits, 0, seed=1)
    index = int((digits.pixels.numpy() == taken.digit).all(axis=(1, 2)).argmax())
    assert taken.label == int(digits.labels[index])


def test_a_page_has_one_digit_larger_than_all_others(digits: Digits) -> None:
    page = page_of_digits(digits, np.random.default_rng(2), num_digits=5, num_lines=2)
    longer = [max(width, height) for _, _, width, height in page.boxes]
    others = longer[: page.largest] + longer[page.largest + 1 :]
    assert len(page.labels) == 5
    assert longer[page.largest] > 1.15 * max(others)
