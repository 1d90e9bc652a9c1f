"""How a picture was prepared: every step has its words."""

from collections.abc import Callable

import pytest

from mlp.web.draw.preparation import words
from tests.support.app import run_app, upload
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
