"""How a picture was prepared, shown step by step and switched."""

import base64
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from mlp.web.draw import preparation_words
from tests.support.app import components, draw_on, run_app, texts, toggle, upload
from tests.support.pictures import page_of, photo_of, png, seven
from tests.support.sessions import session_of


def test_centring_can_be_switched_off_and_both_answers_are_said() -> None:
    app = draw_on(run_app(), seven())
    toggle(app, "Crop").set_value(False).run()
    steps = [picture["label"] for picture in components(app)["steps"]["pictures"]]
    assert steps[-1] == "shrunk"
    assert "Centred: 7" in texts(app)
    assert "not centred:" in texts(app)
    assert components(app)["pad"]["centre"] is False


def test_the_swap_switch_shows_what_was_done_and_can_be_taken_back() -> None:
    app = run_app()
    app.file_uploader[0].upload("black.png", png(255 - seven()), "image/png").run()
    assert toggle(app, "Swap").value is True
    toggle(app, "Swap").set_value(False).run()
    assert not app.exception
    toggle(app, "Swap").set_value(True).run()
    assert "your upload: 7" in texts(app)


def test_a_switch_reaches_pad_view_and_sidebar() -> None:
    app = draw_on(run_app(), seven())
    before = components(app)["network"]["answer"]
    toggle(app, "Crop").set_value(False).run()
    assert components(app)["pad"]["centre"] is False
    assert components(app)["network"]["answer"] != before


@pytest.mark.parametrize("make", [lambda: page_of(4, 7), lambda: photo_of(4)])
def test_the_steps_that_are_shown_are_those_that_were_taken(make: Callable[[], bytes]) -> None:
    app = upload(run_app(), picture=make())
    shown = components(app)["steps"]["pictures"]
    steps = session_of(app).visitor.prepared().steps
    assert [picture["label"] for picture in shown] == [step.name for step in steps]
    for picture, step in zip(shown, steps, strict=True):
        small = Image.fromarray(step.pixels)
        small.thumbnail((280, 280))
        assert base64.b64decode(picture["pixels"]) == np.asarray(small).tobytes()
        assert preparation_words.STEPS[step.name] in picture["caption"]
