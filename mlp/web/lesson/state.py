"""What the lesson remembers in a session: the step, the settings, what is looked at and measured.

It must not know how anything is shown. Everything lies under keys of our own, so that it is there
again when the visitor comes back from another page; widgets are given these values.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import streamlit as st

from mlp.lesson.run import Race
from mlp.lesson.steps import NUM_STEPS, Layer, Settings
from mlp.net.device import Device, available_devices
from mlp.web.shell import session

ALL = "all"
PLACES: tuple[str, ...] = (*map(str, range(1, NUM_STEPS + 1)), ALL)
"""What may stand behind `?step=` in the address."""

_QUERY = "step"
_PLACE = "glassbox_lesson_step"
_ADDRESS = "glassbox_lesson_address"
_INVALID = "glassbox_lesson_invalid"
_SETTINGS = "glassbox_lesson_settings"
_LOOK = "glassbox_lesson_look"
_LAYERS = "glassbox_lesson_layers"
_RACES = "glassbox_lesson_races"

MAX_LAYERS = 8


def open_address() -> None:
    """Take over the step that the address asks for, if it is not the one that was taken last."""
    asked = st.query_params.get(_QUERY)
    if asked is None or asked == st.session_state.get(_ADDRESS):
        return
    st.session_state[_ADDRESS] = asked
    is_valid = asked in PLACES
    st.session_state[_INVALID] = None if is_valid else asked[:20]
    if is_valid:
        st.session_state[_PLACE] = asked


def place() -> str:
    """The step that is shown, as in the address: "1" to "10", or "all"."""
    return cast(str, st.session_state.get(_PLACE, PLACES[0]))


def go_to(wanted: str) -> None:
    """Show a step, and say so in the address: the browser's own Back then leads back."""
    st.session_state[_PLACE] = st.session_state[_ADDRESS] = wanted
    st.session_state[_INVALID] = None
    st.query_params[_QUERY] = wanted


def neighbour(offset: int) -> str | None:
    """The step before (-1) or after (1) the one that is shown; None if there is none."""
    if place() == ALL:
        return None
    number = int(place()) + offset
    return str(number) if 1 <= number <= NUM_STEPS else None


def invalid_step() -> str | None:
    """What the address asked for, if there is no such step."""
    return cast("str | None", st.session_state.get(_INVALID))


def choices() -> Settings:
    """What the visitor chose, without the digit and the device that belong to the whole app."""
    return cast(Settings, st.session_state.get(_SETTINGS, Settings()))


def choose(**changed: Any) -> None:
    """Change settings."""
    st.session_state[_SETTINGS] = replace(choices(), **changed)


def is_digit_missing() -> bool:
    """Whether the visitor's own digit is wanted, but nothing is drawn."""
    return choices().source == "mine" and session.prepared().is_blank


def settings() -> Settings:
    """Everything that the program depends on."""
    chosen = replace(choices(), device=_device_name())
    if chosen.source != "mine":
        return chosen
    if is_digit_missing():
        return replace(chosen, source="test")
    active = session.digit()
    if active.example is not None:
        return replace(chosen, example=active.example)
    if active.seed is not None:
        return replace(chosen, picture_seed=active.seed)
    return replace(chosen, pixels=session.prepared().steps[-1].pixels.tobytes())


def choose_device(device: Device) -> None:
    """Compute on another device, in the whole app."""
    st.session_state[session.DEVICE_KEY] = device


def looked_at(name: str, *, below: int) -> int:
    """Which picture or output number is looked at; within what there is."""
    look = cast("dict[str, int]", st.session_state.get(_LOOK, {}))
    return min(look.get(name, 0), below - 1)


def look_at(name: str, number: int) -> None:
    """Look at another picture or output number."""
    st.session_state[_LOOK] = {**st.session_state.get(_LOOK, {}), name: number}


def layers() -> tuple[Layer, ...]:
    """The chain that the visitor builds; at first that of the step."""
    return cast("tuple[Layer, ...]", st.session_state.get(_LAYERS, first_layers()))


def first_layers() -> tuple[Layer, ...]:
    """The step's own chain."""
    hidden = choices().hidden_features
    return (
        Layer("Flatten"),
        Layer("Linear", 784, hidden),
        Layer("ReLU"),
        Layer("Linear", hidden, 10),
    )


def build(chain: tuple[Layer, ...] | None) -> None:
    """Remember a chain; None: the step's own one again."""
    if chain is None:
        st.session_state.pop(_LAYERS, None)
    else:
        st.session_state[_LAYERS] = chain[:MAX_LAYERS]


def races() -> dict[int, tuple[Race, ...]]:
    """What was measured, by size: one race for each device."""
    return cast("dict[int, tuple[Race, ...]]", st.session_state.get(_RACES, {}))


def keep_race(size: int, measured: tuple[Race, ...] | None) -> None:
    """Remember what was measured for a size; None: forget it."""
    kept = {other: race for other, race in races().items() if other != size}
    st.session_state[_RACES] = kept if measured is None else {**kept, size: measured}


def mirrored(key: str, value: Any, take: Callable[[Any], None]) -> dict[str, Any]:
    """Make a widget show a value that is kept elsewhere, and take over what it is changed to.

    Returns:
        The widget's arguments `key` and `on_change`.
    """
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: take(st.session_state[key])}


def _device_name() -> str | None:
    """PyTorch's name of the session's device; None for the one that the code finds by itself."""
    name = session.model().device.name
    return None if name == available_devices()[0].name else name
