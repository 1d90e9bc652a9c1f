"""What the Train page remembers in a session: the settings, the checkpoint that is looked at.

It must not know how anything is shown, nor what other pages need to know of a training.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from mlp.errors import InputError
from mlp.net.device import Device, available_devices
from mlp.net.placed import ModelInTraining, PlacedModel
from mlp.training.augmentation import Augmentation
from mlp.training.checkpoints import Checkpoint
from mlp.training.presets import PRESETS
from mlp.training.recipe import Recipe
from mlp.web.server.last_result import LastResult
from mlp.web.server.models import bundled_models
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.train import hidden_words as words

AUGMENTATION = Augmentation(num_fields=512)
"""Varied as for the app's own weights, by fewer fields: those take 0.8 s to make, these 0.04 s."""

MAX_HIDDEN_LAYERS = 4
MAX_HIDDEN_UNITS = 1024

LEARNING_RATES = (
    *(float(f"{digit}e{power}") for power in range(-5, 1) for digit in (1, 2, 5)),
    10.0,
)
"""Usual values to choose from."""

SETTINGS = (
    "optimizer",
    "learning_rate",
    "is_step_size_falling",
    "batch_size",
    "epochs",
    "num_images",
    "augmentation",
    "dropout",
    "hidden_sizes",
    "last_relu",
    "is_last_bias_raised",
)
"""Fields of the recipe that belong to a preset, in the order of the page. The seed does not."""


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

    @property
    def hidden_error(self) -> str | None:
        """What is wrong with the hidden sizes as they are typed."""
        try:
            hidden_sizes(self.hidden_text)
        except InputError as error:
            return str(error)
        return None


def preset_settings(name: str) -> Settings:
    """Make the settings of a preset."""
    recipe = PRESETS[name].recipe
    return Settings(recipe, name, _hidden_text(recipe))


def settings_of(recipe: Recipe) -> Settings:
    """Make the settings of a recipe, as those of the preset that it is nearest to."""
    recipe = replace(recipe, rate_changes=())  # those are no setting
    return Settings(recipe, _nearest_preset(recipe), _hidden_text(recipe))


def _first_settings() -> Settings:
    """What is set at first: the first preset."""
    return preset_settings(next(iter(PRESETS)))


@dataclass(eq=False)
class TrainState:
    """What a session remembers of the Train page.

    Attributes:
        settings: What the visitor chose.
        place: Fingerprint of the checkpoint that is looked at; None: the newest, whichever it is.
        ticket: Of the training that place and settings belong to.
        is_unfolded: Whether presets and settings are to be seen beside a training.
    """

    settings: Settings = field(default_factory=_first_settings)
    place: str | None = None
    ticket: str | None = None
    is_unfolded: bool = False
    _model: LastResult[PlacedModel] = field(default_factory=LastResult)

    def choose_preset(self, name: str) -> None:
        """Choose all settings of a preset; the device stays."""
        self.settings = replace(preset_settings(name), device_name=self.settings.device_name)

    @property
    def is_open(self) -> bool:
        """Whether presets and settings are to be seen; in any case if one of them is wrong."""
        return self.is_unfolded or self.settings.hidden_error is not None

    def fold(self) -> None:
        """Fold presets and settings away, or open them."""
        self.is_unfolded = not self.is_unfolded

    def choose(self, **changed: Any) -> None:
        """Change fields of the recipe."""
        self.settings = replace(self.settings, recipe=replace(self.settings.recipe, **changed))

    def choose_hidden(self, text: str) -> None:
        """Choose the hidden layers as typed; a text that names none changes nothing else."""
        self.settings = replace(self.settings, hidden_text=text)
        if self.settings.hidden_error is None:
            self.choose(hidden_sizes=hidden_sizes(text))

    def choose_device(self, device: Device) -> None:
        """Choose where to train."""
        self.settings = replace(self.settings, device_name=device.name)

    def device(self) -> Device:
        """Where to train: what was chosen here, else the device of the whole app."""
        by_name = {device.name: device for device in available_devices()}
        chosen = by_name.get(self.settings.device_name or "")
        return chosen or current().device or bundled_models().default.device

    def start(self) -> None:
        """Start a training as it is set; then the one before is forgotten.

        If it is refused, the session's training says why, and the one before is still there.
        """
        own = current().of(OwnTraining)
        follows = own.follows
        try:
            new = TRAININGS.start(self.settings.recipe, self.device(), instead_of=own.training)
        except InputError as error:
            own.error = str(error)
            return
        self.ticket, self.place, self.is_unfolded = new.ticket, None, False
        own.take(new, follows=follows)

    def looked_at(self) -> Checkpoint | None:
        """The checkpoint that is looked at; None before the first one."""
        training = current().of(OwnTraining).training
        checkpoints = () if training is None else training.checkpoints
        newest = checkpoints[-1] if checkpoints else None
        return next((one for one in checkpoints if one.fingerprint == self.place), newest)

    def model(self) -> PlacedModel | None:
        """The network at the checkpoint that is looked at; None where there is no training."""
        training = current().of(OwnTraining).training
        if training is None:
            return None
        now = bundled_models().get(training.token)
        network = None if self.place is None else training.network(self.place)
        if network is None and now is not None:
            network = now.cpu_model
        if network is None:
            return None
        return self._model.of(network, make=lambda: ModelInTraining(network, training.device))

    def follow_claim(self) -> None:
        """Take over the settings of a training that was taken over from before a reload."""
        training = current().of(OwnTraining).training
        if training is not None and training.ticket != self.ticket:
            self.ticket, self.place = training.ticket, None
            self.settings = replace(settings_of(training.recipe), device_name=training.device.name)


def train_state() -> TrainState:
    """What this session remembers of the Train page, for the training that there is now."""
    state = current().of(TrainState)
    state.follow_claim()
    return state


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


def _hidden_text(recipe: Recipe) -> str:
    """Write hidden sizes as one types them."""
    return ", ".join(map(str, recipe.hidden_sizes))


def _nearest_preset(recipe: Recipe) -> str:
    """Name the preset that the fewest settings differ from."""
    text = _hidden_text(recipe)
    return min(PRESETS, key=lambda name: len(Settings(recipe, name, text).changed))
