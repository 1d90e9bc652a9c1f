"""A checkpoint says how well a network read, and gives its parameters back."""

from pathlib import Path

import numpy as np
import pytest
import torch

from mlp.dataset import Digits
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.parameters import fingerprint, parameter_values
from mlp.training.checkpoints import (
    MAX_CHECKPOINTS,
    Checkpoint,
    checkpoint_steps,
    max_checkpoints,
    network_of,
    read_checkpoint,
    some_of,
    take_checkpoint,
)
from tests.support.networks import linear_layer


def checkpoint_of(model: NeuralNetwork, digits: Digits, folder: Path) -> Checkpoint:
    return take_checkpoint(
        model, digits.part(0, 50), digits.part(50, 250), folder, step=3, num_images=9, elapsed_s=1.0
    )


@pytest.mark.parametrize(
    ("total", "per_epoch"), [(1, 1), (2, 1), (7, 7), (500, 5), (2345, 469), (112_500, 3750)]
)
def test_checkpoints_reach_from_the_start_to_the_end_and_are_few(
    total: int, per_epoch: int
) -> None:
    steps = checkpoint_steps(total, per_epoch)
    assert steps[0] == 0 and steps[-1] == total
    assert steps == sorted(set(steps))
    assert len(steps) <= MAX_CHECKPOINTS


def test_checkpoints_are_denser_at_the_start() -> None:
    steps = checkpoint_steps(2345, 469)
    assert sum(step < 100 for step in steps) > 3 * sum(1000 <= step < 1100 for step in steps)


def test_the_end_of_each_epoch_is_a_checkpoint() -> None:
    assert set(range(469, 2346, 469)) <= set(checkpoint_steps(2345, 469))


def test_a_large_network_has_fewer_checkpoints() -> None:
    assert max_checkpoints(16 * 2**20) == 16
    assert max_checkpoints(2_678_824) == MAX_CHECKPOINTS


def test_some_digits_stand_for_all_and_are_always_the_same(digits: Digits) -> None:
    some = some_of(digits, 1000)
    assert len(some) == 1000 and len(some_of(digits.part(0, 7), 1000)) == 7
    assert torch.equal(some.pixels, some_of(digits, 1000).pixels)
    assert len(torch.unique(some.pixels.flatten(1), dim=0)) == 1000


def test_counts_and_losses_are_those_of_plain_numpy(digits: Digits, tmp_path: Path) -> None:
    model = untrained_network(3)
    checkpoint = checkpoint_of(model, digits, tmp_path)
    held_out = digits.part(50, 250)
    values = held_out.images().numpy().reshape(200, 784)
    parameters = [one.detach().numpy() for one in model.parameters()]
    dead = []
    for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
        values = np.maximum(values @ weight.T + bias, 0)
        dead.append(int((values.max(axis=0) <= 0).sum()))
    labels = held_out.labels.numpy()
    right = values.argmax(axis=1) == labels
    assert checkpoint.held_out_right == tuple(np.bincount(labels[right], minlength=10))
    assert checkpoint.held_out_all == tuple(np.bincount(labels, minlength=10))
    losses = np.log(np.exp(values).sum(axis=1)) - values[np.arange(200), labels]
    assert checkpoint.held_out_loss == pytest.approx(losses.mean(), rel=1e-5)
    assert checkpoint.dead_units == tuple(dead[:-1])
    assert checkpoint.hidden_sizes == (512, 512)


@torch.no_grad()
def test_a_digit_whose_score_is_always_0_is_lost(digits: Digits, tmp_path: Path) -> None:
    model = untrained_network(3)
    linear_layer(model, "linear3").weight[4] = 0
    linear_layer(model, "linear3").bias[:] = 1
    linear_layer(model, "linear3").bias[4] = -1
    assert checkpoint_of(model, digits, tmp_path).lost_digits == (4,)


@torch.no_grad()
def test_equal_scores_are_no_answer(digits: Digits, tmp_path: Path) -> None:
    model = untrained_network(3)
    linear_layer(model, "linear3").weight[:] = 0
    linear_layer(model, "linear3").bias[:] = -1
    checkpoint = checkpoint_of(model, digits, tmp_path)
    assert checkpoint.held_out_accuracy == 0 and checkpoint.lost_digits == tuple(range(10))


def test_a_network_without_last_relu_loses_no_digit(digits: Digits, tmp_path: Path) -> None:
    model = untrained_network(3, (16,), last_relu=False)
    with torch.no_grad():
        linear_layer(model, "linear2").bias[4] = -100
    assert checkpoint_of(model, digits, tmp_path).lost_digits == ()


@pytest.mark.parametrize("hidden_sizes", [(), (7,), (512, 512), (30, 20, 10)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_the_parameters_come_back_as_they_were(
    digits: Digits, tmp_path: Path, hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(3, hidden_sizes, last_relu=last_relu)
    checkpoint = checkpoint_of(model, digits, tmp_path)
    again = read_checkpoint(tmp_path, checkpoint.fingerprint, hidden_sizes, last_relu=last_relu)
    assert fingerprint(again) == checkpoint.fingerprint == fingerprint(model)
    assert not again.training and not any(one.requires_grad for one in again.parameters())


def test_a_network_does_not_share_memory_with_what_it_was_made_of() -> None:
    values = np.frombuffer(parameter_values(untrained_network(0, (4,))), "<f4").copy()
    model = network_of(values, (4,), last_relu=True)
    values[:] = 0
    assert float(next(model.parameters()).abs().max()) > 0
