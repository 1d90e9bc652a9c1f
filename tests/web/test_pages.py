"""The pages in all their states, without a browser."""

import base64
import re
from collections.abc import Callable
from urllib.parse import urlencode

import numpy as np
import pytest
import torch
from PIL import Image
from streamlit.testing.v1 import AppTest

from mlp.dataset import load_digits
from mlp.files.link import MAX_LINK_CHARS, MAX_SEED, Drawing, Example, RandomPicture, pack
from mlp.net.network import stage_names
from mlp.net.reading import read
from mlp.picture import prepare
from mlp.picture.paper.ink import Ink, find_ink
from mlp.picture.prepare import Prepared, from_pad
from mlp.web.draw import preparation_words, sources_words
from mlp.web.draw.sources import MAX_UPLOADS
from mlp.web.server.models import bundled_models
from mlp.web.shell.digit import Digit
from tests.support.app import (
    MAIN,
    choose_picture,
    components,
    draw_on,
    run_app,
    texts,
    toggle,
    upload,
)
from tests.support.bad_files import BAD_FILES, encoded
from tests.support.pictures import page_of, photo_of, png, seven
from tests.support.sessions import explain, session_of


def test_an_empty_pad_invites_and_shows_no_charts() -> None:
    app = run_app()
    assert "Draw a digit" in app.info[0].value
    assert not [key for key in components(app) if key.startswith("stage_")]
    assert components(app)["pad"]["isFresh"]


def test_a_drawing_gets_a_chart_for_each_stage() -> None:
    app = draw_on(run_app(), seven())
    charts = [key for key in components(app) if key.startswith("stage_")]
    assert charts == [f"stage_{name}" for name in stage_names(bundled_models().default.model)]


def test_the_charts_hold_exactly_the_traced_values() -> None:
    app = draw_on(run_app(), seven())
    trace = read(bundled_models().default, from_pad(seven())).trace
    assert trace is not None
    values = components(app)["stage_linear2"]["figure"]["data"][0]["z"]["bdata"]
    shown = np.frombuffer(base64.b64decode(values), np.float32)
    np.testing.assert_array_equal(shown, trace["linear2"].values())


def test_the_receipt_says_that_nothing_differs() -> None:
    app = draw_on(run_app(), seven())
    assert "`softmax(model(x))`: **0**" in texts(app)


def test_the_drawing_survives_a_change_of_page() -> None:
    app = draw_on(run_app(), seven())
    app.switch_page("parameters.py").run()
    assert "your drawing: 7" in texts(app)
    app.switch_page("draw.py").run()
    ink = base64.b64decode(components(app)["pad"]["ink"])
    assert ink == seven().tobytes()


@pytest.mark.parametrize(
    ("depth", "expected"),
    [("words", "one long row"), ("numbers", "401,920 parameters"), ("code", "one long row")],
)
def test_the_depth_changes_what_stands_beside_the_charts(depth: str, expected: str) -> None:
    app = draw_on(run_app(), seven())
    explain(app, depth)
    app.run()
    assert expected in texts(app)
    assert bool(app.code) == (depth == "code")


def test_the_code_that_is_shown_gives_the_values_that_are_shown() -> None:
    import torch
    from torch import nn

    app = draw_on(run_app(), seven())
    explain(app, "code")
    app.run()
    model = bundled_models().default.model
    names = {
        "model": model,
        "nn": nn,
        "pixels": torch.from_numpy(from_pad(seven()).steps[-1].pixels[None]),
    }
    for code in app.code:
        exec(code.value, names)
    trace = read(bundled_models().default, from_pad(seven())).trace
    assert trace is not None
    assert torch.equal(names["softmax"], trace["softmax"].tensor)


def test_an_upload_of_a_test_digit_is_taken_pixel_for_pixel() -> None:
    digits = load_digits("test")
    app = run_app()
    app.file_uploader[0].upload("digit.png", png(digits.pixels[0].numpy()), "image/png").run()
    prepared = session_of(app).prepared()
    assert prepared.image.equal(digits.images(0, 1)[0])
    assert "your upload: 7" in texts(app)


def test_surprise_me_takes_a_test_digit() -> None:
    app = run_app()
    next(button for button in app.button if button.label == "Surprise me").click().run()
    assert session_of(app).digit.source == "test"
    assert "test digit" in texts(app)


def test_the_random_picture_is_one_tensor_taken_as_it_is() -> None:
    app = run_app()
    next(button for button in app.button if button.label == "Random picture").click().run()
    active = session_of(app).digit
    assert active.prepare(centre=True, invert=None).image is active.image
    assert "nothing is prepared" in texts(app)


def test_centring_can_be_switched_off_and_both_answers_are_said() -> None:
    app = draw_on(run_app(), seven())
    toggle(app, "Crop").set_value(False).run()
    steps = [picture["label"] for picture in components(app)["steps"]["pictures"]]
    assert steps[-1] == "shrunk"
    assert "Centred: 7" in texts(app)
    assert "not centred:" in texts(app)
    assert components(app)["pad"]["centre"] is False


def test_the_answer_without_the_last_relu_is_another_softmax() -> None:
    app = draw_on(run_app(), seven())
    with_relu = components(app)["softmax_bars"]["figure"]["data"][0]["y"]["bdata"]
    toggle(app, "last ReLU").set_value(True).run()
    assert components(app)["softmax_bars"]["figure"]["data"][0]["y"]["bdata"] != with_relu


def test_the_parameters_page_shows_every_parameter_in_true_values() -> None:
    app = run_app()
    app.switch_page("parameters.py").run()
    assert not app.exception
    placed = components(app)
    values = np.frombuffer(bundled_models().default.parameter_values, np.float32)
    for name, parameter in bundled_models().default.cpu_model.named_parameters():
        shown = placed[f"map_{name}"]
        cells = values[shown["offset"] :][: parameter.numel()].reshape(parameter.shape)
        np.testing.assert_array_equal(cells, parameter.numpy())
        assert shown["rows"] * shown["columns"] == parameter.numel()


def test_a_report_of_an_older_picture_is_left_alone() -> None:
    def script() -> None:
        import base64

        from mlp.web.shell.digit import Digit
        from mlp.web.shell.session import current

        session = current()
        session.digit = Digit("test", "an example", revision=2)
        ink = base64.b64encode(bytes(112 * 112)).decode()
        session.show_drawing({"ink": ink, "sequence": 9, "revision": 1})

    app = AppTest.from_function(script).run()
    assert session_of(app).digit.caption == "an example"


@pytest.mark.parametrize(
    "report",
    [
        None,
        {},
        {"ink": "?", "sequence": 1, "revision": 0},
        {"ink": "", "sequence": 1, "revision": 0},
    ],
)
def test_a_report_that_is_none_is_left_alone(report: object) -> None:
    def script(report: object) -> None:
        import streamlit as st

        from mlp.web.shell.session import current

        current().show_drawing(report)
        st.write(current().digit.caption)

    app = AppTest.from_function(script, args=(report,)).run()
    assert not app.exception
    assert app.markdown[0].value == "nothing drawn yet"


def test_an_interrupted_run_is_not_taken_for_a_finished_page() -> None:
    app = run_app()
    assert session_of(app).finished_page == "Draw"
    app.switch_page("parameters.py").run()
    assert session_of(app).finished_page == "Parameters"


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


def test_an_overtaken_report_is_left_alone() -> None:
    def script() -> None:
        import base64

        import streamlit as st

        from mlp.web.shell.session import current

        session = current()
        for sequence, ink in ((5, bytes([255]) * 112 * 112), (4, bytes(112 * 112))):
            taken = session.show_drawing(
                {"ink": base64.b64encode(ink).decode(), "sequence": sequence, "revision": 0}
            )
            st.write(taken)

    app = AppTest.from_function(script).run()
    assert session_of(app).digit.sequence == 5


@pytest.mark.parametrize("is_unfinished", [True, False])
def test_only_a_finished_drawing_is_asked_whether_it_looks_like_a_digit(is_unfinished) -> None:
    def script(is_unfinished: bool) -> None:
        import base64

        import numpy as np
        import streamlit as st

        from mlp.web.shell.session import current

        session = current()
        nonsense = np.zeros((112, 112), np.uint8)
        nonsense[10:100:6, 10:100] = nonsense[10:100, 10:100:6] = 255
        ink = base64.b64encode(nonsense).decode()
        report = {"ink": ink, "sequence": 1, "revision": 0}
        session.show_drawing(report, is_unfinished=is_unfinished)
        st.write(session.reading().verdict.kind.name)

    app = AppTest.from_function(script, args=(is_unfinished,), default_timeout=30).run()
    assert not app.exception
    assert (app.markdown[0].value == "NO_DIGIT") == (not is_unfinished)


def test_a_digit_is_read_once_for_all_that_show_it() -> None:
    def script() -> None:
        import streamlit as st

        from mlp.web.shell.session import current

        session = current()
        first = session.reading()
        assert session.reading() is first
        session.show_example(3)
        other = session.reading()
        assert other is not first
        assert session.reading() is other
        session.invert = True
        st.write(str(session.reading() is other))

    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    assert app.markdown[0].value == "False"


def test_what_was_offered_for_download_follows_the_digit_without_a_new_run_of_its_own() -> None:
    def script() -> None:
        from mlp.web.shell.session import current
        from mlp.web.sidebar import downloads

        session = current()
        assert downloads.is_outdated()
        downloads.render_downloads()
        assert not downloads.is_outdated()
        session.show_example(3)
        assert downloads.is_outdated()
        downloads.render_downloads()
        offered = session.of(downloads.Downloads).offered
        assert offered is not None
        session.show_example(5)
        assert not downloads.is_outdated()
        downloads.offer_active_digit()
        assert offered.digit.example == 5
        assert offered.reading is session.reading()

    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception


def test_examples_are_outdated_when_another_digit_is_active() -> None:
    def script() -> None:
        from mlp.web.draw import sources
        from mlp.web.shell.session import current

        session = current()
        sources.render_sources()
        assert not sources.is_outdated()
        session.show_example(3)
        assert sources.is_outdated()
        session.show_example(5)
        session.of(sources.Sources).note_shown()
        assert not sources.is_outdated()
        session.errors = ["Something is wrong."]
        assert sources.is_outdated()

    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception


# Pictures that the visitor brings.


def labels(app: AppTest, key: str) -> list[str]:
    """The pictures in a row, the chosen one marked; none if there is no such row."""
    row = components(app).get(key, {"pictures": []})["pictures"]
    return [("→ " if picture["isChosen"] else "") + picture["label"] for picture in row]


def active(app: AppTest) -> Digit:
    return session_of(app).digit


def prepared(app: AppTest) -> Prepared:
    """The active digit as the page prepared it."""
    return session_of(app).prepared()


def test_of_several_uploads_the_first_good_one_is_taken() -> None:
    app = upload(run_app(), bad=b"no picture", photo=photo_of(4), other=png(seven()))
    assert "your upload: 4" in texts(app)
    assert labels(app, "uploads") == ["Your picture other", "→ Your picture photo"]


def test_of_several_uploads_each_bad_one_is_named() -> None:
    bad = {"one.png": b"", "two.png": b"seven\n"}
    app = upload(run_app(), **bad, good=png(seven()))
    assert [error.value.split(":")[0] for error in app.error] == [r"**one\.png**", r"**two\.png**"]
    assert "This file is empty" in app.error[0].value
    assert "is text" in app.error[1].value


def test_a_file_name_cannot_write_markdown() -> None:
    name = "**[x](http://evil)** :red[a] $b$ `c` <i>_d_\\.png"
    app = upload(run_app(), **{name: b"", "good": png(seven())})
    shown = app.error[0].value.removeprefix("**").partition("**: This file")[0]
    assert re.sub(r"\\(.)", r"\1", shown) == name
    unescaped = re.sub(r"\\.", "", shown)
    assert re.fullmatch("[A-Za-z/ ]+", unescaped)  # nothing that Markdown could take for a mark


def test_the_digit_stays_if_all_uploads_are_bad() -> None:
    app = upload(draw_on(run_app(), seven()), one=b"", two=b"seven\n", three=png(seven())[:150])
    assert len(app.error) == 3
    assert "your drawing: 7" in texts(app)
    np.testing.assert_array_equal(active(app).raster, seven())


def test_every_bad_file_gets_its_sentence_and_leaves_the_drawing() -> None:
    app = draw_on(run_app(), seven())
    wrong = []
    for name, (make, sentence) in BAD_FILES.items():
        upload(app, file=make())
        said = [error.value for error in app.error]
        is_kept = active(app).raster is not None and "your drawing: 7" in texts(app)
        if len(said) != 1 or sentence not in said[0] or not is_kept or labels(app, "uploads"):
            wrong.append((name, said, is_kept))
    assert wrong == []


def test_all_bad_files_at_once_are_said_in_their_order() -> None:
    files = {name: make() for name, (make, _) in BAD_FILES.items()}
    app = upload(draw_on(run_app(), seven()), **files)
    said = [error.value for error in app.error]
    assert len(said) == len(BAD_FILES)
    wrong = [
        name for name, text in zip(BAD_FILES, said, strict=True) if BAD_FILES[name][1] not in text
    ]
    assert wrong == []
    assert "your drawing: 7" in texts(app)


def test_a_picture_without_a_digit_is_no_digit() -> None:
    grey = np.full((50, 50), 200, np.uint8)
    grey[20:30, 20:30] = 204
    app = upload(draw_on(run_app(), seven()), grey=png(grey))
    assert app.error[0].value == f"**grey**: {sources_words.NO_DIGIT_FOUND}"
    assert "your drawing: 7" in texts(app)


def test_uploads_survive_a_change_of_page() -> None:
    app = upload(run_app(), photo=photo_of(4), other=png(seven()))
    shown = components(app)["thumbnail"]
    app.switch_page("parameters.py").run()
    assert "your upload: 4" in texts(app)
    app.switch_page("draw.py").run()
    assert components(app)["thumbnail"] == shown
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
    assert "your upload: 7" in texts(app)
    assert labels(app, "uploads") == ["→ Your picture other", "Your picture photo"]
    assert components(app)["pad"]["revision"] == before.revision + 1


def test_what_is_written_on_an_upload_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[np.ndarray] = []

    def counted(pixels: np.ndarray) -> Ink:
        searched.append(pixels)
        return find_ink(pixels)

    monkeypatch.setattr(prepare, "find_ink", counted)
    app = upload(run_app(), photo=photo_of(4), other=png(seven()))
    toggle(app, "Crop").set_value(False).run()
    toggle(app, "Crop").set_value(True).run()
    for number in (0, 1):
        choose_picture(app, "uploads", components(app)["uploads"]["pictures"][number]["id"])
    assert "your upload: 4" in texts(app)
    assert len(searched) == 2


def test_a_removed_file_leaves_the_row_and_the_digit_stays() -> None:
    app = upload(run_app(), one=photo_of(4), two=png(seven()), three=png(seven()[:, ::-1].copy()))
    files = app.file_uploader[0]
    files._files = [file for file in files._get_files_to_register() if file[1] != "one"]
    files.run()
    assert labels(app, "uploads") == ["Your picture three", "Your picture two"]
    assert "your upload: 4" in texts(app)


def test_only_the_newest_uploads_are_kept() -> None:
    count = MAX_UPLOADS + 2
    app = upload(run_app(), **{f"{number}": png(seven()) for number in range(count)})
    expected = [f"Your picture {number}" for number in reversed(range(2, count))]
    assert labels(app, "uploads") == expected


def test_a_photo_of_the_camera_is_read_and_outlives_the_camera() -> None:
    app = run_app()
    assert len(app.camera_input) == 0
    toggle(app, sources_words.CAMERA_TOGGLE).set_value(True).run()
    app.camera_input[0].set_value(("photo.jpg", photo_of(4), "image/jpeg")).run()
    assert "your photo: 4" in texts(app)
    toggle(app, sources_words.CAMERA_TOGGLE).set_value(False).run()
    assert "your photo: 4" in texts(app)


def test_a_photo_without_a_digit_is_explained_without_a_name() -> None:
    app = draw_on(run_app(), seven())
    toggle(app, sources_words.CAMERA_TOGGLE).set_value(True).run()
    grey = encoded(np.full((50, 50), 200, np.uint8) + 4 * np.eye(50, dtype=np.uint8), "JPEG")
    app.camera_input[0].set_value(("photo.jpg", grey, "image/jpeg")).run()
    assert [error.value for error in app.error] == [sources_words.NO_DIGIT_FOUND]
    assert "your drawing: 7" in texts(app)


def test_the_digits_found_on_one_picture_are_offered() -> None:
    app = upload(run_app(), page=page_of(4, 7, 0))
    assert "your upload: 4" in texts(app)
    assert len(labels(app, "others")) == 3
    assert labels(app, "others")[0] == "→ Digit 1 of 3 on this picture"
    assert preparation_words.OTHERS_FOUND.format(count=3) in texts(app)


def test_another_digit_of_a_picture_changes_the_whole_page() -> None:
    app = upload(run_app(), page=page_of(4, 7))
    before = components(app)
    choose_picture(app, "others", "1")
    after = components(app)
    assert "your upload: 7" in texts(app)
    assert labels(app, "others")[1] == "→ Digit 2 of 2 on this picture"
    assert after["pad"]["revision"] == before["pad"]["revision"] + 1
    for key in ("pad", "network", "verdict_view", "thumbnail", "steps", "stage_softmax"):
        assert after[key] != before[key]


@pytest.mark.parametrize("make", [lambda: page_of(4, 7), lambda: photo_of(4)])
def test_the_steps_that_are_shown_are_those_that_were_taken(make: Callable[[], bytes]) -> None:
    app = upload(run_app(), picture=make())
    shown = components(app)["steps"]["pictures"]
    steps = prepared(app).steps
    assert [picture["label"] for picture in shown] == [step.name for step in steps]
    for picture, step in zip(shown, steps, strict=True):
        small = Image.fromarray(step.pixels)
        small.thumbnail((280, 280))
        assert base64.b64decode(picture["pixels"]) == np.asarray(small).tobytes()
        assert preparation_words.STEPS[step.name] in picture["caption"]


# Links and downloads.


def open_link(**query: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=30)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


def link_of(app: AppTest) -> dict[str, str] | None:
    return components(app)["copy_link"]["query"]


def charts(app: AppTest) -> dict[str, object]:
    """Every stage's values as they are shown: the image's first."""
    return {key: placed for key, placed in components(app).items() if key.startswith("stage_")}


def intricate() -> np.ndarray:
    """A drawing that does not fit into a link: uint8 (112, 112)."""
    raster = np.zeros((112, 112), np.uint8)
    raster[30:80, 30:80] = np.random.default_rng(0).integers(0, 256, (50, 50), np.uint8)
    return raster


def drawn_with_switches() -> AppTest:
    app = draw_on(run_app(), seven())
    toggle(app, "Crop").set_value(False).run()
    return toggle(app, "Swap").set_value(True).run()


def clicked(label: str) -> AppTest:
    app = run_app()
    return next(button for button in app.button if button.label == label).click().run()


SHARED = {
    "a drawing": lambda: draw_on(run_app(), seven()),
    "a drawing with switches": drawn_with_switches,
    "an intricate drawing": lambda: draw_on(run_app(), intricate()),
    "an upload": lambda: upload(run_app(), photo=photo_of(4)),
    "a digit of several": lambda: choose_picture(
        upload(run_app(), page=page_of(4, 7)), "others", "1"
    ),
    "a test digit": lambda: clicked("Surprise me"),
    "a random picture": lambda: clicked("Random picture"),
}


@pytest.mark.parametrize("name", SHARED)
def test_a_link_opens_the_very_same_digit(name: str) -> None:
    app = SHARED[name]()
    explain(app, "numbers")
    app.run()
    query = link_of(app)
    opened = open_link(**query)
    assert len(charts(app)) == 9
    assert charts(opened) == charts(app)
    assert opened.session_state["explain"] == "numbers"
    assert opened.query_params == {}
    assert link_of(opened) == query  # and it can be passed on


@pytest.mark.parametrize("name", SHARED)
def test_a_link_fits_everywhere(name: str) -> None:
    assert len(urlencode(link_of(SHARED[name]()))) <= 1500


def test_a_link_keeps_the_switches_of_a_drawing() -> None:
    opened = open_link(digit=pack(Drawing(seven(), centre=False, invert=True)))
    assert toggle(opened, "Crop").value is False
    assert toggle(opened, "Swap").value is True
    assert components(opened)["pad"]["centre"] is False
    assert base64.b64decode(components(opened)["pad"]["ink"]) == seven().tobytes()


def test_a_link_opens_on_the_page_that_it_is_for() -> None:
    app = run_app()
    app.switch_page("parameters.py")
    app.query_params["digit"] = pack(Example(0))
    app.run()
    assert "test digit 0, a 7: 7" in texts(app)
    assert "digit" not in app.query_params


def test_an_unknown_depth_or_other_words_in_an_address_do_no_harm() -> None:
    app = open_link(explain="everything", other="1")
    assert app.session_state["explain"] == "words"
    assert app.query_params == {"other": "1"}


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
    assert charts(app) == {}
    assert app.query_params == {}


def test_a_broken_link_leaves_the_digit_of_a_session() -> None:
    app = draw_on(run_app(), seven())
    app.query_params["digit"] = WHOLE[:-1]
    app.run()
    assert len(app.warning) == 1
    assert "your drawing: 7" in texts(app)


@pytest.mark.parametrize("button", ["Surprise me", "Random picture"])
def test_what_is_wrong_with_a_link_is_forgotten_with_the_next_digit(button: str) -> None:
    app = open_link(digit=WHOLE[:-1])
    assert len(app.warning) == 1
    next(placed for placed in app.button if placed.label == button).click().run()
    assert len(app.warning) == 0


def test_an_empty_pad_has_nothing_to_share_or_download() -> None:
    app = run_app()
    assert link_of(app) is None
    assert len(app.get("download_button")) == 0
    app = draw_on(app, seven())
    assert link_of(app) is not None
    assert len(app.get("download_button")) == 4


def test_a_random_picture_says_its_seed_and_the_seed_makes_it_again() -> None:
    app = clicked("Random picture")
    seed = active(app).seed
    assert f"random picture, seed {seed}" in texts(app)
    expected = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(seed))[0]
    assert torch.equal(active(app).image, expected)
