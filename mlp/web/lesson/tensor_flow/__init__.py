"""A line of tensors, each with its shape, and of the layers between them; drawn by flow.js.

It must not know where they come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mlp.web.browser.component import load_component
from mlp.web.lesson.tensor_flow import words


@dataclass(frozen=True)
class Tensor:
    """A block of numbers in the line.

    Attributes:
        name: What the code calls it; may be empty.
        shape: The numbers in each direction; a letter stands for any number.
        note: Under it; may be empty.
    """

    name: str
    shape: tuple[int | str, ...]
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name} {say_shape(self.shape)}".strip()


@dataclass(frozen=True)
class Link:
    """A layer between two tensors.

    Attributes:
        name: As in the code.
        is_broken: The tensor before does not fit.
    """

    name: str
    is_broken: bool = False

    def __str__(self) -> str:
        return words.BROKEN.format(name=self.name) if self.is_broken else self.name


def say_shape(shape: Sequence[int | str]) -> str:
    """Write a shape as Python does, for example "(3,)" or "(3, 784)"."""
    inside = ", ".join(map(str, shape))
    return f"({inside},)" if len(shape) == 1 else f"({inside})"


def render_tensor_flow(parts: Sequence[Tensor | Link], *, key: str) -> None:
    """Place a line of tensors and layers.

    Args:
        parts: In the order in which the numbers pass them.
        key: Streamlit's key.
    """
    load_component("lesson/tensor_flow", "flow")(
        key=key,
        data={
            "label": " → ".join(map(str, parts)),
            "parts": [
                {"name": part.name, "shape": say_shape(part.shape), "note": part.note}
                if isinstance(part, Tensor)
                else {"name": part.name, "isBroken": part.is_broken}
                for part in parts
            ],
        },
    )
