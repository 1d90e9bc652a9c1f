"""The whole app without a browser: opened, given something, and what it then shows.

It must not know what is claimed of it.
"""

from typing import Any

import numpy as np
import orjson
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Toggle

from mlp.web.server.visitors.digit import Digit
from mlp.web.views.verdict.words import say_verdict
from tests.support import ROOT
from tests.support.sessions import reading_of, session_of

MAIN = str(ROOT / "pages" / "main.py")


def run_app() -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=30).run()
    assert not app.exception
    return app


def click(app: AppTest, label: str) -> AppTest:
    """Click the first button with this label."""
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def draw_on(app: AppTest, raster: np.ndarray, sequence: int = 1) -> AppTest:
    """Put a drawing where the pad's report puts it, and run the page."""
    session_of(app).visitor.digit = Digit("pad", "your drawing", sequence=sequence, raster=raster)
    app.run()
    assert not app.exception
    return app


def upload(app: AppTest, **contents: bytes) -> AppTest:
    """Give the uploader these files, and no others."""
    files = [(name, content, "image/png") for name, content in contents.items()]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    return app


def choose_picture(app: AppTest, key: str, id: object) -> AppTest:
    """Click one of the pictures in a row, as the browser would report it."""
    return report_event(app, key, "chosen", id)


def report_event(app: AppTest, key: str, event: str, value: object) -> AppTest:
    """Let a component of ours report something, as the browser would."""
    component = next(
        element.proto.id
        for element in app.get("bidi_component")
        if element.proto.id.endswith(f"-{key}")
    )
    states = app._tree.get_widget_states()  # AppTest has no elements for components
    states.widgets.append(
        WidgetState(
            id=f"$$STREAMLIT_INTERNAL_KEY_{component}__events",
            json_trigger_value=orjson.dumps([{"event": event, "value": value}]).decode(),
        )
    )
    app._run(states)
    assert not app.exception
    return app


def choose_network(app: AppTest, choice: str) -> AppTest:
    app.segmented_control(key="network_choice").set_value(choice).run()
    assert not app.exception
    return app


def bring_network(app: AppTest, content: bytes, name: str = "my.pth") -> AppTest:
    choose_network(app, "own")
    app.file_uploader(key="network_file").upload(name, content, "application/octet-stream").run()
    assert not app.exception
    return app


def components(app: AppTest) -> dict[str, Any]:
    """What each component of ours got, by its key."""
    placed = {}
    for element in app.get("bidi_component"):
        proto = element.proto
        key = proto.id.rsplit("-", 1)[-1]
        placed[key] = orjson.loads(proto.json) if proto.json else orjson.loads(proto.bytes)
    return placed


def toggle(app: AppTest, words_on_it: str) -> Toggle:
    return next(toggle for toggle in app.toggle if words_on_it in toggle.label)


def texts(app: AppTest) -> str:
    elements = [*app.markdown, *app.caption, *app.info, *app.error, *app.sidebar.caption]
    return "\n".join(element.value for element in elements)


def said_of_digit(app: AppTest) -> str:
    """What the browser will say of the active digit in the sidebar: "your drawing: 7 (98.2 %)"."""
    caption: str = components(app)["active_digit"]["caption"]
    return f"{caption}: {say_verdict(reading_of(app).verdict)}"


def link_of(app: AppTest) -> dict[str, str] | None:
    """What a link to what is shown says besides the page; None while there is no digit to share."""
    digit = session_of(app).visitor.link()
    settings: dict[str, str] = components(app)["copy_link"]["settings"]
    return None if digit is None else {"digit": digit, **settings}
