import math
from dataclasses import replace
from itertools import islice, pairwise

import pytest
import torch

from mlp.dataset import Digits
from mlp.network import NeuralNetwork
from mlp.training import (
    RECIPES,
    SUM_OF_SCORES,
    Progress,
    Recipe,
    Stage,
    _optimizer,
    centre_scores,
    correct_per_digit,
    new_model,
    train,
)
from mlp.variation import Variation
from mlp.weights import parameter_values

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def few(digits) -> Digits:
    """512 digits: enough to learn something from within a second."""
    return Digits(digits.pixels[:512], digits.labels[:512])


def trained(few: Digits, *, seed: int, num_batches: int = 3) -> bytes:
    """Train for a few batches and give the parameters."""
    model = new_model(seed, CPU)
    for _ in islice(train(model, few, Recipe(seed=seed, batch_size=64)), num_batches):
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
        next(train(model, few, Recipe(seed=seed, batch_size=64)))
    assert parameter_values(models[0]) != parameter_values(models[1])


def test_loss_falls_over_two_epochs(device, few):
    settings = Recipe(epochs=2, batch_size=64)
    losses = [step.loss for step in train(new_model(0, device.torch_device), few, settings)]
    assert sum(losses[8:]) < 0.7 * sum(losses[:8])


def test_an_untrained_network_knows_nothing(few):
    first = next(train(new_model(0, CPU), few, Recipe()))
    assert first.loss == pytest.approx(math.log(10), abs=0.1)


def test_progress_counts_to_the_total(few):
    steps = list(train(new_model(0, CPU), few, Recipe(epochs=2, batch_size=200)))
    assert [step.num_images for step in steps] == [200, 400, 512, 712, 912, 1024]
    assert [step.epoch for step in steps] == [1, 1, 1, 2, 2, 2]
    assert {step.total_images for step in steps} == {1024}
    assert all(earlier.elapsed_s < later.elapsed_s for earlier, later in pairwise(steps))


def test_images_beyond_the_recipes_number_are_not_seen(few):
    recipe = Recipe(num_images=64, epochs=1)
    model, same = new_model(0, CPU), new_model(0, CPU)
    list(train(model, few, recipe))
    list(train(same, few.part(0, 64), recipe))
    assert parameter_values(model) == parameter_values(same)


def test_the_consumer_may_stop_early(few):
    progress = train(new_model(0, CPU), few, Recipe(batch_size=64))
    assert isinstance(next(progress), Progress)
    progress.close()
    assert list(progress) == []


def test_a_network_trained_to_the_end_is_in_evaluation_mode(few):
    model = new_model(0, CPU)
    list(train(model, few, Recipe(epochs=1, batch_size=512)))
    assert not model.training


DIGITS = replace(RECIPES["digits"], epochs=1, batch_size=64)
REDRAWN = replace(DIGITS, redrawn_share=0.5)


def test_each_recipe_starts_from_an_unsure_network(few):
    for recipe in RECIPES.values():
        first = next(train(new_model(0, CPU), few, recipe))
        assert first.loss == pytest.approx(math.log(10), abs=0.1)


def test_redrawing_is_told_first_and_counts_for_itself(few):
    steps = list(train(new_model(0, CPU), few, REDRAWN))
    assert [step.num_images for step in steps if step.stage is Stage.REDRAWING][-1] == len(few)
    assert [step.stage for step in steps][-8:] == [Stage.TRAINING] * 8
    assert steps[-1].num_images == steps[-1].total_images == len(few)


def test_a_variation_changes_what_is_learned_from(few):
    losses = [
        next(train(new_model(0, CPU), few, Recipe(batch_size=64, variation=variation))).loss
        for variation in (None, Variation())
    ]
    assert losses[0] != losses[1]


def test_redrawn_digits_are_learned_from(few):
    losses = [
        list(train(new_model(0, CPU), few, Recipe(epochs=1, redrawn_share=share)))[-1].loss
        for share in (0.0, 1.0)
    ]
    assert losses[0] != losses[1]


def test_the_step_size_rises_and_falls(few):
    model = new_model(0, CPU)
    optimizer, schedule = _optimizer(model, Recipe(epochs=10, warmup_epochs=2), 4)
    sizes = []
    for _ in range(40):
        sizes.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    assert sizes[:8] == sorted(sizes[:8])
    assert sizes[7] == max(sizes) == pytest.approx(Recipe().learning_rate)
    assert sizes[8:] == sorted(sizes[8:], reverse=True)
    assert sizes[-1] < 0.01 * max(sizes)


def test_biases_do_not_decay():
    optimizer, _ = _optimizer(new_model(0, CPU), Recipe(weight_decay=0.3), 1)
    for group in optimizer.param_groups:
        dimensions = {parameter.ndim for parameter in group["params"]}
        assert dimensions == ({2} if group["weight_decay"] else {1})


def test_the_average_of_equal_parameters_is_these_parameters(few):
    still = Recipe(epochs=1, batch_size=64, learning_rate=0.0, averaging=0.9)
    model = new_model(0, CPU)
    list(train(model, few, still))
    for mine, other in zip(model.parameters(), new_model(0, CPU).parameters(), strict=True):
        assert torch.allclose(mine, other, atol=1e-6)


def test_the_average_moves_less_than_the_parameters(few):
    ends = []
    for averaging in (0.0, 0.999):
        model = new_model(0, CPU)
        list(train(model, few, Recipe(epochs=2, batch_size=64, averaging=averaging)))
        ends.append(torch.cat([parameter.flatten() for parameter in model.parameters()]))
    start = torch.cat([parameter.flatten() for parameter in new_model(0, CPU).parameters()])
    assert 0 < (ends[1] - start).norm() < (ends[0] - start).norm()


def test_centred_scores_sum_to_100_and_their_probabilities_stay(digits):
    model = new_model(3, CPU).requires_grad_(False)
    layers = model.linear_relu_stack[:-1]
    images = digits.images(0, 200)
    before = layers(model.flatten(images))
    centre_scores(model)
    after = layers(model.flatten(images))
    assert torch.allclose(after.sum(dim=1), torch.full((200,), float(SUM_OF_SCORES)), atol=1e-3)
    assert torch.allclose(before.softmax(dim=1), after.softmax(dim=1), atol=1e-5)


def test_after_training_without_the_last_relu_it_changes_no_decision(few):
    model = new_model(0, CPU)
    list(train(model, few, DIGITS))
    images = few.images()
    before = model.linear_relu_stack[:-1](model.flatten(images))
    assert torch.equal(before.argmax(dim=1), model(images).argmax(dim=1))
    assert torch.allclose(before.sum(dim=1), torch.full((len(few),), 100.0), atol=1e-3)


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
