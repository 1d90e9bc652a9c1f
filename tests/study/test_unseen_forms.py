import numpy as np
import pytest

from mlp.net.network import NeuralNetwork
from mlp.study.evaluation import answers
from mlp.study.unseen_forms import FORMS, HAND
from mlp.training import forms as learned
from mlp.training.hand import written_digits


def test_no_unseen_form_is_drawn_as_one_that_is_learned() -> None:
    assert not {form.lines for form in FORMS.values()} & {
        form.lines for form in learned.FORMS.values()
    }
    for name in FORMS.keys() & learned.FORMS.keys():
        one, other = (some[name].lines(np.random.default_rng(0)) for some in (FORMS, learned.FORMS))
        assert [line.tolist() for line in one] != [line.tolist() for line in other]


@pytest.mark.parametrize("name", ["7 plain", "7 with bar", "8 of rings", "4 open", "9 straight"])
def test_the_bundled_network_reads_unseen_forms(model: NeuralNetwork, name: str) -> None:
    digits = written_digits({name: FORMS[name]}, 100, seed=8, hand=HAND)
    assert answers(model, digits.images(), digits.labels).error <= 0.03
