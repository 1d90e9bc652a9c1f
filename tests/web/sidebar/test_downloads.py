"""What the sidebar offers for download."""

from io import BytesIO
from zipfile import ZipFile

import numpy as np

from mlp.web.server.visitors.digit import random_digit
from mlp.web.sidebar.downloads import make_bundle, make_script, take
from tests.support.app import draw_on, run_app
from tests.support.pictures import seven
from tests.support.sessions import session_of


def test_downloads_are_placed_whether_or_not_there_is_a_digit() -> None:
    app = run_app()
    assert len(app.get("download_button")) == 4
    assert len(draw_on(app, seven()).get("download_button")) == 4


def test_a_file_is_made_of_the_digit_of_the_moment_in_which_it_is_asked_for() -> None:
    app = run_app()
    session = session_of(app)
    session.show_example(3)
    before = take(session.visitor)
    session.show_example(5)
    after = take(session.visitor)
    assert (before.digit.example, after.digit.example) == (3, 5)
    assert after.reading is session.visitor.reading()
    assert not np.array_equal(before.trace["image"].values(), after.trace["image"].values())


def test_everything_is_in_the_bundle_and_the_program_names_the_seed() -> None:
    session = session_of(run_app())
    session.show_picture(random_digit(17))
    names = ZipFile(BytesIO(make_bundle(session.visitor))).namelist()
    assert {name.rpartition("/")[2] for name in names} >= {"image.png", "tensors.npz"}
    assert "17" in make_script(session.visitor)
