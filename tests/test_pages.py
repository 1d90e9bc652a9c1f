"""The pages in all their states, without a browser."""

import base64
import io
from pathlib import Path

import numpy as np
import orjson
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from mlp.dataset import load_digits
from mlp.image import from_pad
from mlp.live import read
from mlp.models import bundled_models
from mlp.network import stage_names
from mlp.ui import state

MAIN = str(Path(__file__).parent.parent / "pages" / "main.py")


def run_app() -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    assert not app.exception
    return app


def seven() -> np.ndarray:
    """A 7 as the pad reports it: uint8 (112, 112)."""
    raster = np.zeros((112, 112), np.uint8)
    raster[20:30, 30:85] = 255
    for row in range(30, 95):
        column = 80 - (row - 30) // 2
        raster[row, column - 5 : column + 5] = 255
    return raster


def draw_on(app: AppTest, raster: np.ndarray, sequence: int = 1) -> AppTest:
    """Put a drawing where the pad's report puts it, and run the page."""
    app.session_state["glassbox_digit"] = state.Digit(
        "pad", "your drawing", sequence=sequence, raster=raster
    )
    app.run()
    assert not app.exception
    return app


def png(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def components(app: AppTest) -> dict[str, object]:
    """What each component of ours got, by its key."""
    placed = {}
    for element in app.get("bidi_component"):
        proto = element.proto
        key = proto.id.rsplit("-", 1)[-1]
        placed[key] = orjson.loads(proto.json) if proto.json else orjson.loads(proto.bytes)
    return placed


def texts(app: AppTest) -> str:
    elements = [*app.markdown, *app.caption, *app.info, *app.error, *app.sidebar.caption]
    return "\n".join(element.value for element in elements)


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
    app.session_state["explain"] = depth
    app.run()
    assert expected in texts(app)
    assert bool(app.code) == (depth == "code")


def test_the_code_that_is_shown_gives_the_values_that_are_shown() -> None:
    import torch
    from torch import nn

    app = draw_on(run_app(), seven())
    app.session_state["explain"] = "code"
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
    active = app.session_state["glassbox_digit"]
    prepared = active.prepare(centre=None, invert=None)
    assert prepared.image.equal(digits.images(0, 1)[0])
    assert "your upload: 7" in texts(app)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no picture", "not a PNG or JPEG"),
        (png(np.full((50, 50), 200, np.uint8)), "too alike"),
        (png(seven())[:150], "damaged"),
    ],
)
def test_a_bad_upload_is_explained_and_the_digit_stays(content: bytes, message: str) -> None:
    app = draw_on(run_app(), seven())
    app.file_uploader[0].upload("bad.png", content, "image/png").run()
    assert message in app.error[0].value
    assert "your drawing: 7" in texts(app)


def test_surprise_me_takes_a_test_digit() -> None:
    app = run_app()
    next(button for button in app.button if button.label == "Surprise me").click().run()
    assert app.session_state["glassbox_digit"].source == "test"
    assert "test digit" in texts(app)


def test_the_random_picture_is_one_tensor_taken_as_it_is() -> None:
    app = run_app()
    next(button for button in app.button if button.label == "Random picture").click().run()
    active = app.session_state["glassbox_digit"]
    assert active.prepare(centre=None, invert=None).image is active.image
    assert "nothing is prepared" in texts(app)


def test_centring_can_be_switched_off_and_both_answers_are_said() -> None:
    app = draw_on(run_app(), seven())
    app.toggle[0].set_value(False).run()
    steps = [picture["label"] for picture in components(app)["steps"]["pictures"]]
    assert steps[-1] == "shrunk"
    assert "Centred: 7" in texts(app)
    assert "not centred:" in texts(app)
    assert components(app)["pad"]["centre"] is False


def test_the_answer_without_the_last_relu_is_another_softmax() -> None:
    app = draw_on(run_app(), seven())
    with_relu = components(app)["softmax_bars"]["figure"]["data"][0]["y"]["bdata"]
    next(toggle for toggle in app.toggle if "last ReLU" in toggle.label).set_value(True).run()
    assert components(app)["softmax_bars"]["figure"]["data"][0]["y"]["bdata"] != with_relu


def test_the_parameters_page_shows_every_parameter_in_true_values() -> None:
    app = run_app()
    app.switch_page("parameters.py").run()
    assert not app.exception
    placed = components(app)
    for name, parameter in bundled_models().default.model.named_parameters():
        values = placed[f"parameter_{name}"]["figure"]["data"][0]["z"]["bdata"]
        assert base64.b64decode(values) == parameter.numpy().tobytes()


def test_a_report_of_an_older_picture_is_left_alone() -> None:
    def script() -> None:
        import base64

        import streamlit as st

        from mlp.ui import state

        st.session_state.setdefault("glassbox_digit", state.Digit("test", "an example", revision=2))
        ink = base64.b64encode(bytes(112 * 112)).decode()
        state.show_drawing({"ink": ink, "sequence": 9, "revision": 1})

    app = AppTest.from_function(script).run()
    assert app.session_state["glassbox_digit"].caption == "an example"


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

        from mlp.ui import state

        state.show_drawing(report)
        st.write(state.digit().caption)

    app = AppTest.from_function(script, args=(report,)).run()
    assert not app.exception
    assert app.markdown[0].value == "nothing drawn yet"


def test_an_interrupted_run_is_not_taken_for_a_finished_page() -> None:
    app = run_app()
    assert app.session_state["glassbox_page"] == "Draw"
    app.switch_page("parameters.py").run()
    assert app.session_state["glassbox_page"] == "Parameters"


def test_the_swap_switch_shows_what_was_done_and_can_be_taken_back() -> None:
    app = run_app()
    app.file_uploader[0].upload("black.png", png(255 - seven()), "image/png").run()
    swap = next(toggle for toggle in app.toggle if "Swap" in toggle.label)
    assert swap.value is True
    swap.set_value(False).run()
    assert not app.exception
    next(toggle for toggle in app.toggle if "Swap" in toggle.label).set_value(True).run()
    assert "your upload: 7" in texts(app)


def test_a_switch_reaches_pad_view_and_sidebar() -> None:
    app = draw_on(run_app(), seven())
    before = components(app)["network"]["answer"]
    app.toggle[0].set_value(False).run()
    assert components(app)["pad"]["centre"] is False
    assert components(app)["network"]["answer"] != before


def test_an_overtaken_report_is_left_alone() -> None:
    def script() -> None:
        import base64

        import streamlit as st

        from mlp.ui import state

        for sequence, ink in ((5, bytes([255]) * 112 * 112), (4, bytes(112 * 112))):
            taken = state.show_drawing(
                {"ink": base64.b64encode(ink).decode(), "sequence": sequence, "revision": 0}
            )
            st.write(taken)

    app = AppTest.from_function(script).run()
    assert app.session_state["glassbox_digit"].sequence == 5
