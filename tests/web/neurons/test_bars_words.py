import numpy as np
import pytest

from mlp.web.neurons.bars_words import bar_texts


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([24.71, -0.52, 0.01, 0], ["+24.7", "−0.5", "≈0", "0"]),
        ([0.0174, -0.0021, 1e-9, 0], ["+0.017", "−0.002", "≈0", "0"]),
        ([123_456, -0.4, 1, 0], ["+123,456", "≈0", "+1", "0"]),
        ([5.2e7, -5e6, 1, 0], ["+5.2e7", "−5e6", "≈0", "0"]),
        ([3.4e-7, -2e-8, 1e-12, 0], ["+3.4e−7", "−2e−8", "≈0", "0"]),
    ],
)
def test_bars_are_labelled_as_finely_as_the_largest_needs(
    values: list[float], labels: list[str]
) -> None:
    assert bar_texts(np.array(values, np.float32), is_signed=True) == labels
