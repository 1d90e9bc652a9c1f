"""Where a digit comes from: uploads, photographs, examples, random pictures."""

import re
from html import escape

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from mlp.dataset import load_digits
from mlp.picture import prepare
from mlp.picture.paper.ink import Ink, find_ink
from mlp.web.draw import sources_words
from mlp.web.draw.sources import MAX_UPLOADS
from mlp.web.server.visitors.digit import Digit
from tests.support.app import (
    choose_picture,
    click,
    components,
    draw_on,
    report_event,
    run_app,
    said_of_digit,
    toggle,
    upload,
)
from tests.support.bad_files import BAD_FILES, encoded
from tests.support.pictures import page_of, photo_of, png, seven
from tests.support.sessions import session_of


def test_an_upload_of_a_test_digit_is_taken_pixel_for_pixel() -> None:
    digits = load_digits("test")
    app = run_app()
    app.file_uploader[0].upload("digit.png", png(digits.pixels[0].numpy()), "image/png").run()
    prepared = session_of(app).visitor.prepared()
    assert prepared.image.equal(digits.images(0, 1)[0])
    assert said_of_digit(app).startswith("your upload: 7")


def test_surprise_me_takes_a_test_digit() -> None:
    app = run_app()
    click(app, "Surprise me")
    assert session_of(app).visitor.digit.source == "test"
    assert said_of_digit(app).startswith("test digit")


def test_the_random_picture_is_one_tensor_taken_as_it_is() -> None:
    app = run_app()
    click(app, "Random picture")
    active = session_of(app).visitor.digit
    assert active.prepare(centre=True, invert=None).image is active.image


def labels(app: AppTest, key: str) -> list[str]:
    """The pictures in a row, the chosen one marked; none if there is no such row."""
    row = components(app).get(key, {"pictures": []})["pictures"]
    return [("→ " if picture["isChosen"] else "") + picture["label"] for picture in row]


def active(app: AppTest) -> Digit:
    return session_of(app).visitor.digit


def test_of_several_uploads_the_first_good_one_is_taken() -> None:
    app = upload(run_app(), bad=b"no picture", photo=photo_of(4), other=png(seven()))
    assert said_of_digit(app).startswith("your upload: 4")
    assert labels(app, "uploads") == ["Your picture other", "→ Your picture photo"]


def bad_files(app: AppTest) -> str:
    """What is said of several files that could not be read; empty if that is not said."""
    said = [element.proto.body for element in app.get("html") if "bad-files" in element.proto.body]
    return said[0] if said else ""


def test_of_several_bad_files_one_line_says_their_names_and_opens_to_why() -> None:
    bad = {"one.png": b"", "<two>.png": b"seven\n"}
    app = upload(run_app(), **bad, good=png(seven()))
    summary, _, reasons = bad_files(app).partition("</summary>")
    assert "2 files could not be read: one.png, &lt;two&gt;.png" in summary
    assert "<b>one.png</b>: This file is empty" in reasons and "is text" in reasons
    assert len(app.error) == 0


def test_one_bad_file_is_named_with_what_is_wrong() -> None:
    app = upload(run_app(), **{"one.png": b"", "good": png(seven())})
    (error,) = app.error
    assert error.value.startswith(r"**one\.png**: This file is empty")


def report_too_large(app: AppTest, *, is_more_to_come: bool) -> AppTest:
    """Tell, as the browser does, of a file that was not sent."""
    report = {"files": [{"name": "big.jpg", "size": 12 * 2**20}], "isMoreToCome": is_more_to_come}
    return report_event(app, "file_bridge", "refused", report)


def test_a_file_that_is_too_large_gets_its_sentence_and_the_drawing_stays() -> None:
    app = report_too_large(draw_on(run_app(), seven()), is_more_to_come=False)
    (error,) = app.error
    assert error.value.startswith(r"**big\.jpg**: This file has 12.0 MB; at most 10 MB")
    assert said_of_digit(app).startswith("your drawing: 7")


def test_what_was_too_large_is_said_with_what_else_came() -> None:
    app = report_too_large(run_app(), is_more_to_come=True)
    upload(app, bad=b"", good=png(seven()))
    assert "2 files could not be read: big.jpg, bad" in bad_files(app)
    assert said_of_digit(app).startswith("your upload: 7")


def test_what_came_alone_is_said_alone() -> None:
    app = report_too_large(run_app(), is_more_to_come=False)
    upload(app, bad=b"")
    (error,) = app.error
    assert error.value.startswith("**bad**")


def test_a_file_name_cannot_write_markdown() -> None:
    name = "**[x](http://evil)** :red[a] $b$ `c` <i>_d_\\.png"
    app = upload(run_app(), **{name: b"", "good": png(seven())})
    shown = app.error[0].value.removeprefix("**").partition("**: This file")[0]
    assert re.sub(r"\\(.)", r"\1", shown) == name
    unescaped = re.sub(r"\\.", "", shown)
    assert re.fullmatch("[A-Za-z/ ]+", unescaped)  # nothing that Markdown could take for a mark


def test_the_digit_stays_if_all_uploads_are_bad() -> None:
    app = upload(draw_on(run_app(), seven()), one=b"", two=b"seven\n", three=png(seven())[:150])
    assert "3 files could not be read" in bad_files(app)
    assert said_of_digit(app).startswith("your drawing: 7")
    np.testing.assert_array_equal(active(app).raster, seven())


def test_every_bad_file_gets_its_sentence_and_leaves_the_drawing() -> None:
    app = draw_on(run_app(), seven())
    wrong = []
    for name, (make, sentence) in BAD_FILES.items():
        upload(app, file=make())
        said = [error.value for error in app.error]
        is_drawing = active(app).raster is not None
        is_kept = is_drawing and said_of_digit(app).startswith("your drawing: 7")
        if len(said) != 1 or sentence not in said[0] or not is_kept or labels(app, "uploads"):
            wrong.append((name, said, is_kept))
    assert wrong == []


def test_all_bad_files_at_once_are_said_in_their_order() -> None:
    files = {name: make() for name, (make, _) in BAD_FILES.items()}
    app = upload(draw_on(run_app(), seven()), **files)
    said = bad_files(app).split("<li>")[1:]
    assert len(said) == len(BAD_FILES)
    wrong = [
        name
        for name, text in zip(BAD_FILES, said, strict=True)
        if escape(BAD_FILES[name][1]) not in text
    ]
    assert wrong == []
    assert said_of_digit(app).startswith("your drawing: 7")


def test_a_picture_without_a_digit_is_no_digit() -> None:
    grey = np.full((50, 50), 200, np.uint8)
    grey[20:30, 20:30] = 204
    app = upload(draw_on(run_app(), seven()), grey=png(grey))
    assert app.error[0].value == f"**grey**: {sources_words.NO_DIGIT_FOUND}"
    assert said_of_digit(app).startswith("your drawing: 7")


def test_uploads_survive_a_change_of_page() -> None:
    app = upload(run_app(), photo=photo_of(4), other=png(seven()))
    shown = active(app)
    app.switch_page("parameters.py").run()
    assert said_of_digit(app).startswith("your upload: 4")
    app.switch_page("draw.py").run()
    assert active(app) is shown
    assert labels(app, "uploads") == ["Your picture other", "→ Your picture photo"]


def test_files_brought_after_a_change_of_page_join_the_others() -> None:
    app = upload(run_app(), photo=photo_of(4))
    app.switch_page("parameters.py").run()
    app.switch_page("draw.py").run()
    upload(app, other=png(seven()))
    assert labels(app, "uploads") == ["→ Your picture other", "Your picture photo"]


def test_another_upload_can_be_chosen() -> None:
    app = upload(run_app(), photo=photo_of(4), other=png(seven()))
    before = active(app)
    choose_picture(app, "uploads", components(app)["uploads"]["pictures"][0]["id"])
    assert said_of_digit(app).startswith("your upload: 7")
    assert labels(app, "uploads") == ["→ Your picture other", "Your picture photo"]
    assert components(app)["pad"]["revision"] == before.revision + 1


def test_what_is_written_on_an_upload_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[np.ndarray] = []

    def counted(pixels: np.ndarray) -> Ink:
        searched.append(pixels)
        return find_ink(pixels)

    monkeypatch.setattr(prepare, "find_ink", counted)
    app = upload(run_app(), photo=photo_of(4), other=png(seven()))
    for centre in (False, True):
        session_of(app).visitor.centre = centre
        app.run()
    for number in (0, 1):
        choose_picture(app, "uploads", components(app)["uploads"]["pictures"][number]["id"])
    assert said_of_digit(app).startswith("your upload: 4")
    assert len(searched) == 2


def test_only_the_newest_uploads_are_kept() -> None:
    count = MAX_UPLOADS + 2
    app = upload(run_app(), **{f"{number}": png(seven()) for number in range(count)})
    expected = [f"Your picture {number}" for number in reversed(range(2, count))]
    assert labels(app, "uploads") == expected


PHOTO = "photo-from-the-camera.jpg"


def test_the_camera_is_there_while_it_is_switched_on_and_its_photo_outlives_it() -> None:
    app = run_app()
    assert "camera" not in components(app)
    toggle(app, sources_words.CAMERA_TOGGLE).set_value(True).run()
    assert components(app)["camera"]["photoName"] == PHOTO
    upload(app, **{PHOTO: photo_of(4)})
    assert said_of_digit(app).startswith("your photo: 4")
    toggle(app, sources_words.CAMERA_TOGGLE).set_value(False).run()
    assert "camera" not in components(app)
    assert said_of_digit(app).startswith("your photo: 4")


def test_a_photo_without_a_digit_is_explained_without_a_name() -> None:
    app = draw_on(run_app(), seven())
    grey = encoded(np.full((50, 50), 200, np.uint8) + 4 * np.eye(50, dtype=np.uint8), "JPEG")
    upload(app, **{PHOTO: grey})
    assert [error.value for error in app.error] == [sources_words.NO_DIGIT_FOUND]
    assert said_of_digit(app).startswith("your drawing: 7")


def test_another_digit_of_a_picture_changes_the_whole_page() -> None:
    app = upload(run_app(), page=page_of(4, 7))
    assert said_of_digit(app).startswith("your upload: 4")
    before = active(app)
    report_event(app, "sheet", "chosen", 1)
    assert said_of_digit(app).startswith("your upload: 7")
    assert components(app)["pad"]["revision"] == before.revision + 1


def test_a_random_picture_says_its_seed_and_the_seed_makes_it_again() -> None:
    app = click(run_app(), "Random picture")
    seed = active(app).seed
    assert said_of_digit(app).startswith(f"random picture, seed {seed}")
    assert seed is not None
    expected = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(seed))[0]
    image = active(app).image
    assert image is not None and torch.equal(image, expected)
