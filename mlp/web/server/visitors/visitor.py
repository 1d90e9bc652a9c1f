"""A visitor: one record of the digit, its switches and the network that reads it.

The page's script and the channel hold the same record, in threads of their own. It must not know
Streamlit, nor how ink and answers travel.
"""

import base64
import secrets
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Literal

import numpy as np

from mlp.dataset import SIDE
from mlp.explain.gradients import UnitErrors, unit_errors
from mlp.explain.score_difference import ScoreDifference, first_two, score_difference
from mlp.files.link import RASTER_PX, Drawing, Example, Pixels, RandomPicture, pack
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading, read
from mlp.net.sheet import Sheet, read_sheet
from mlp.net.verdict import Kind
from mlp.picture.prepare import Prepared
from mlp.web.server.last_result import LastResult
from mlp.web.server.models import SHARED_TOKEN, TOKEN_BYTES, Models
from mlp.web.server.visitors.digit import EMPTY_PAD, Digit, drawn_digit

Target = int | Literal["read"]
"""What a digit is to be: 0–9, or whichever the network reads."""


@dataclass(eq=False)
class Visitor:
    """What the server remembers of one visitor; it ends with the session that holds it.

    Attributes:
        models: Where the network is found.
        token: What the visitor's browser proves with that it is theirs; a secret.
        digit: The active digit.
        centre: Whether to crop, scale and centre it; None: what suits its source.
        invert: Whether to swap its black and white; None: what suits its source.
        against: The digit that the answer is compared with, 0–9; None: the runner-up.
        target: What the digit is to be when it is said what the network would learn from it; None:
            that is not said.
        network: The token of the network in use.
        changes: Counted up when anything but ink or a switch of the pad's changed the answer.
        number: Of the last answer that was given.
    """

    models: Models
    token: bytes = field(default_factory=lambda: secrets.token_bytes(TOKEN_BYTES))
    digit: Digit = EMPTY_PAD
    centre: bool | None = None
    invert: bool | None = None
    against: int | None = None
    target: Target | None = None
    network: bytes = SHARED_TOKEN
    changes: int = 0
    number: int = 0
    _newest_ink: int = 0
    _lock: Lock = field(default_factory=Lock)
    _prepared: LastResult[dict[bool, Prepared]] = field(default_factory=LastResult)
    _reading: LastResult[Reading] = field(default_factory=LastResult)
    _sheet: LastResult[Sheet] = field(default_factory=LastResult)

    @property
    def is_fresh(self) -> bool:
        """Whether it has seen no digit yet: the browser may then bring its own back."""
        return self.digit is EMPTY_PAD

    @property
    def model(self) -> PlacedModel:
        """The network in use, placed on its device; the bundled one if it was let go meanwhile."""
        return self.models.get(self.network) or self.models.default

    def use(self, network: bytes) -> None:
        """Let another network read the digit.

        Args:
            network: Its token.
        """
        if network != self.network:
            self.network = network
            self.changes += 1

    def show(self, new: Digit, *, centre: bool | None = None, invert: bool | None = None) -> None:
        """Make a picture that does not come from the pad the active digit."""
        with self._lock:
            self.digit = replace(new, revision=self.digit.revision + 1)
            self.centre, self.invert = centre, invert
            self.changes += 1

    def choose_found(self, number: int) -> None:
        """Take another of the digits found on the active picture; the switches stay."""
        with self._lock:
            self.digit = replace(self.digit, chosen=number, revision=self.digit.revision + 1)
            self.changes += 1

    def draw(
        self, raster: np.ndarray, *, sequence: int, revision: int, is_unfinished: bool
    ) -> bool:
        """Make the pad's ink the active digit.

        Args:
            raster: uint8, (112, 112), 0–255, ink white on black.
            sequence: Number of the pad's update.
            revision: Of the picture that it is drawn on.
            is_unfinished: The pen is still down.

        Returns:
            Whether it was taken: not if newer ink was, nor if there is a newer picture, which the
            pad has yet to show.
        """
        with self._lock:
            before = self.digit
            if revision != before.revision or sequence <= self._newest_ink:
                return False
            self._newest_ink = sequence
            if before.source != "pad":  # another picture's switches end with it
                self.centre = self.invert = None
            self.digit = drawn_digit(
                raster, sequence=sequence, revision=revision, is_unfinished=is_unfinished
            )
            return True

    def switch(self, *, centre: bool | None, invert: bool | None) -> None:
        """Change how the digit is prepared; None leaves a switch as it is."""
        self.centre = self.centre if centre is None else centre
        self.invert = self.invert if invert is None else invert

    def count(self) -> int:
        """Give the next answer its number."""
        with self._lock:
            self.number += 1
            return self.number

    def prepared(self) -> Prepared:
        """The active digit as the network reads it."""
        suits = self.digit.suits_centring
        return self.prepared_with(centre=suits if self.centre is None else self.centre)

    def prepared_with(self, *, centre: bool) -> Prepared:
        """The active digit, with or without centring; each is prepared once."""
        digit, invert = self.digit, self.invert
        by_centre = self._prepared.of(digit, invert, make=dict)
        if centre not in by_centre:
            by_centre[centre] = digit.prepare(centre=centre, invert=invert)
        return by_centre[centre]

    def reading(self) -> Reading:
        """The active digit, read by the network: once for all that show it."""
        model, prepared, digit = self.model, self.prepared(), self.digit
        is_unfinished = digit.is_unfinished or digit.is_scant
        return self._reading.of(
            model,
            prepared,
            is_unfinished,
            make=lambda: read(model, prepared, is_unfinished=is_unfinished),
        )

    def why(self, reading: Reading) -> ScoreDifference | None:
        """Explain a reading of this visitor's: why the digit with the largest score, not another.

        Returns:
            None if nothing was drawn, if the network's numbers are too large, or if another
            network reads the digit meanwhile.
        """
        model, traced = self.model, reading.trace
        if traced is None or model.fingerprint != reading.fingerprint:
            return None
        digit, runner_up = first_two(traced)
        against = runner_up if self.against in (None, digit) else self.against
        return score_difference(model.cpu_model, traced, digit, against)

    def errors(self, reading: Reading) -> UnitErrors | None:
        """Say what the network would learn from a reading of this visitor's.

        Returns:
            None if nobody wants to know, if nothing was drawn or it does not look like a digit, if
            the network's numbers are too large, or if another network reads the digit meanwhile.
        """
        target, model, traced = self.target, self.model, reading.trace
        if target is None or traced is None or reading.verdict.kind is Kind.NO_DIGIT:
            return None
        if model.fingerprint != reading.fingerprint:
            return None
        label = first_two(traced)[0] if target == "read" else target
        return unit_errors(model.cpu_model, traced, label)

    def sheet(self) -> Sheet | None:
        """Every digit of the active picture, read once for all that show it; None: it is none."""
        digit, model, invert = self.digit, self.model, self.invert
        written = digit.picture
        if written is None:
            return None
        centre = digit.suits_centring if self.centre is None else self.centre
        return self._sheet.of(
            model,
            written,
            centre,
            invert,
            make=lambda: read_sheet(model, written, centre=centre, invert=invert),
        )

    def pad_ink(self) -> str | None:
        """What the pad is to show, as base64 of uint8 (112, 112); None for an empty pad."""
        if self.digit.source == "pad":
            raster = self.digit.raster
        else:
            pixels = self.prepared().steps[-1].pixels  # (28, 28)
            raster = np.kron(pixels, np.ones((RASTER_PX // SIDE, RASTER_PX // SIDE), np.uint8))
        return None if raster is None else base64.b64encode(raster.tobytes()).decode()

    def link(self) -> str | None:
        """The active digit as text for a link; None if nothing is drawn."""
        digit, prepared = self.digit, self.prepared()
        if prepared.is_blank:
            return None
        if digit.example is not None:
            return pack(Example(digit.example))
        if digit.seed is not None:
            return pack(RandomPicture(digit.seed))
        pixels = Pixels(prepared.steps[-1].pixels)
        if digit.raster is None:
            return pack(pixels)
        drawing = Drawing(digit.raster, self.centre is not False, bool(self.invert))
        return pack(drawing, otherwise=pixels)
