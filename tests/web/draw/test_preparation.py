"""How a picture was prepared: every step has its words, every digit found can be chosen."""

from collections.abc import Callable

import pytest

from mlp.web.draw.preparation import words
from tests.support.app import choose_picture, components, run_app, upload
from tests.support.pictures import page_of, photo_of, png, seven
from tests.support.sessions import session_of


@pytest.mark.parametrize(
    "make",
    [lambda: page_of(4, 7), lambda: photo_of(4), lambda: png(255 - seven()), lambda: png(seven())],
)
def test_every_step_that_is_taken_has_its_words(make: Callable[[], bytes]) -> None:
    app = upload(run_app(), picture=make())
    steps = [step.name for step in session_of(app).visitor.prepared().steps]
    assert len(steps) > 2
    assert set(steps) <= set(words.PREPARATION["steps"])


def test_another_digit_of_the_same_picture_can_be_chosen() -> None:
    app = upload(run_app(), picture=page_of(4, 7))
    before = session_of(app).visitor.prepared()
    others = components(app)["others"]["pictures"]
    assert [picture["isChosen"] for picture in others] == [True, False]
    app = choose_picture(app, "others", "1")
    others = components(app)["others"]["pictures"]
    assert [picture["isChosen"] for picture in others] == [False, True]
    assert not (session_of(app).visitor.prepared().image == before.image).all()


def test_a_single_digit_leaves_nothing_to_choose() -> None:
    assert "others" not in components(run_app())
