"""What is told of a step and of a mistake, as records.

It must not know any words.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class StepWords:
    """One step, told.

    Attributes:
        short: For the list of steps.
        title: Above the step.
        words: For everybody.
        numbers: For the depth "numbers" and deeper.
        code: For the depth "code".
        reading: A piece of the code or of the output, and what it means.
    """

    short: str
    title: str
    words: str
    numbers: str
    code: str
    reading: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MistakeWords:
    """A mistake, told.

    Attributes:
        title: What is done wrong.
        why: What Python's message means, and what to do.
    """

    title: str
    why: str
