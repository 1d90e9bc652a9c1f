"""How typed settings are read."""

import pytest

from mlp.errors import InputError
from mlp.web.train.state import hidden_sizes


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("", ()), ("  ", ()), ("512, 512", (512, 512)), ("1;1024 7", (1, 1024, 7)), ("64,", (64,))],
)
def test_hidden_sizes_are_read_as_they_are_typed(text: str, sizes: tuple[int, ...]) -> None:
    assert hidden_sizes(text) == sizes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("many", "whole numbers"),
        ("12.5", "whole numbers"),
        ("-3", "whole numbers"),
        ("²", "whole numbers"),
        ("0", "from 1 to 1,024"),
        ("64, 1025", "1025 is not"),
        ("9" * 5000, "from 1 to 1,024"),
        ("1 2 3 4 5", "5 hidden layers are too many"),
    ],
)
def test_wrong_hidden_sizes_are_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        hidden_sizes(text)
