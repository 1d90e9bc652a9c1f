"""What units did with the test images, against plain sorting and means; kept once for all."""

import numpy as np
import pytest
import torch
from hypothesis import given, strategies

from mlp.dataset import Digits, load_digits
from mlp.explain.unit_statistics import UnitStatistics, count_unit_statistics
from mlp.files.read import load_model
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.parameters import fingerprint
from mlp.net.trace import trace
from tests.support.networks import linear_layer


def written(model: NeuralNetwork, digits: Digits, **options: int) -> UnitStatistics:
    *_, unit_statistics = count_unit_statistics(model, digits, **options)
    assert isinstance(unit_statistics, UnitStatistics)
    return unit_statistics


@pytest.fixture(scope="module")
def bundled(model: NeuralNetwork, digits: Digits) -> UnitStatistics:
    return written(model, digits)


@pytest.fixture(scope="module")
def activations(model: NeuralNetwork, digits: Digits) -> dict[str, np.ndarray]:
    """Every activation for all test images, (10_000, units), by linear stage."""
    traced = trace(model, digits.images())
    return {f"linear{number}": traced[f"relu{number}"].tensor.numpy() for number in (1, 2, 3)}


def few(values: list[list[int]], labels: list[int]) -> tuple[NeuralNetwork, Digits]:
    """Make pictures whose first pixels hold values, and a network that gives them as scores.

    Args:
        values: One list for each picture: whole numbers from 0 to 255, at most ten.
        labels: The pictures' digits.
    """
    pixels = torch.zeros(len(values), 784, dtype=torch.uint8)
    pixels[:, : len(values[0])] = torch.tensor(values)
    model = NeuralNetwork((), last_relu=False)
    with torch.no_grad():
        linear_layer(model, "linear1").weight.copy_(torch.eye(10, 784))
        linear_layer(model, "linear1").bias.zero_()
    digits = Digits(pixels.reshape(-1, 28, 28), torch.tensor(labels))
    return model.requires_grad_(False), digits


@pytest.mark.parametrize("stage", ["linear1", "linear2", "linear3"])
def test_the_strongest_images_are_those_that_sorting_finds(
    bundled: UnitStatistics, activations: dict[str, np.ndarray], stage: str
) -> None:
    layer = bundled[stage]
    expected = np.sort(activations[stage], axis=0)[::-1][:9].T
    np.testing.assert_allclose(layer.top_values, expected, rtol=1e-5, atol=1e-5)
    there = np.take_along_axis(activations[stage].T, layer.top_indices, axis=1)
    np.testing.assert_allclose(layer.top_values, there, rtol=1e-5, atol=1e-5)
    assert all(len(set(indices)) == 9 for indices in layer.top_indices.tolist())


@pytest.mark.parametrize("stage", ["linear1", "linear2", "linear3"])
def test_means_are_those_of_each_digits_images(
    bundled: UnitStatistics, activations: dict[str, np.ndarray], digits: Digits, stage: str
) -> None:
    for digit in range(10):
        of_digit = activations[stage][digits.labels.numpy() == digit].astype(np.float64)
        np.testing.assert_allclose(
            bundled[stage].means[:, digit], of_digit.mean(axis=0), rtol=1e-5, atol=1e-7
        )


@pytest.mark.parametrize("stage", ["linear1", "linear2", "linear3"])
def test_silent_is_the_share_of_images_without_activation(
    bundled: UnitStatistics, activations: dict[str, np.ndarray], stage: str
) -> None:
    layer = bundled[stage]
    share = (activations[stage] <= 0).mean(axis=0)
    np.testing.assert_allclose(layer.silent, share, atol=2.1e-4)  # batches round differently
    assert np.array_equal(layer.is_dead, activations[stage].max(axis=0) <= 0)
    assert np.array_equal(layer.is_dead, layer.top_values[:, 0] <= 0)


def test_shapes_and_types_are_as_said(bundled: UnitStatistics) -> None:
    assert [layer.stage for layer in bundled.layers] == ["linear1", "linear2", "linear3"]
    assert bundled.num_images == 10_000
    for layer, size in zip(bundled.layers, (512, 512, 10), strict=True):
        assert layer.top_indices.shape == (size, 9) and layer.top_indices.dtype == np.int64
        assert layer.top_values.shape == (size, 9) and layer.top_values.dtype == np.float32
        assert layer.means.shape == (size, 10) and layer.means.dtype == np.float32
        assert layer.silent.shape == (size,) and layer.silent.dtype == np.float32
        assert layer.best_digit.dtype == np.int64 and layer.is_dead.dtype == bool
    with pytest.raises(KeyError, match="linear4"):
        bundled["linear4"]


def test_each_score_of_the_bundled_network_likes_its_own_digit_best(
    bundled: UnitStatistics,
) -> None:
    assert bundled["linear3"].best_digit.tolist() == list(range(10))


def test_dead_units_name_the_first_images_for_there_are_no_stronger_ones(
    bundled: UnitStatistics,
) -> None:
    dead = bundled["linear1"].is_dead
    assert dead.any()
    assert not bundled["linear1"].top_values[dead].any()
    assert (bundled["linear1"].top_indices[dead] == np.arange(9)).all()
    assert not bundled["linear1"].means[dead].any()


@given(
    strategies.lists(
        strategies.lists(strategies.sampled_from([0, 1, 2, 254, 255]), min_size=10, max_size=10),
        min_size=1,
        max_size=40,
    ),
    strategies.integers(1, 50),
    strategies.booleans(),
)
def test_among_equals_the_earlier_image_comes_first(
    values: list[list[int]], batch: int, is_below_zero: bool
) -> None:
    model, digits = few(values, [index % 10 for index in range(len(values))])
    if is_below_zero:
        linear_layer(model, "linear1").weight.neg_()
    [layer] = written(model, digits, batch=batch).layers
    for unit in range(10):
        signed = [(-picture[unit] if is_below_zero else picture[unit]) for picture in values]
        expected = sorted(range(len(values)), key=lambda index: -signed[index])[:9]
        assert layer.top_indices[unit].tolist() == expected
        np.testing.assert_allclose(
            layer.top_values[unit], [signed[index] / 255 for index in expected], rtol=1e-6
        )


def test_a_digit_without_images_has_the_mean_0() -> None:
    [layer] = written(*few([[51, 0], [255, 0], [102, 0]], [4, 7, 4])).layers
    assert layer.means[0] == pytest.approx([0, 0, 0, 0, 0.3, 0, 0, 1, 0, 0])
    assert layer.best_digit[0] == 7
    assert (layer.silent[0], layer.silent[1]) == (0, 1)


def test_a_score_without_relu_that_is_never_above_0_counts_as_silent() -> None:
    model, digits = few([[51], [255]], [4, 7])
    linear_layer(model, "linear1").bias[0] = -0.5
    [layer] = written(model, digits).layers
    assert layer.silent[0] == 0.5
    assert layer.top_values[0] == pytest.approx([0.5, -0.3])
    assert layer.means[0, 4] == pytest.approx(-0.3)


@pytest.mark.parametrize("batch", [1, 7, 64])
def test_the_batchs_size_changes_nothing_but_rounding(batch: int) -> None:
    model, digits = untrained_network(0, (12, 5)), load_digits("test").part(0, 150)
    one, other = written(model, digits, batch=batch), written(model, digits, batch=150)
    for few_at_once, all_at_once in zip(one.layers, other.layers, strict=True):
        assert np.array_equal(few_at_once.top_indices, all_at_once.top_indices)
        np.testing.assert_allclose(few_at_once.top_values, all_at_once.top_values, atol=1e-6)
        np.testing.assert_allclose(few_at_once.means, all_at_once.means, atol=1e-6)
        assert np.array_equal(few_at_once.silent, all_at_once.silent)


@pytest.mark.parametrize("hidden_sizes", [(), (5,), (128, 64)])
@pytest.mark.parametrize("last_relu", [True, False])
def test_networks_of_any_depth_have_unit_statistics(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model, digits = untrained_network(0, hidden_sizes, last_relu=last_relu), load_digits("test")
    unit_statistics = written(model, digits.part(0, 200))
    sizes = [*hidden_sizes, 10]
    assert [layer.stage for layer in unit_statistics.layers] == [
        f"linear{number}" for number in range(1, len(sizes) + 1)
    ]
    assert [len(layer.means) for layer in unit_statistics.layers] == sizes
    assert (unit_statistics.layers[-1].means < 0).any() != last_relu


def test_shares_done_grow_to_1_and_the_unit_statistics_is_last(
    model: NeuralNetwork, digits: Digits
) -> None:
    *shares, unit_statistics = count_unit_statistics(model, digits.part(0, 1050), batch=100)
    assert shares == pytest.approx([*(number / 10.5 for number in range(1, 11)), 1])
    assert isinstance(unit_statistics, UnitStatistics)


def test_a_large_network_is_given_few_images_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlp.explain.unit_statistics._MAX_VALUES", 220)
    model, digits = untrained_network(0, (12,)), load_digits("test").part(0, 30)
    *shares, unit_statistics = count_unit_statistics(model, digits)
    assert len(shares) == 3 and isinstance(unit_statistics, UnitStatistics)
    assert np.array_equal(
        unit_statistics["linear1"].top_indices, written(model, digits)["linear1"].top_indices
    )


def test_writing_leaves_gradients_and_the_network_alone(digits: Digits) -> None:
    model = load_model()
    before = fingerprint(model)
    for step in count_unit_statistics(model, digits.part(0, 1000)):
        # Whoever draws the bar is not within inference_mode.
        assert not torch.is_inference_mode_enabled(), step
    assert fingerprint(model) == before


def test_the_unit_statistics_is_the_same_wherever_the_network_lies(
    device: Device, digits: Digits
) -> None:
    model, some = load_model(), digits.part(0, 1000)
    here, there = written(model, some), written(model.to(device.torch_device), some)
    for one, other in zip(here.layers, there.layers, strict=True):
        np.testing.assert_allclose(one.top_values, other.top_values, rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(one.means, other.means, rtol=1e-4, atol=1e-4)
