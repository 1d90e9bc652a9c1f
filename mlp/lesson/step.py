"""What a step of the lesson is made of, and what its visitor may choose.

It must not know any step.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

Input = Literal["test", "mine", "random"]
INPUTS: tuple[Input, ...] = get_args(Input)

Weights = Literal["random", "trained"]
WEIGHTS: tuple[Weights, ...] = get_args(Weights)

Rule = Literal["sgd", "momentum", "adam"]
RULES: tuple[Rule, ...] = get_args(Rule)

BATCH_SIZES = (1, 8)
HIDDEN_FEATURES = (1, 64)
SEEDS = (0, 9999)
NUM_BATCHES = (1, 469)
LAYERS = (0, 2, 4)
"""Places of the Linear layers in the tutorial's chain."""


@dataclass(frozen=True)
class Settings:
    """What the visitor may choose; each is a plain variable of the program.

    Attributes:
        batch_size: Pictures that go through together, 1–8.
        hidden_features: What the first layer gives, 1–64.
        seed: Where the random numbers start, 0–9999.
        device: PyTorch's name of a device; None for the best one, as the code finds it.
        source: Where the pictures come from.
        pixels: Of "mine": uint8, 784 bytes, row by row.
        example: Of "mine", if it is a test digit: its index in MNIST's test set.
        picture_seed: Of "mine", if it is a random picture: its seed.
        weights: Whether the model of step 2 keeps its random parameters.
        target: Of "mine", unless it is a test digit: which digit it is, 0–9.
        lift: What is added to the scores' biases before it learns.
        layer: One of `LAYERS`: where the weight lies that is looked at.
        weight: Which weight it is there: its unit, and which of the values before it weighs. None
            for the one with the steepest slope.
        rule: The optimizer.
        learning_rate: Its step size, > 0.
        num_batches: How many batches of the epoch are learned, 1–469.
    """

    batch_size: int = 3
    hidden_features: int = 20
    seed: int = 0
    device: str | None = None
    source: Input = "test"
    pixels: bytes | None = None
    example: int | None = None
    picture_seed: int | None = None
    weights: Weights = "random"
    target: int = 0
    lift: int = 1
    layer: int = 0
    weight: tuple[int, int] | None = None
    rule: Rule = "sgd"
    learning_rate: float = 0.1
    num_batches: int = 50

    def __post_init__(self) -> None:
        for value, (low, high) in (
            (self.batch_size, BATCH_SIZES),
            (self.hidden_features, HIDDEN_FEATURES),
            (self.seed, SEEDS),
            (self.num_batches, NUM_BATCHES),
        ):
            if not low <= value <= high:
                raise ValueError(f"{value} is not between {low} and {high}")


@dataclass(frozen=True)
class Mistake:
    """A few lines that go on after a step and contain one classic mistake.

    Attributes:
        name: For keys and words.
        code: Run after the step.
        wrong: The line to change.
        right: What it should say; with it, the code runs.
        is_silent: Python does not complain: the answer is wrong all the same.
    """

    name: str
    code: str
    wrong: str
    right: str
    is_silent: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the lesson.

    Attributes:
        name: For keys, words and pictures.
        code: What comes after the settings.
        settings: The settings that it introduces, as variables at its top.
        hidden_settings: Those that it introduces in other places of its code.
        mistakes: What goes wrong here most often.
    """

    name: str
    code: str
    settings: tuple[str, ...] = ()
    hidden_settings: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def all_settings(self) -> tuple[str, ...]:
        """All settings that it introduces."""
        return self.settings + self.hidden_settings


def before_step(settings: Settings, introduced: tuple[str, ...]) -> Settings:
    """Forget what is introduced later: two settings that differ only there run the same code.

    Args:
        settings: What was chosen.
        introduced: Names of what later steps introduce; the others are kept.
    """
    defaults = Settings()
    return replace(settings, **{name: getattr(defaults, name) for name in introduced})
