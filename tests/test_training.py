import math
from itertools import islice, pairwise

import pytest
import torch

from mlp.dataset import Digits
from mlp.network import NeuralNetwork
from mlp.training import Progress, Settings, correct_per_digit, new_model, train, varied
from mlp.weights import parameter_values

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def few(digits) -> Digits:
    """512 digits: enough to learn something from within a second."""
    return Digits(digits.pixels[:512], digits.labels[:512])


def trained(few: Digits, *, seed: int, num_batches: int = 3) -> bytes:
    """Train for a few batches and give the parameters."""
    model = new_model(seed, CPU)
    for _ in islice(train(model, few, Settings(seed=seed, batch_size=64)), num_batches):
        pass
    return parameter_values(model)


def test_a_seed_always_gives_the_same_network():
    assert parameter_values(new_model(7, CPU)) == parameter_values(new_model(7, CPU))


def test_seeds_give_different_networks():
    assert parameter_values(new_model(7, CPU)) != parameter_values(new_model(8, CPU))


def test_only_the_last_bias_differs_from_pytorchs_default_by_1():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        expected = NeuralNetwork().state_dict()
    expected["linear_relu_stack.4.bias"] += 1
    for name, values in new_model(7, CPU).state_dict().items():
        assert torch.equal(values, expected[name]), name


def test_a_new_network_leaves_the_random_numbers_of_others_alone():
    before = torch.random.get_rng_state()
    new_model(7, CPU)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_training_leaves_the_random_numbers_of_others_alone(few):
    before = torch.random.get_rng_state()
    trained(few, seed=1)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_a_new_network_lies_on_its_device(device):
    assert next(new_model(0, device.torch_device).parameters()).device.type == (
        device.torch_device.type
    )


def test_a_seed_always_trains_to_the_same_parameters(few):
    assert trained(few, seed=1) == trained(few, seed=1)


def test_seeds_train_to_different_parameters(few):
    assert trained(few, seed=1) != trained(few, seed=2)


def test_the_order_of_the_images_follows_the_seed(few):
    models = [new_model(1, CPU), new_model(1, CPU)]
    for seed, model in enumerate(models):
        next(train(model, few, Settings(seed=seed, batch_size=64)))
    assert parameter_values(models[0]) != parameter_values(models[1])


def test_loss_falls_over_two_epochs(device, few):
    settings = Settings(epochs=2, batch_size=64)
    losses = [step.loss for step in train(new_model(0, device.torch_device), few, settings)]
    assert sum(losses[8:]) < 0.7 * sum(losses[:8])


def test_an_untrained_network_knows_nothing(few):
    first = next(train(new_model(0, CPU), few, Settings()))
    assert first.loss == pytest.approx(math.log(10), abs=0.1)


def test_progress_counts_to_the_total(few):
    steps = list(train(new_model(0, CPU), few, Settings(epochs=2, batch_size=200)))
    assert [step.num_images for step in steps] == [200, 400, 512, 712, 912, 1024]
    assert [step.epoch for step in steps] == [1, 1, 1, 2, 2, 2]
    assert {step.total_images for step in steps} == {1024}
    assert all(earlier.elapsed_s < later.elapsed_s for earlier, later in pairwise(steps))


def test_the_consumer_may_stop_early(few):
    progress = train(new_model(0, CPU), few, Settings(batch_size=64))
    assert isinstance(next(progress), Progress)
    progress.close()
    assert list(progress) == []


def test_a_network_trained_to_the_end_is_in_evaluation_mode(few):
    model = new_model(0, CPU)
    list(train(model, few, Settings(epochs=1, batch_size=512)))
    assert not model.training


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_varied_images_are_images_still(device, digits):
    images = digits.images(0, 500).to(device.torch_device)
    others = varied(images, seeded())
    assert others.shape == images.shape
    assert others.device == images.device
    assert 0 <= others.min() and others.max() <= 1 + 1e-6


def test_each_image_is_varied_in_its_own_way(digits):
    same = digits.images(0, 1).repeat(20, 1, 1)
    others = varied(same, seeded())
    assert len({image.numpy().tobytes() for image in others}) == 20


def test_variations_follow_their_seed(digits):
    images = digits.images(0, 50)
    assert torch.equal(varied(images, seeded(1)), varied(images, seeded(1)))
    assert not torch.equal(varied(images, seeded(1)), varied(images, seeded(2)))


def test_variations_turn_to_both_sides_and_move_nothing_on_average(digits):
    bar = torch.zeros(2000, 28, 28)
    bar[:, 4:24, 13:15] = 1
    others = varied(bar, seeded())
    rows, columns = torch.meshgrid(torch.arange(28.0), torch.arange(28.0), indexing="ij")
    mass = others.sum(dim=(1, 2))
    for axis in (rows, columns):
        centres = (others * axis).sum(dim=(1, 2)) / mass
        assert centres.mean().item() == pytest.approx(13.5, abs=0.1)
        assert 0.3 < centres.std() < 1.5


def test_a_varied_digit_is_still_the_same_digit(model, digits):
    others = varied(digits.images(0, 2000), seeded())
    assert (model(others).argmax(dim=1) == digits.labels[:2000]).float().mean() > 0.97


def test_plain_training_sees_the_images_as_they_are(few):
    varied_too, plain = (
        next(train(new_model(0, CPU), few, Settings(batch_size=64, is_varied=is_varied))).loss
        for is_varied in (True, False)
    )
    assert varied_too != plain


def test_correct_answers_are_counted_for_each_digit(model, digits):
    correct, total = correct_per_digit(model, digits)
    is_correct = model(digits.images()).argmax(dim=1) == digits.labels
    assert total.tolist() == [int((digits.labels == digit).sum()) for digit in range(10)]
    assert correct.tolist() == [
        int(is_correct[digits.labels == digit].sum()) for digit in range(10)
    ]


def test_a_few_digits_still_give_ten_counts(model, digits):
    correct, total = correct_per_digit(model, Digits(digits.pixels[:1], digits.labels[:1]))
    assert correct.tolist() == total.tolist() == [0] * 7 + [1, 0, 0]
