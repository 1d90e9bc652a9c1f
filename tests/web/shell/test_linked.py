"""A link opens the very same digit for somebody else."""

import base64
import re
from collections.abc import Callable
from urllib.parse import urlencode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp.files.link import MAX_LINK_CHARS, MAX_SEED, Drawing, Example, RandomPicture, pack
from tests.support.app import (
    MAIN,
    choose_picture,
    click,
    components,
    draw_on,
    link_of,
    run_app,
    said_of_digit,
    toggle,
    upload,
)
from tests.support.pictures import page_of, photo_of, seven
from tests.support.sessions import explain, reading_of, session_of


def open_link(**query: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=30)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


def stages(app: AppTest) -> dict[str, bytes]:
    """Every stage's values as they are shown: the image's first."""
    trace = reading_of(app).trace
    return {} if trace is None else {each.name: each.values().tobytes() for each in trace.stages}


def intricate() -> np.ndarray:
    """A drawing that does not fit into a link: uint8 (112, 112)."""
    raster = np.zeros((112, 112), np.uint8)
    raster[30:80, 30:80] = np.random.default_rng(0).integers(0, 256, (50, 50), np.uint8)
    return raster


def drawn_with_switches() -> AppTest:
    app = draw_on(run_app(), seven())
    session = session_of(app)
    session.visitor.centre, session.visitor.invert = False, True
    return app.run()


SHARED: dict[str, Callable[[], AppTest]] = {
    "a drawing": lambda: draw_on(run_app(), seven()),
    "a drawing with switches": drawn_with_switches,
    "an intricate drawing": lambda: draw_on(run_app(), intricate()),
    "an upload": lambda: upload(run_app(), photo=photo_of(4)),
    "a digit of several": lambda: choose_picture(upload(run_app(), page=page_of(4, 7)), "sheet", 1),
    "a test digit": lambda: click(run_app(), "Surprise me"),
    "a random picture": lambda: click(run_app(), "Random picture"),
}


@pytest.mark.parametrize("name", SHARED)
def test_a_link_opens_the_very_same_digit(name: str) -> None:
    app = SHARED[name]()
    explain(app, "numbers")
    app.run()
    query = link_of(app)
    assert query is not None
    opened = open_link(**query)
    assert len(stages(app)) == 9
    assert stages(opened) == stages(app)
    assert opened.session_state["explain"] == "numbers"
    assert link_of(opened) == query  # and it can be passed on


@pytest.mark.parametrize("name", SHARED)
def test_a_link_fits_everywhere(name: str) -> None:
    query = link_of(SHARED[name]())
    assert query is not None and len(urlencode(query)) <= 1500


def test_a_link_keeps_the_switches_of_a_drawing() -> None:
    opened = open_link(digit=pack(Drawing(seven(), centre=False, invert=True)))
    session = session_of(opened)
    assert (session.visitor.centre, session.visitor.invert) == (False, True)
    assert base64.b64decode(components(opened)["pad"]["ink"]) == seven().tobytes()


def test_a_link_opens_on_the_page_that_it_is_for() -> None:
    app = run_app()
    app.switch_page("parameters.py")
    app.query_params["digit"] = pack(Example(0))
    app.run()
    assert said_of_digit(app).startswith("test digit 0, a 7: 7")


def test_what_was_taken_over_from_a_link_may_be_changed_while_its_address_stands() -> None:
    link = {"digit": pack(Example(0)), "explain": "numbers", "relu": "off"}
    app = click(open_link(**link), "Surprise me")
    app.segmented_control(key="explain").set_value("code").run()
    toggle(app, "last ReLU").set_value(False).run()
    assert not app.exception
    assert not said_of_digit(app).startswith("test digit 0,")
    opened = link_of(app)
    assert opened is not None
    assert (opened["explain"], "relu" in opened) == ("code", False)


def test_the_browser_is_told_to_clear_what_was_taken_over() -> None:
    taken = components(open_link(digit=pack(Example(0))))["address"]["taken"]
    assert {"digit", "explain", "relu", "pin"} == set(taken)


def test_a_link_keeps_the_last_relu_off() -> None:
    app = draw_on(run_app(), seven())
    toggle(app, "last ReLU").set_value(True).run()
    query = link_of(app.run())  # until the whole page is run, the sidebar has the link of before
    assert query is not None and query["relu"] == "off"
    assert toggle(open_link(**query), "last ReLU").value is True


def test_an_unknown_depth_or_other_words_in_an_address_do_no_harm() -> None:
    app = open_link(explain="everything", relu="on", other="1")
    assert app.session_state["explain"] == "words"
    assert toggle(app, "last ReLU").value is False


WHOLE = pack(Drawing(seven()))
BROKEN = {
    "empty": "",
    "garbage": "%00<script>é\n",
    "cut off": WHOLE[:-20],
    "changed": WHOLE.replace(WHOLE[40], "A" if WHOLE[40] != "A" else "B", 1),
    "of another version": "2" + WHOLE[1:],
    "too long": "x" * (MAX_LINK_CHARS + 1),
    "blank": pack(Drawing(np.zeros((112, 112), np.uint8))),
    "of no test digit": pack(Example(10_000)),
    "of no seed": pack(RandomPicture(MAX_SEED + 1)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_link_opens_the_empty_pad_and_says_why(name: str) -> None:
    app = open_link(digit=BROKEN[name], explain="code")
    assert len(app.warning) == 1
    assert re.search("broken|version|holds|drawn", app.warning[0].value)
    assert "Nothing else has changed." in app.warning[0].value
    assert components(app)["pad"]["isFresh"]
    assert components(app)["pad"]["ink"] is None
    assert stages(app) == {}


def test_a_broken_link_leaves_the_digit_of_a_session() -> None:
    app = draw_on(run_app(), seven())
    app.query_params["digit"] = WHOLE[:-1]
    app.run()
    assert len(app.warning) == 1
    assert said_of_digit(app).startswith("your drawing: 7")


@pytest.mark.parametrize("button", ["Surprise me", "Random picture"])
def test_what_is_wrong_with_a_link_is_forgotten_with_the_next_digit(button: str) -> None:
    app = open_link(digit=WHOLE[:-1])
    assert len(app.warning) == 1
    next(placed for placed in app.button if placed.label == button).click().run()
    assert len(app.warning) == 0
