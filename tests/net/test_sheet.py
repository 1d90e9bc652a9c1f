import numpy as np
import pytest

from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.placed import PlacedModel
from mlp.net.sheet import Sheet, read_sheet
from mlp.picture.file import Picture, load_picture
from mlp.picture.paper.ink import MAX_DIGITS
from mlp.picture.prepare import WrittenPicture, from_picture
from tests.support.pictures import digit_pixels, lines_of_digits, page_of

CPU = available_devices()[-1]


@pytest.fixture(scope="module")
def placed(model: NeuralNetwork) -> PlacedModel:
    return PlacedModel(model, CPU)


def answers(sheet: Sheet) -> list[int | None]:
    return [digit.reading.verdict.digit for digit in sheet.digits]


def test_every_digit_is_read_in_reading_order(placed: PlacedModel) -> None:
    written = WrittenPicture(Picture(lines_of_digits([4, 7, 0], [7, 2])))
    sheet = read_sheet(placed, written)
    assert (answers(sheet), sheet.num_found) == ([4, 7, 0, 7, 2], 5)


def test_each_is_the_reading_that_choosing_it_gives(placed: PlacedModel) -> None:
    written = WrittenPicture(load_picture(page_of(4, 7, 0)))
    for digit in read_sheet(placed, written).digits:
        chosen = from_picture(written, chosen=digit.number)
        assert digit.reading.prepared.image.equal(chosen.image)


def test_a_digit_lies_in_its_box(placed: PlacedModel) -> None:
    written = WrittenPicture(load_picture(page_of(4, 7)))
    for place, digit in enumerate(read_sheet(placed, written).digits):
        left, top, right, bottom = digit.box
        assert 240 * place <= left < right <= 240 * (place + 1) and 0 <= top < bottom <= 240


def test_of_very_many_digits_the_best_are_read_and_all_counted(placed: PlacedModel) -> None:
    sheet = read_sheet(placed, WrittenPicture(Picture(lines_of_digits(*[[0] * 7] * 7))))
    assert (len(sheet.digits), sheet.num_found) == (MAX_DIGITS, 49)
    assert set(answers(sheet)) == {0}


def test_an_uncut_picture_is_one_reading(placed: PlacedModel) -> None:
    sheet = read_sheet(placed, WrittenPicture(load_picture(page_of(4, 7))), centre=False)
    assert (len(sheet.digits), sheet.num_found, sheet.is_whole) == (1, 2, True)
    assert sheet.digits[0].box == (0, 0, 480, 240)


def test_a_picture_of_the_networks_size_is_one_digit(placed: PlacedModel) -> None:
    assert answers(read_sheet(placed, WrittenPicture(Picture(digit_pixels(4))))) == [4]


@pytest.mark.parametrize("centre", [None, True, False])
def test_an_empty_picture_has_no_digits(placed: PlacedModel, centre: bool | None) -> None:
    blank = WrittenPicture(Picture(np.full((100, 100), 200, np.uint8)))
    assert read_sheet(placed, blank, centre=centre).digits == ()
