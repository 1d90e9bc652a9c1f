import math

import numpy as np
import pytest

from mlp.training.forms import FORMS


def fall_deg(line: np.ndarray) -> float:
    """How steeply a line that ends further right begins below its end, in degrees."""
    (left, low), (right, high) = line
    return math.degrees(math.atan2(low - high, right - left))


def test_every_digit_has_several_forms() -> None:
    counts = np.bincount([form.digit for form in FORMS.values()], minlength=10)
    assert counts.min() >= 3


@pytest.mark.parametrize("name", list(FORMS))
def test_every_form_differs_from_time_to_time_and_has_its_size(name: str) -> None:
    form = FORMS[name]
    first, again = (form.lines(np.random.default_rng(seed)) for seed in (1, 2))
    assert any(a.shape != b.shape or (a != b).any() for a, b in zip(first, again, strict=False))
    assert 0.5 < np.ptp(np.concatenate(first), axis=0).max() < 1.7


def test_a_1_rises_to_its_stem_where_a_7_has_a_flat_roof() -> None:
    random = np.random.default_rng(0)
    ones = [FORMS["1 with upstroke"].lines(random)[0] for _ in range(300)]
    sevens = [FORMS["7 plain"].lines(random)[0] for _ in range(300)]
    tops = [line[: int(line[:, 1].argmin()) + 1] for line in ones]
    assert min(fall_deg(top[[0, -1]]) for top in tops) > 25
    roofs = [line[[0, int(line[:, 0].argmax())]] for line in sevens]
    assert max(abs(fall_deg(roof)) for roof in roofs) < 12
