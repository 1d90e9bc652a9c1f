"""The Draw page without a browser."""

import base64

from tests.support.app import components, draw_on, run_app, said_of_digit
from tests.support.pictures import seven


def test_an_empty_pad_invites() -> None:
    app = run_app()
    assert "Draw a digit" in app.info[0].value
    assert components(app)["pad"]["isFresh"]


def test_what_the_page_places_does_not_depend_on_the_digit() -> None:
    app = run_app()
    before = components(app)
    after = components(draw_on(app, seven()))
    assert before.keys() == after.keys()
    for key in before.keys() - {"pad", "active_digit", "copy_link", "hub"}:
        assert before[key] == after[key], key


def test_the_drawing_survives_a_change_of_page() -> None:
    app = draw_on(run_app(), seven())
    app.switch_page("parameters.py").run()
    assert said_of_digit(app).startswith("your drawing: 7")
    app.switch_page("draw.py").run()
    ink = base64.b64decode(components(app)["pad"]["ink"])
    assert ink == seven().tobytes()
