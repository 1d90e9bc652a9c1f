"""The Draw page without a browser."""

import base64

from tests.support.app import components, draw_on, run_app, texts
from tests.support.pictures import seven
from tests.support.sessions import session_of


def test_an_empty_pad_invites_and_shows_no_charts() -> None:
    app = run_app()
    assert "Draw a digit" in app.info[0].value
    assert not [key for key in components(app) if key.startswith("stage_")]
    assert components(app)["pad"]["isFresh"]


def test_the_drawing_survives_a_change_of_page() -> None:
    app = draw_on(run_app(), seven())
    app.switch_page("parameters.py").run()
    assert "your drawing: 7" in texts(app)
    app.switch_page("draw.py").run()
    ink = base64.b64decode(components(app)["pad"]["ink"])
    assert ink == seven().tobytes()


def test_an_interrupted_run_is_not_taken_for_a_finished_page() -> None:
    app = run_app()
    assert session_of(app).finished_page == "Draw"
    app.switch_page("parameters.py").run()
    assert session_of(app).finished_page == "Parameters"
