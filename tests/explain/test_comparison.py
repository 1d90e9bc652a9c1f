"""Two networks side by side, against plain NumPy; kept once for all."""

import math

import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.explain.comparison import UNDECIDED, Comparison, Outcome, Readings, compare
from mlp.files.read import OTHER_SEEDS, load_model
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.parameters import fingerprint
from tests.support.networks import linear_layer


def compared(first: NeuralNetwork, second: NeuralNetwork, digits: Digits) -> Comparison:
    *_, comparison = compare(first, second, digits)
    assert isinstance(comparison, Comparison)
    return comparison


def plain_probabilities(model: NeuralNetwork, digits: Digits) -> np.ndarray:
    """Read digits with NumPy alone: float64, (N, 10)."""
    values = digits.pixels.numpy().reshape(-1, 784) / 255
    for layer in model.linear_relu_stack:
        if isinstance(layer, torch.nn.Linear):
            values = values @ layer.weight.numpy().T.astype(float) + layer.bias.numpy()
        else:
            values = np.maximum(values, 0)
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    probabilities: np.ndarray = raised / raised.sum(axis=1, keepdims=True)
    return probabilities


def made(labels: list[int], first: list[int], second: list[int]) -> Comparison:
    sureness = np.full(len(labels), 0.5, np.float32)
    return Comparison(
        np.array(labels),
        Readings(np.array(first, np.int8), sureness),
        Readings(np.array(second, np.int8), sureness),
    )


Both = tuple[Comparison, np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def both(model: NeuralNetwork, digits: Digits) -> Both:
    """The bundled network and its sibling of another seed; and what NumPy says of them."""
    other = load_model(OTHER_SEEDS[0])
    first, second = plain_probabilities(other, digits), plain_probabilities(model, digits)
    return compared(other, model, digits), first, second


def test_answers_and_counts_are_those_of_plain_numpy(both: Both, digits: Digits) -> None:
    comparison, *plain = both
    labels = digits.labels.numpy()
    for read, probabilities in zip((comparison.first, comparison.second), plain, strict=True):
        answers = probabilities.argmax(axis=1)
        assert np.array_equal(read.digits, answers)
        np.testing.assert_allclose(read.sureness, probabilities.max(axis=1), atol=1e-5)
        assert comparison.num_right(read) == (answers == labels).sum()
        for digit in range(10):
            of_digit = answers[labels == digit]
            assert comparison.wrong_per_digit(read)[digit] == (of_digit != digit).sum()
            share = (of_digit == digit).mean()
            assert comparison.recall_per_digit(read)[digit] == pytest.approx(share)


def test_disagreements_are_where_answers_differ_the_surest_first(
    both: Both, digits: Digits
) -> None:
    comparison, first, second = both
    differ = first.argmax(axis=1) != second.argmax(axis=1)
    assert set(comparison.disagreements.tolist()) == set(differ.nonzero()[0].tolist())
    sums = (first.max(axis=1) + second.max(axis=1))[comparison.disagreements]
    assert (np.diff(sums) <= 1e-5).all()


def test_every_disagreement_has_one_outcome(both: Both, digits: Digits) -> None:
    comparison, first, second = both
    labels, one, other = digits.labels.numpy(), first.argmax(axis=1), second.argmax(axis=1)
    expected = {
        Outcome.FIRST: (one == labels) & (other != labels),
        Outcome.SECOND: (one != labels) & (other == labels),
        Outcome.NEITHER: (one != labels) & (other != labels) & (one != other),
    }
    for outcome, mask in expected.items():
        assert sorted(comparison.where(outcome)) == mask.nonzero()[0].tolist()
        places = [list(comparison.disagreements).index(one) for one in comparison.where(outcome)]
        assert places == sorted(places)
    assert sum(mask.sum() for mask in expected.values()) == len(comparison.disagreements) > 0


def test_among_equally_sure_ones_the_earlier_picture_comes_first() -> None:
    labels, first, second = [1, 2, 3, 4], [1, 0, 3, 0], [0, 0, 5, 4]
    assert made(labels, first, second).disagreements.tolist() == [0, 2, 3]


def test_a_network_agrees_with_itself_on_everything(model: NeuralNetwork, digits: Digits) -> None:
    comparison = compared(model, model, digits.part(0, 1000))
    assert len(comparison.disagreements) == 0 and comparison.chance == 1


def test_equal_scores_are_no_answer_and_no_luck(digits: Digits) -> None:
    silent = NeuralNetwork(())
    with torch.no_grad():
        linear_layer(silent, "linear1").weight.zero_()
        linear_layer(silent, "linear1").bias.fill_(-1)
    comparison = compared(silent, silent, digits.part(0, 300))
    assert (comparison.first.digits == UNDECIDED).all()
    np.testing.assert_allclose(comparison.first.sureness, 0.1, rtol=1e-6)
    assert comparison.num_right(comparison.first) == 0  # argmax would be right on every 0


def test_numbers_that_overflow_are_no_answer(digits: Digits, model: NeuralNetwork) -> None:
    enormous = NeuralNetwork(())
    with torch.no_grad():
        linear_layer(enormous, "linear1").weight.fill_(1e38)  # every score is infinite
    comparison = compared(enormous, model, digits.part(0, 100))
    assert (comparison.first.digits == UNDECIDED).all() and not comparison.first.sureness.any()


@pytest.mark.parametrize("hidden_sizes", [(), (5,), (64, 32, 16)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_networks_of_any_depth_can_be_compared(
    model: NeuralNetwork, digits: Digits, hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    other = untrained_network(1, hidden_sizes, last_relu=last_relu).requires_grad_(False)
    some = digits.part(0, 700)
    comparison = compared(other, model, some)
    decided = comparison.first.digits != UNDECIDED
    expected = plain_probabilities(other, some).argmax(axis=1)
    assert np.array_equal(comparison.first.digits[decided], expected[decided])


def test_shares_done_grow_to_1_and_the_comparison_is_last(
    model: NeuralNetwork, digits: Digits
) -> None:
    *shares, comparison = compare(model, model, digits.part(0, 1050), batch=100)
    assert shares == pytest.approx([*(number / 10.5 for number in range(1, 11)), 1])
    assert isinstance(comparison, Comparison) and comparison.num_images == 1050


def test_comparing_leaves_gradients_and_the_networks_alone(digits: Digits) -> None:
    model, other = load_model(), untrained_network(0)
    before = fingerprint(model), fingerprint(other)
    for step in compare(model, other, digits.part(0, 1000)):
        assert not torch.is_inference_mode_enabled(), step  # whoever draws the bar is not in it
    assert (fingerprint(model), fingerprint(other)) == before


def test_a_digit_without_pictures_has_no_recall() -> None:
    comparison = made([1, 1, 2], [1, 0, 2], [1, 1, 2])
    recall = comparison.recall_per_digit(comparison.first)
    assert np.isnan(recall[0]) and recall[1:3] == pytest.approx([0.5, 1])


@pytest.mark.parametrize(("few", "many"), [(0, 0), (0, 1), (3, 9), (5, 5), (40, 61), (2, 3000)])
def test_chance_is_what_a_fair_coin_gives(few: int, many: int) -> None:
    labels = [1] * (few + many)
    comparison = made(labels, [1] * few + [0] * many, [0] * few + [1] * many)
    tail = sum(math.comb(few + many, heads) for heads in range(few + 1))
    assert comparison.chance == min(1.0, 2 * tail / 2 ** (few + many))
