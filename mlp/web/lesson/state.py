"""What the lesson remembers in a session: the step, the settings, what is looked at and measured.

It must not know how anything is shown.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from mlp.lesson.run import Race
from mlp.lesson.step import Rule, Settings
from mlp.lesson.steps import NUM_STEPS, Layer
from mlp.net.device import available_devices
from mlp.web.shell.session import current

ALL = "all"
PLACES: tuple[str, ...] = (*map(str, range(1, NUM_STEPS + 1)), ALL)
"""What may stand behind `?step=` in the address."""

_QUERY = "step"

MAX_LAYERS = 8

USUAL_RATES: dict[Rule, float] = {"sgd": 0.1, "momentum": 0.01, "adam": 0.001}
"""A learning rate that suits each optimizer here."""

_MAX_SAID_CHARS = 20


@dataclass(eq=False)
class LessonState:
    """What a session remembers of the lesson.

    Attributes:
        place: The step that is shown, as in the address: "1" to "16", or "all".
        invalid: What the address asked for, if there is no such step.
        choices: What was chosen, without the digit and the device that belong to the whole app.
        race_size: Side of the matrices that the devices race with.
        races: What was measured, by size: one race for each device.
    """

    place: str = PLACES[0]
    invalid: str | None = None
    choices: Settings = field(default_factory=Settings)
    race_size: int = 256
    races: dict[int, tuple[Race, ...]] = field(default_factory=dict)
    _address: str | None = None
    _looked_at: dict[str, int] = field(default_factory=dict)
    _layers: tuple[Layer, ...] | None = None
    _said: tuple[bytes, int] | None = None

    def open_address(self) -> None:
        """Take over the step that the address asks for, unless it was the one taken last."""
        asked = st.query_params.get(_QUERY)
        if asked is None or asked == self._address:
            return
        self._address = asked
        if asked in PLACES:
            self.place, self.invalid = asked, None
        else:
            self.invalid = asked[:_MAX_SAID_CHARS]

    def go_to(self, wanted: str) -> None:
        """Show a step, and say so in the address: the browser's own Back then leads back."""
        self.place = self._address = wanted
        self.invalid = None
        st.query_params.from_dict({_QUERY: wanted})

    def address(self) -> dict[str, str]:
        """Say the step as it stands in the address."""
        return {_QUERY: self.place}

    def neighbour(self, offset: int) -> str | None:
        """The step before (-1) or after (1) the one that is shown; None if there is none."""
        if self.place == ALL:
            return None
        number = int(self.place) + offset
        return str(number) if 1 <= number <= NUM_STEPS else None

    def choose(self, **changed: Any) -> None:
        """Change settings."""
        self.choices = replace(self.choices, **changed)

    def choose_rule(self, rule: Rule) -> None:
        """Change the optimizer, and take a learning rate that suits it."""
        self.choose(rule=rule, learning_rate=USUAL_RATES[rule])

    def choose_layer(self, layer: int) -> None:
        """Look at a weight of another layer: the one with the steepest slope."""
        self.choose(layer=layer, weight=None)

    def is_digit_missing(self) -> bool:
        """Whether the visitor's own digit is wanted, but nothing is drawn."""
        return self.choices.source == "mine" and current().visitor.prepared().is_blank

    def settings(self) -> Settings:
        """Everything that the program depends on."""
        session = current()
        chosen = replace(self.choices, device=_device_name())
        if chosen.source != "mine":
            return replace(chosen, target=0)
        if self.is_digit_missing():
            return replace(chosen, source="test", target=0)
        if session.visitor.digit.example is not None:
            return replace(chosen, example=session.visitor.digit.example, target=0)
        chosen = replace(chosen, target=self.target())
        if session.visitor.digit.seed is not None:
            return replace(chosen, picture_seed=session.visitor.digit.seed)
        return replace(chosen, pixels=_own_pixels())

    def target(self) -> int:
        """Which digit the visitor's own is: as the visitor said, else as the network reads it."""
        if self._said is not None and self._said[0] == _own_pixels():
            return self._said[1]
        traced = current().visitor.reading().trace
        return 0 if traced is None else int(traced.probabilities.argmax())

    def say_target(self, digit: int) -> None:
        """Remember which digit the visitor's own is, until it is another picture."""
        self._said = (_own_pixels(), digit)

    def looked_at(self, name: str, *, below: int) -> int:
        """Which picture or output number is looked at; within what there is."""
        return min(self._looked_at.get(name, 0), below - 1)

    def look_at(self, name: str, number: int) -> None:
        """Look at another picture or output number."""
        self._looked_at[name] = number

    def forget_race(self) -> None:
        """Measure this size again."""
        self.races.pop(self.race_size, None)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The chain that the visitor builds; at first that of the step."""
        if self._layers is not None:
            return self._layers
        hidden = self.choices.hidden_features
        return (
            Layer("Flatten"),
            Layer("Linear", 784, hidden),
            Layer("ReLU"),
            Layer("Linear", hidden, 10),
        )

    def build(self, chain: tuple[Layer, ...] | None) -> None:
        """Remember a chain; None: the step's own one again."""
        self._layers = None if chain is None else chain[:MAX_LAYERS]


def lesson_state() -> LessonState:
    """What this session remembers of the lesson."""
    return current().of(LessonState)


def _own_pixels() -> bytes:
    """The visitor's picture as the network gets it: uint8, 784 bytes, row by row."""
    return current().visitor.prepared().steps[-1].pixels.tobytes()


def _device_name() -> str | None:
    """PyTorch's name of the session's device; None for the one that the code finds by itself."""
    name = current().model().device.name
    return None if name == available_devices()[0].name else name
