from dataclasses import fields

import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector, ood_score
from mlp.net.trace import trace
from mlp.study.detector import drawn_outliers, fit, half_augmented, photographed_things
from mlp.training.loop import new_model


@pytest.fixture(scope="module")
def outliers() -> torch.Tensor:
    return drawn_outliers(1200, seed=0)


@pytest.fixture(scope="module")
def detector(model: NeuralNetwork, digits: Digits, outliers: torch.Tensor) -> Detector:
    """A small one: fit on 4,000 of MNIST's test digits, its bound set on 1,000 others."""
    held_out = [(digits.pixels[4000:5000], 0.02)]
    return fit(model, digits.pixels[:4000], outliers, held_out=held_out)


def share_outliers(detector: Detector, model: NeuralNetwork, pixels: torch.Tensor) -> float:
    return float(np.mean(ood_score(detector, trace(model, pixels.float() / 255)) > 0))


def arrays(detector: Detector) -> list[np.ndarray]:
    return [getattr(detector, field.name) for field in fields(detector)]


@pytest.mark.slow
def test_most_drawings_of_words_never_shown_are_strange(
    model: NeuralNetwork, detector: Detector
) -> None:
    others = drawn_outliers(300, seed=1, vocabulary="figure")
    assert share_outliers(detector, model, others) > 0.75


def test_most_digits_never_shown_are_not_strange(
    model: NeuralNetwork, digits: Digits, detector: Detector
) -> None:
    assert share_outliers(detector, model, digits.pixels[5000:]) < 0.04


def test_the_bound_keeps_to_the_share_that_was_allowed(
    model: NeuralNetwork, digits: Digits, detector: Detector
) -> None:
    assert share_outliers(detector, model, digits.pixels[4000:5000]) == pytest.approx(
        0.02, abs=0.002
    )


def test_the_strictest_of_several_held_out_sets_sets_the_bound(
    model: NeuralNetwork, digits: Digits, outliers: torch.Tensor
) -> None:
    held_out = [(digits.pixels[500:1500], 0.3), (digits.pixels[1500:2500], 0.01)]
    strict = fit(model, digits.pixels[:500], outliers[:200], held_out=held_out)
    assert share_outliers(strict, model, digits.pixels[1500:2500]) <= 0.011


def test_the_same_seed_gives_the_same(
    model: NeuralNetwork, digits: Digits, outliers: torch.Tensor
) -> None:
    held_out = [(digits.pixels[300:600], 0.1)]
    first, again = (
        fit(model, digits.pixels[:300], outliers[:100], held_out=held_out) for _ in range(2)
    )
    for one, other in zip(arrays(first), arrays(again), strict=True):
        assert (one == other).all()


def test_fitting_leaves_the_network_and_the_random_numbers_alone(
    digits: Digits, outliers: torch.Tensor
) -> None:
    model = new_model(3, torch.device("cpu")).eval()
    before, state = [each.clone() for each in model.parameters()], torch.get_rng_state()
    fit(model, digits.pixels[:200], outliers[:50], held_out=[(digits.pixels[200:300], 0.1)])
    assert all(map(torch.equal, before, model.parameters()))
    assert torch.equal(state, torch.get_rng_state())


@pytest.mark.parametrize("last_relu", [True, False])
@pytest.mark.parametrize("hidden_sizes", [(), (20,), (20, 20, 20)])
def test_networks_of_other_depths_have_one_too(
    digits: Digits, outliers: torch.Tensor, hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = NeuralNetwork(hidden_sizes, last_relu=last_relu).eval()
    held_out = [(digits.pixels[200:300], 0.1)]
    fitted = fit(model, digits.pixels[:200], outliers[:50], held_out=held_out)
    assert fitted.hidden_weights.shape[0] == 784 + sum(hidden_sizes) + 10


def test_every_second_digit_is_varied(digits: Digits) -> None:
    mixed = half_augmented(digits.pixels[:100], seed=0)
    assert torch.equal(mixed[::2], digits.pixels[:100:2])
    assert (mixed[1::2] != digits.pixels[1:100:2]).flatten(1).any(dim=1).all()


def test_noise_all_over_the_picture_is_strange(model: NeuralNetwork, detector: Detector) -> None:
    noise = torch.rand(50, 28, 28, generator=torch.Generator().manual_seed(0))
    assert (ood_score(detector, trace(model, noise)) > 0).mean() > 0.9


def test_it_looks_at_the_picture_the_hidden_layers_and_the_scores(detector: Detector) -> None:
    assert detector.hidden_weights.shape[0] == 784 + 512 + 512 + 10


def test_things_on_which_nothing_is_found_are_no_outliers() -> None:
    things = photographed_things(6, seed=4, vocabulary="tuning")
    assert things.dtype == torch.uint8 and 3 <= len(things) <= 6
    assert things.flatten(1).amax(dim=1).min() > 0
