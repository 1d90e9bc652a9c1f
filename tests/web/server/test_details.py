"""What is shown of a digit once the pen is up."""

import numpy as np
import pytest

from mlp.net.verdict import Kind
from mlp.picture.file import Picture
from mlp.picture.prepare import WrittenPicture
from mlp.web.server.details import details_of
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import Digit, example_digit
from mlp.web.server.visitors.visitor import Visitor
from tests.support.pictures import lines_of_digits


@pytest.fixture
def visitor() -> Visitor:
    """Somebody who brought a sheet with three digits, the last on a line of its own."""
    visitor = Visitor(bundled_models())
    picture = WrittenPicture(Picture(lines_of_digits([7, 1], [4])))
    visitor.show(Digit("upload", "a sheet", picture=picture))
    return visitor


def test_the_details_of_a_sheet_give_every_digit_in_reading_order(visitor: Visitor) -> None:
    sheet = details_of(visitor)["sheet"]
    answers = [(digit["verdict"]["digit"], digit["verdict"]["kind"]) for digit in sheet["digits"]]
    assert answers == [(7, Kind.SURE), (1, Kind.SURE), (4, Kind.SURE)]
    assert (sheet["numFound"], sheet["isWhole"], sheet["chosen"]) == (3, False, 0)


def test_boxes_are_shares_of_the_picture(visitor: Visitor) -> None:
    boxes = np.array([digit["box"] for digit in details_of(visitor)["sheet"]["digits"]])
    assert (boxes[:, :2] < boxes[:, 2:]).all() and boxes.min() >= 0 and boxes.max() <= 1
    assert (boxes > 0.5).tolist()[2] == [False, True, False, True]  # below, on the left


def test_a_chosen_digit_is_the_one_that_is_prepared(visitor: Visitor) -> None:
    number = details_of(visitor)["sheet"]["digits"][1]["number"]
    visitor.choose_found(number)
    details = details_of(visitor)
    (chosen,) = (digit for digit in details["sheet"]["digits"] if digit["number"] == number)
    assert details["sheet"]["chosen"] == number
    assert chosen["picture"]["pixels"] == details["steps"][-1]["pixels"]


def test_all_digits_are_read_anew_with_another_switch_and_only_then(visitor: Visitor) -> None:
    before = visitor.sheet()
    visitor.choose_found(1)
    assert visitor.sheet() is before
    visitor.switch(centre=False, invert=None)
    assert details_of(visitor)["sheet"]["isWhole"]


def test_a_digit_that_is_from_no_picture_has_no_sheet(visitor: Visitor) -> None:
    visitor.show(example_digit(0))
    assert details_of(visitor)["sheet"] is None
