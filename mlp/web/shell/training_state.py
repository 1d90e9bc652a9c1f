"""What the Train page remembers in a session: settings, the training, the checkpoint looked at.

It must not know how anything is shown. Everything lies under keys of our own, so that it is there
again when the visitor comes back from another page.
"""

from dataclasses import dataclass, replace
from typing import Any, cast
from weakref import WeakValueDictionary

import streamlit as st

from mlp.errors import InputError
from mlp.net.device import Device, available_devices
from mlp.net.placed import ModelInTraining, PlacedModel
from mlp.picture.prepare import Prepared
from mlp.training.augmentation import Augmentation
from mlp.training.checkpoints import Checkpoint
from mlp.training.presets import PRESETS
from mlp.training.recipe import Recipe
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell import session
from mlp.web.train import hidden_words as words

AUGMENTATION = Augmentation(num_fields=512)
"""Varied as for the app's own weights, by fewer fields: those take 0.8 s to make, these 0.04 s."""

MAX_HIDDEN_LAYERS = 4
MAX_HIDDEN_UNITS = 1024

SETTINGS = (
    "optimizer",
    "learning_rate",
    "is_step_size_falling",
    "batch_size",
    "epochs",
    "num_images",
    "augmentation",
    "hidden_sizes",
    "last_relu",
    "is_last_bias_raised",
)
"""Fields of the recipe that belong to a preset, in the order of the page. The seed does not."""

_CHANGING = (Status.WAITING, Status.STARTING, Status.TRAINING)
_REFRESH_S = 1.0

_SETTINGS = "glassbox_train_settings"
_TICKET = "glassbox_train_ticket"
_PLACE = "glassbox_train_place"
_WATCHED = "glassbox_train_watched"
_FOLLOWS = "glassbox_train_follows"
_MODEL = "glassbox_train_model"
_ERROR = "glassbox_train_error"
_IS_GONE = "glassbox_train_is_gone"


@dataclass(frozen=True)
class Settings:
    """What the visitor chose.

    Attributes:
        recipe: How to train.
        preset: Name of the preset that was chosen last; settings may have been changed since.
        hidden_text: The hidden sizes as they were typed.
        device_name: Where to train; None for the device of the whole app.
    """

    recipe: Recipe
    preset: str
    hidden_text: str
    device_name: str | None = None

    @property
    def changed(self) -> tuple[str, ...]:
        """Which of the `SETTINGS` differ from the preset's."""
        own, given = self.recipe, PRESETS[self.preset].recipe
        return tuple(name for name in SETTINGS if getattr(own, name) != getattr(given, name))


@dataclass(eq=False)
class _Presence:
    """A session's hold on a training; tells the training when the session ends.

    Attributes:
        holders: By ticket, the session that was there last: a session that a reload has replaced
            may end only after the new one has begun.
        ticket: Of the session's training.
    """

    holders: "WeakValueDictionary[str, _Presence]"
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


def settings() -> Settings:
    """What the visitor chose; at first the first preset."""
    return cast(Settings, st.session_state.get(_SETTINGS, _preset_settings(next(iter(PRESETS)))))


def choose_preset(name: str) -> None:
    """Choose all settings of a preset; the device stays."""
    st.session_state[_SETTINGS] = replace(
        _preset_settings(name), device_name=settings().device_name
    )


def choose(**changed: Any) -> None:
    """Change fields of the recipe."""
    now = settings()
    st.session_state[_SETTINGS] = replace(now, recipe=replace(now.recipe, **changed))


def choose_hidden(text: str) -> None:
    """Choose the hidden layers as they are typed; a text that names none changes nothing else."""
    st.session_state[_SETTINGS] = replace(settings(), hidden_text=text)
    try:
        choose(hidden_sizes=hidden_sizes(text))
    except InputError:
        pass  # `hidden_error` says so for as long as the text is there


def choose_device(device: Device) -> None:
    """Choose where to train."""
    st.session_state[_SETTINGS] = replace(settings(), device_name=device.name)


def device() -> Device:
    """Where to train: what was chosen here, else the device of the whole app."""
    by_name = {device.name: device for device in available_devices()}
    chosen = by_name.get(settings().device_name or "")
    whole_app = cast("Device | None", st.session_state.get(session.DEVICE_KEY))
    return chosen or whole_app or session.models().default.device


def hidden_sizes(text: str) -> tuple[int, ...]:
    """Read hidden sizes as they are typed, for example "512, 512"; an empty text is no layer.

    Raises:
        InputError: They are no whole numbers, too large, too small, or too many.
    """
    parts = text.replace(";", ",").replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise InputError(words.HIDDEN_NO_NUMBERS.format(text=text.strip()[:40]))
    if len(parts) > MAX_HIDDEN_LAYERS:
        raise InputError(words.HIDDEN_TOO_MANY.format(count=len(parts), most=MAX_HIDDEN_LAYERS))
    # NOTE: int() refuses texts of thousands of digits with an error of its own.
    wrong = [part for part in parts if len(part) > 9 or not 1 <= int(part) <= MAX_HIDDEN_UNITS]
    if wrong:
        raise InputError(words.HIDDEN_WRONG_SIZE.format(size=wrong[0][:9], most=MAX_HIDDEN_UNITS))
    return tuple(map(int, parts))


def hidden_error() -> str | None:
    """What is wrong with the hidden sizes as they are typed."""
    try:
        hidden_sizes(settings().hidden_text)
    except InputError as error:
        return str(error)
    return None


def training() -> TrainingRun | None:
    """This session's training, running or over; None before the first."""
    ticket = cast("str | None", st.session_state.get(_TICKET))
    return None if ticket is None else TRAININGS.get(ticket)


def start() -> TrainingRun | None:
    """Start a training as it is set; then the one before is forgotten.

    Returns:
        The new one; None if it was refused: `error` says why, and the one before is still there.
    """
    before, follows = training(), follows_training()
    try:
        new = TRAININGS.start(settings().recipe, device(), instead_of=before)
    except InputError as error:
        st.session_state[_ERROR] = str(error)
        return None
    _forget()
    st.session_state[_IS_GONE] = False
    st.session_state[_TICKET] = new.ticket
    follow(follows)
    return new


def claim(ticket: str, *, follows: bool) -> None:
    """Take over the training of a session before a reload, if there still is one.

    Args:
        ticket: The training's, as the browser kept it.
        follows: Whether the app looked into the network in training.
    """
    if training() is not None:
        return
    found = TRAININGS.get(ticket)
    st.session_state[_IS_GONE] = found is None
    if found is None:
        return
    recipe = found.recipe
    st.session_state[_SETTINGS] = Settings(
        recipe, _nearest_preset(recipe), _hidden_text(recipe), found.device.name
    )
    st.session_state[_TICKET] = found.ticket
    follow(follows)


def note_gone(ticket: str) -> None:
    """Forget this session's training if the server does: nobody was there to watch it.

    Args:
        ticket: Of the training that is gone; that of any other, or of one that is there, is left
            alone.
    """
    if st.session_state.get(_TICKET) != ticket or TRAININGS.get(ticket) is not None:
        return
    is_followed = session.network().kind == "following"
    _forget()
    st.session_state[_FOLLOWS] = is_followed
    st.session_state[_IS_GONE] = True
    if is_followed:
        session.show_trained()


def is_gone() -> bool:
    """Whether the training that this session had, or its browser remembered, is forgotten."""
    return bool(st.session_state.get(_IS_GONE, False))


def follows_training() -> bool:
    """Whether the whole app looks, or will look, into the network in training."""
    if training() is None:
        return cast(bool, st.session_state.get(_FOLLOWS, True))
    return session.network().kind == "following"


def follow(wanted: bool) -> None:
    """Let the whole app look into the network in training, or into the trained one again."""
    st.session_state[_FOLLOWS] = wanted
    followed = training()
    if followed is not None and wanted:
        try:
            session.follow_training(followed)
        except InputError as error:
            st.session_state[_ERROR] = str(error)
    elif session.network().kind == "following":
        session.show_trained()


def look_at(fingerprint: str | None) -> None:
    """Look at a checkpoint of the training; None: at the newest, whichever it is."""
    st.session_state[_PLACE] = fingerprint


def looked_at() -> Checkpoint | None:
    """The checkpoint that is looked at; None before the first one."""
    current = training()
    checkpoints = () if current is None else current.checkpoints
    wanted = st.session_state.get(_PLACE)
    newest = checkpoints[-1] if checkpoints else None
    return next(
        (checkpoint for checkpoint in checkpoints if checkpoint.fingerprint == wanted), newest
    )


def model() -> PlacedModel | None:
    """The network at the checkpoint that is looked at; None where there is no training."""
    current = training()
    if current is None:
        return None
    now = session.models().get(current.token)
    wanted = st.session_state.get(_PLACE)
    network = None if wanted is None else current.network(wanted)
    if network is None and now is not None:
        network = now.cpu_model
    if network is None:
        return None
    kept = cast("PlacedModel | None", st.session_state.get(_MODEL))
    if kept is None or kept.cpu_model is not network:
        kept = ModelInTraining(network, current.device)
        st.session_state[_MODEL] = kept
    return kept


def note_digit() -> None:
    """Say to the training that its visitor is there, and which digit is to be watched.

    To be called in every script run, and wherever the digit may have become another one.
    """
    current = training()
    _presence().hold(current)
    if current is None:
        note_gone(st.session_state.get(_TICKET, ""))
        return
    digit = session.prepared()
    kept = cast("tuple[str, Prepared] | None", st.session_state.get(_WATCHED))
    if kept is None or kept[0] != current.ticket or kept[1] is not digit:
        st.session_state[_WATCHED] = (current.ticket, digit)
        TRAININGS.watch(current, None if digit.is_blank else digit, session.digit().sequence)


def refresh_s() -> float | None:
    """How often pages show the network anew while it is trained; None if it does not change."""
    followed = session.network().training
    is_changing = followed is not None and followed.status in _CHANGING
    return _REFRESH_S if is_changing else None


def end_refresh(asked_s: float | None) -> None:
    """Run the whole page once more when the network has ceased to change.

    To be called from a fragment that is run again and again.

    Args:
        asked_s: What `refresh_s` said when the page was run.
    """
    if asked_s is not None and refresh_s() is None:
        st.rerun()


def rerun_parts(page: str, fragments: list[str]) -> None:
    """Rerun fragments alone where that will do; otherwise the whole page is run anyway.

    To be called from a callback of what stands in no fragment itself.

    Args:
        page: The title of the page that they are on: it must have been run to its end.
        fragments: Their keys.
    """
    # NOTE: the browser has ended the fragments' timers, and only a run of the whole page sets new
    # ones.
    if session.finished_page() == page and refresh_s() is None:
        st.rerun(fragments)


def error() -> str | None:
    """Why the last wish could not be granted."""
    return cast("str | None", st.session_state.get(_ERROR))


def _forget() -> None:
    """Forget what belongs to this session's training alone."""
    for key in (_TICKET, _PLACE, _WATCHED, _MODEL, _ERROR):
        st.session_state.pop(key, None)


def _preset_settings(name: str) -> Settings:
    """Make the settings of a preset."""
    recipe = PRESETS[name].recipe
    return Settings(recipe, name, _hidden_text(recipe))


def _hidden_text(recipe: Recipe) -> str:
    """Write hidden sizes as one types them."""
    return ", ".join(map(str, recipe.hidden_sizes))


def _nearest_preset(recipe: Recipe) -> str:
    """Name the preset that the fewest settings differ from."""
    text = _hidden_text(recipe)
    return min(PRESETS, key=lambda name: len(Settings(recipe, name, text).changed))


@st.cache_resource(show_spinner=False)
def _holders() -> "WeakValueDictionary[str, _Presence]":
    """Which session holds which training, in this process."""
    return WeakValueDictionary()


@st.cache_resource(scope="session", show_spinner=False, on_release=_Presence.leave)
def _presence() -> _Presence:
    """Keep what must be told when the session ends."""
    return _Presence(_holders())
