"""What the server remembers of a visitor, whoever changes it."""

from collections.abc import Callable

import numpy as np
import pytest

from mlp.explain.score_difference import first_two
from mlp.net.device import available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.verdict import Kind
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import EMPTY_PAD, example_digit
from mlp.web.server.visitors.visitor import Target, Visitor
from mlp.web.server.visitors.visitors import Visitors

INK = np.full((112, 112), 255, np.uint8)
NONSENSE = np.zeros((112, 112), np.uint8)
NONSENSE[10:100:6, 10:100] = NONSENSE[10:100, 10:100:6] = 255


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(bundled_models())


def draw(
    visitor: Visitor,
    raster: np.ndarray = INK,
    *,
    sequence: int = 1,
    revision: int = 0,
    is_unfinished: bool = False,
) -> bool:
    return visitor.draw(raster, sequence=sequence, revision=revision, is_unfinished=is_unfinished)


def test_a_visitor_is_found_by_its_token_for_as_long_as_somebody_holds_it() -> None:
    visitors = Visitors(bundled_models())
    one, other = visitors.welcome(), visitors.welcome()
    token = one.token
    assert len(token) == 16 and token != other.token
    assert visitors.get(token) is one
    del one
    assert visitors.get(token) is None and visitors.get(other.token) is other


def test_a_visitor_is_fresh_until_there_was_a_digit(visitor: Visitor) -> None:
    assert visitor.is_fresh
    visitor.show(EMPTY_PAD)
    assert not visitor.is_fresh


def test_a_new_picture_takes_back_the_switches_of_the_one_before(visitor: Visitor) -> None:
    visitor.switch(centre=False, invert=True)
    visitor.show(example_digit(3))
    assert (visitor.centre, visitor.invert) == (None, None)


def test_drawing_on_a_picture_takes_back_its_switches_and_drawing_on_keeps_them(
    visitor: Visitor,
) -> None:
    visitor.show(example_digit(3), centre=True)
    assert draw(visitor, revision=1) and visitor.centre is None
    visitor.switch(centre=False, invert=None)
    assert draw(visitor, revision=1, sequence=2) and visitor.centre is False


@pytest.mark.parametrize(("sequence", "revision"), [(5, 0), (4, 0), (6, 1)])
def test_ink_that_is_older_or_on_another_picture_is_left_alone(
    visitor: Visitor, sequence: int, revision: int
) -> None:
    assert draw(visitor, sequence=5)
    assert not draw(visitor, np.zeros_like(INK), sequence=sequence, revision=revision)
    assert visitor.digit.raster is not None and visitor.digit.raster.all()


CHANGES: list[Callable[[Visitor], object]] = [
    lambda visitor: visitor.show(example_digit(3)),
    lambda visitor: visitor.choose_found(1),
    lambda visitor: visitor.use(b"another network"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_page_is_told_of_what_is_not_ink(
    visitor: Visitor, change: Callable[[Visitor], object]
) -> None:
    before = visitor.changes
    change(visitor)
    assert visitor.changes > before


def test_the_page_is_not_told_of_its_own_ink(visitor: Visitor) -> None:
    draw(visitor)
    visitor.switch(centre=False, invert=None)
    visitor.use(visitor.network)
    assert visitor.changes == 0


def test_a_network_that_was_let_go_gives_way_to_the_bundled_one(visitor: Visitor) -> None:
    visitor.use(b"gone")
    assert visitor.model is bundled_models().default


@pytest.mark.parametrize("is_unfinished", [True, False])
def test_only_a_finished_drawing_is_asked_whether_it_looks_like_a_digit(
    visitor: Visitor, is_unfinished: bool
) -> None:
    draw(visitor, NONSENSE, is_unfinished=is_unfinished)
    assert (visitor.reading().verdict.kind is Kind.NO_DIGIT) == (not is_unfinished)


@pytest.mark.parametrize("centre", [True, False])
def test_a_digit_is_prepared_once_for_each_way(visitor: Visitor, centre: bool) -> None:
    visitor.show(example_digit(3))
    first = visitor.prepared_with(centre=centre)
    visitor.prepared_with(centre=not centre)
    assert visitor.prepared_with(centre=centre) is first
    visitor.invert = True
    assert visitor.prepared_with(centre=centre) is not first


def test_why_compares_with_the_runner_up_unless_another_digit_is_asked_about(
    visitor: Visitor,
) -> None:
    visitor.show(example_digit(0))
    reading = visitor.reading()
    assert reading.trace is not None
    digit, runner_up = first_two(reading.trace)
    for asked, against in ((None, runner_up), (1, 1), (digit, runner_up)):
        visitor.against = asked
        why = visitor.why(reading)
        assert why is not None and (why.digit, why.against) == (digit, against)


def test_of_another_networks_reading_and_of_nothing_drawn_no_why_is_said(visitor: Visitor) -> None:
    assert visitor.why(visitor.reading()) is None
    visitor.show(example_digit(0))
    reading = visitor.reading()
    own = NeuralNetwork((5,)).eval().requires_grad_(False)
    visitor.use(visitor.models.place_own(own, available_devices()[-1]))
    assert visitor.why(reading) is None
    assert visitor.why(visitor.reading()) is not None


def test_errors_are_said_while_they_are_wanted_of_the_digit_that_is_read_or_another(
    visitor: Visitor,
) -> None:
    visitor.show(example_digit(0))
    reading = visitor.reading()
    assert visitor.errors(reading) is None
    labels: list[tuple[Target, int]] = [("read", 7), (3, 3)]
    for visitor.target, label in labels:
        errors = visitor.errors(reading)
        assert errors is not None and errors.label == label


def test_of_nothing_drawn_of_what_was_refused_and_of_another_networks_reading_nothing_is_learned(
    visitor: Visitor,
) -> None:
    visitor.target = 3
    assert visitor.errors(visitor.reading()) is None
    draw(visitor, NONSENSE)
    assert visitor.reading().verdict.kind is Kind.NO_DIGIT
    assert visitor.errors(visitor.reading()) is None
    visitor.show(example_digit(0))
    reading = visitor.reading()
    own = NeuralNetwork((5,)).eval().requires_grad_(False)
    visitor.use(visitor.models.place_own(own, available_devices()[-1]))
    assert visitor.errors(reading) is None
    errors = visitor.errors(visitor.reading())
    assert errors is not None and list(errors.stages) == ["linear1", "linear2"]


def test_a_digit_is_read_once_for_all_that_show_it(visitor: Visitor) -> None:
    first = visitor.reading()
    assert visitor.reading() is first
    visitor.show(example_digit(3))
    other = visitor.reading()
    assert other is not first and visitor.reading() is other
    visitor.invert = True
    assert visitor.reading() is not other


@pytest.mark.parametrize(("length_px", "is_judged"), [(10, False), (20, False), (40, True)])
def test_a_dot_is_not_judged_even_when_the_pen_is_up(
    visitor: Visitor, length_px: int, is_judged: bool
) -> None:
    raster = np.zeros((112, 112), np.uint8)
    raster[50 : 50 + length_px, 50:60] = 255
    visitor.draw(raster, sequence=1, revision=0, is_unfinished=False)
    assert (visitor.reading().verdict.kind is not Kind.DRAWING) == is_judged
