"""This session's training, on every page: which it is, and whether the app looks into its network.

It must not know how a training is set, steered or shown: that is the Train page's.
"""

from dataclasses import dataclass
from weakref import WeakValueDictionary

import streamlit as st

from mlp.errors import InputError
from mlp.picture.prepare import Prepared
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.session import current


@dataclass(eq=False)
class OwnTraining:
    """What a session remembers of its training.

    Attributes:
        ticket: Of the training; None before the first.
        is_gone: Whether the training that this session had, or its browser remembered, is
            forgotten.
        error: Why the last wish could not be granted.
    """

    ticket: str | None = None
    is_gone: bool = False
    error: str | None = None
    _follows: bool = True
    _watched: tuple[str, Prepared] | None = None

    @property
    def training(self) -> TrainingRun | None:
        """The training, running or over; None before the first."""
        return None if self.ticket is None else TRAININGS.get(self.ticket)

    @property
    def follows(self) -> bool:
        """Whether the whole app looks, or will look, into the network in training."""
        return self._follows if self.training is None else current().network.kind == "following"

    def follow(self, wanted: bool) -> None:
        """Let the whole app look into the network in training, or into the trained one again."""
        self._follows = wanted
        training, session = self.training, current()
        if training is not None and wanted:
            try:
                session.follow_training(training)
            except InputError as error:
                self.error = str(error)
        elif session.network.kind == "following":
            session.show_trained()

    def take(self, training: TrainingRun, *, follows: bool) -> None:
        """Make a training this session's; the one before is forgotten.

        Args:
            training: A new one, or one that another session had before a reload.
            follows: Whether the app is to look into its network.
        """
        self._forget()
        self.is_gone = False
        self.ticket = training.ticket
        self.follow(follows)

    def claim(self, ticket: str, *, follows: bool) -> None:
        """Take over the training of a session before a reload, if there still is one.

        Args:
            ticket: The training's, as the browser kept it.
            follows: Whether the app looked into the network in training.
        """
        if self.training is not None:
            return
        found = TRAININGS.get(ticket)
        if found is None:
            self.is_gone = True
        else:
            self.take(found, follows=follows)

    def note_gone(self, ticket: str | None) -> None:
        """Forget this session's training if the server does: nobody was there to watch it.

        Args:
            ticket: Of the training that is gone; that of any other, or of one that is there, is
                left alone.
        """
        if ticket is None or self.ticket != ticket or TRAININGS.get(ticket) is not None:
            return
        session = current()
        self._forget()
        self._follows = session.network.kind == "following"
        self.is_gone = True
        if self._follows:
            session.show_trained()

    def note_digit(self) -> None:
        """Say to the training that its visitor is there, and which digit is to be watched.

        To be called in every script run, and wherever the digit may have become another one.
        """
        training = self.training
        _presence().hold(training)
        if training is None:
            self.note_gone(self.ticket)
            return
        session = current()
        visitor, watched = session.visitor, self._watched
        digit, prepared = visitor.digit, visitor.prepared()
        if watched is None or watched[0] != training.ticket or watched[1] is not prepared:
            self._watched = (training.ticket, prepared)
            TRAININGS.watch(training, None if prepared.is_blank else prepared, digit)

    def _forget(self) -> None:
        """Forget what belongs to one training alone."""
        self.ticket = self.error = self._watched = None


@dataclass(eq=False)
class Presence:
    """A session's hold on a training; tells the training when the session ends.

    Attributes:
        holders: By ticket, the session that was there last: a session that a reload has replaced
            may end only after the new one has begun.
        ticket: Of the session's training.
    """

    holders: "WeakValueDictionary[str, Presence]"
    ticket: str | None = None

    def hold(self, held: TrainingRun | None) -> None:
        """Say that the visitor is there."""
        self.ticket = None if held is None else held.ticket
        if held is not None:
            self.holders[held.ticket] = self
            TRAININGS.end_grace(held)

    def leave(self) -> None:
        """Say that the visitor is gone, perhaps only for the length of a reload."""
        if self.ticket is not None and self.holders.get(self.ticket) is self:
            left = TRAININGS.get(self.ticket)
            if left is not None:
                TRAININGS.start_grace(left)


@st.cache_resource(show_spinner=False)
def _holders() -> "WeakValueDictionary[str, Presence]":
    """Which session holds which training, in this process."""
    return WeakValueDictionary()


@st.cache_resource(scope="session", show_spinner=False, on_release=Presence.leave)
def _presence() -> Presence:
    """Keep what must be told when the session ends."""
    return Presence(_holders())
