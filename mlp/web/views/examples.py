"""One real digit of each kind, to choose from.

It must not know what follows from a choice.
"""

from collections.abc import Callable
from functools import cache

from mlp.dataset import NUM_CLASSES, load_digits
from mlp.numbers import a_digit
from mlp.web.shell.session import current
from mlp.web.views import examples_words as words
from mlp.web.views.thumbnails import Thumbnail, render_pictures


def render_examples(
    *, key: str, label: str, on_chosen: Callable[[int], object], size_px: int = 40
) -> None:
    """Place ten test digits, the active one marked.

    Args:
        key: Streamlit's key.
        label: What they are, for those who do not see them.
        on_chosen: Called with the index of one that is chosen, in MNIST's test set.
        size_px: Side of each.
    """
    render_pictures(
        [_example(index) for index in _indices()],
        key=key,
        label=label,
        size_px=size_px,
        on_chosen=lambda id: on_chosen(int(id)),
        marks_digit=True,
    )


@cache
def _indices() -> tuple[int, ...]:
    """Choose the first test digit of each class."""
    labels = load_digits("test").labels
    return tuple(int((labels == digit).nonzero()[0]) for digit in range(NUM_CLASSES))


def _example(index: int) -> Thumbnail:
    """Show a test digit to choose."""
    digits = load_digits("test")
    return Thumbnail(
        digits.pixels[index].numpy(),
        label=words.EXAMPLE.format(digit=a_digit(int(digits.labels[index]))),
        id=str(index),
        is_chosen=current().visitor.digit.example == index,
    )
