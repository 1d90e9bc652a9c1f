import math
from collections.abc import Callable, Generator
from dataclasses import replace
from itertools import islice, pairwise
from typing import get_args

import pytest
import torch
from torch import nn

from mlp.dataset import Digits, load_digits
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.net.parameters import parameter_values
from mlp.training.augmentation import Augmentation
from mlp.training.loop import (
    SUM_OF_SCORES,
    Phase,
    Progress,
    TrainingDivergedError,
    _distillation_loss,
    _learn,
    _optimizers,
    _schedules,
    _scores_with_dropout,
    centre_scores,
    correct_per_digit,
    learned_from,
    model_for,
    new_model,
    train,
)
from mlp.training.recipe import RECIPES, Optimizer, Recipe, with_rate
from mlp.training.teacher import new_teacher

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def few(digits: Digits) -> Digits:
    """512 digits: enough to learn something from within a second."""
    return Digits(digits.pixels[:512], digits.labels[:512])


def trained(few: Digits, *, seed: int, num_batches: int = 3) -> bytes:
    """Train for a few batches and give the parameters."""
    model = new_model(seed, CPU)
    for _ in islice(train(model, few, Recipe(seed=seed, batch_size=64)), num_batches):
        pass
    return parameter_values(model)


def test_a_seed_always_gives_the_same_network() -> None:
    assert parameter_values(new_model(7, CPU)) == parameter_values(new_model(7, CPU))


def test_seeds_give_different_networks() -> None:
    assert parameter_values(new_model(7, CPU)) != parameter_values(new_model(8, CPU))


def test_only_the_last_bias_differs_from_pytorchs_default_by_1() -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        expected = NeuralNetwork().state_dict()
    expected["linear_relu_stack.4.bias"] += 1
    for name, values in new_model(7, CPU).state_dict().items():
        assert torch.equal(values, expected[name]), name


def test_a_new_network_leaves_the_random_numbers_of_others_alone() -> None:
    before = torch.random.get_rng_state()
    new_model(7, CPU)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_training_leaves_the_random_numbers_of_others_alone(few: Digits) -> None:
    before = torch.random.get_rng_state()
    trained(few, seed=1)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_a_new_network_lies_on_its_device(device: Device) -> None:
    assert next(new_model(0, device.torch_device).parameters()).device.type == (
        device.torch_device.type
    )


def test_a_seed_always_trains_to_the_same_parameters(few: Digits) -> None:
    assert trained(few, seed=1) == trained(few, seed=1)


def test_seeds_train_to_different_parameters(few: Digits) -> None:
    assert trained(few, seed=1) != trained(few, seed=2)


def test_the_order_of_the_images_follows_the_seed(few: Digits) -> None:
    models = [new_model(1, CPU), new_model(1, CPU)]
    for seed, model in enumerate(models):
        next(train(model, few, Recipe(seed=seed, batch_size=64)))
    assert parameter_values(models[0]) != parameter_values(models[1])


def test_loss_falls_over_two_epochs(device: Device, few: Digits) -> None:
    settings = Recipe(epochs=2, batch_size=64)
    losses = [step.loss for step in train(new_model(0, device.torch_device), few, settings)]
    assert sum(losses[8:]) < 0.7 * sum(losses[:8])


def test_an_untrained_network_knows_nothing(few: Digits) -> None:
    first = next(train(new_model(0, CPU), few, Recipe()))
    assert first.loss == pytest.approx(math.log(10), abs=0.1)


def test_progress_counts_to_the_total(few: Digits) -> None:
    steps = list(train(new_model(0, CPU), few, Recipe(epochs=2, batch_size=200)))
    assert [step.num_images for step in steps] == [200, 400, 512, 712, 912, 1024]
    assert [step.epoch for step in steps] == [1, 1, 1, 2, 2, 2]
    assert {step.total_images for step in steps} == {1024}
    assert all(earlier.elapsed_s < later.elapsed_s for earlier, later in pairwise(steps))


def test_images_beyond_the_recipes_number_are_not_seen(few: Digits) -> None:
    recipe = Recipe(num_images=64, epochs=1)
    model, same = new_model(0, CPU), new_model(0, CPU)
    list(train(model, few, recipe))
    list(train(same, few.part(0, 64), recipe))
    assert parameter_values(model) == parameter_values(same)


def test_forms_are_learned_from_beside_the_images(few: Digits) -> None:
    recipe = Recipe(num_images=5, num_forms=20, batch_size=10, epochs=2, seed=3)
    learned = learned_from(few, recipe)
    assert torch.equal(learned.pixels[:5], few.pixels[:5])
    assert learned.labels[5:].tolist() == 2 * list(range(10))
    other = learned_from(few, replace(recipe, seed=4))
    assert not torch.equal(learned.pixels[5:], other.pixels[5:])
    steps = list(train(new_model(0, CPU), few, recipe))
    assert steps[-1].num_images == steps[-1].total_images == 50


def test_noise_is_new_each_time_an_image_is_learned_from(few: Digits) -> None:
    still = replace(ALONE, epochs=2, repeats=2, learning_rate=0.0, averaging=0.0)
    noisy = replace(still, augmentation=replace(AUGMENTATION, noisy=1.0))
    for recipe, is_same in ((still, True), (noisy, False)):
        first, second = train(new_model(0, CPU), few.part(0, 64), recipe)
        assert (second.loss == pytest.approx(first.loss, rel=1e-5)) == is_same


def test_the_consumer_may_stop_early(few: Digits) -> None:
    progress = train(new_model(0, CPU), few, Recipe(batch_size=64))
    assert isinstance(progress, Generator) and isinstance(next(progress), Progress)
    progress.close()
    assert list(progress) == []


def test_a_network_trained_to_the_end_is_in_evaluation_mode(few: Digits) -> None:
    model = new_model(0, CPU)
    list(train(model, few, Recipe(epochs=1, batch_size=512)))
    assert not model.training


AUGMENTATION = Augmentation(num_fields=8)
ALONE = replace(
    RECIPES["digits"],
    num_forms=0,
    epochs=1,
    batch_size=64,
    augmentation=AUGMENTATION,
    repeats=1,
    teacher=None,
)
assert RECIPES["digits"].teacher is not None
TEACHER = replace(RECIPES["digits"].teacher, epochs=1, batch_size=64, augmentation=AUGMENTATION)
TAUGHT = replace(ALONE, teacher=TEACHER)


def test_each_recipe_starts_from_an_unsure_network(few: Digits) -> None:
    for recipe in (Recipe(), ALONE, TAUGHT):
        first = next(train(new_model(0, CPU), few, recipe))
        assert first.loss == pytest.approx(math.log(10), abs=0.3)


def test_the_teacher_is_trained_first_and_counts_for_itself(few: Digits) -> None:
    steps = list(train(new_model(0, CPU), few, TAUGHT))
    assert [step.phase for step in steps] == [Phase.TEACHING] * 8 + [Phase.TRAINING] * 8
    for phase in (steps[:8], steps[8:]):
        assert phase[0].num_images == 64
        assert phase[-1].num_images == phase[-1].total_images == len(few)


def test_what_the_teacher_says_is_learned_and_no_label(few: Digits) -> None:
    """From a teacher that was told wrong labels only wrong labels can be learned."""
    wrong = Digits(few.pixels, (few.labels + 1) % 10)
    recipe = replace(
        TAUGHT,
        epochs=20,
        augmentation=None,
        teacher=replace(TEACHER, epochs=6, augmentation=None),
    )
    model = new_model(0, CPU)
    for progress in train(model, wrong, recipe):
        if progress.phase is Phase.TRAINING:
            wrong.labels.copy_(few.labels)  # from here on the labels are right
    answers = model(few.images()).argmax(dim=1)
    assert ((few.labels + 1) % 10 == answers).float().mean() > 0.8


def test_the_loss_from_a_teacher_falls(device: Device, few: Digits) -> None:
    recipe = replace(TAUGHT, epochs=4, teacher=replace(TEACHER, epochs=2))
    steps = train(new_model(0, device.torch_device), few, recipe)
    losses = [step.loss for step in steps if step.phase is Phase.TRAINING]
    assert sum(losses[-8:]) < 0.7 * sum(losses[:8])


def test_a_seed_always_teaches_the_same(few: Digits) -> None:
    models = [new_model(0, CPU) for _ in range(2)]
    for model in models:
        list(train(model, few, TAUGHT))
    assert parameter_values(models[0]) == parameter_values(models[1])


def test_distillation_loss_is_0_only_between_equal_answers() -> None:
    scores = torch.tensor([[3.0, 1.0, -2.0]])
    assert _distillation_loss(scores, scores + 5, 2.0) == pytest.approx(0, abs=1e-6)
    assert _distillation_loss(scores, -scores, 2.0) > 0.1


def test_distillation_loss_by_hand() -> None:
    """At temperature 2 the scores 2 ln 3 and 0 are the probabilities 3/4 and 1/4."""
    mine, wanted = torch.zeros(1, 2), torch.tensor([[2 * math.log(3), 0.0]])
    expected = 4 * (0.75 * math.log(0.75 / 0.5) + 0.25 * math.log(0.25 / 0.5))
    assert _distillation_loss(mine, wanted, 2.0) == pytest.approx(expected, rel=1e-5)


def test_images_are_varied_anew_after_so_many_repeats(
    few: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []

    def counted(images: torch.Tensor, *others: object, **places: object) -> torch.Tensor:
        counts.append(len(images))
        return images

    monkeypatch.setattr("mlp.training.loop.augmented", counted)
    list(train(new_model(0, CPU), few, replace(ALONE, epochs=6, repeats=3)))
    assert sum(counts) == 2 * len(few)


def test_a_augmentation_changes_what_is_learned_from(few: Digits) -> None:
    losses = [
        next(train(new_model(0, CPU), few, Recipe(batch_size=64, augmentation=augmentation))).loss
        for augmentation in (None, AUGMENTATION)
    ]
    assert losses[0] != losses[1]


def test_the_step_size_rises_and_falls(few: Digits) -> None:
    model = new_model(0, CPU)
    recipe = Recipe(epochs=10, warmup_epochs=2)
    optimizers = _optimizers(model, recipe)
    [optimizer], [schedule] = optimizers, _schedules(optimizers, recipe, 4)
    sizes = []
    for _ in range(40):
        sizes.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    assert sizes[:8] == sorted(sizes[:8])
    assert sizes[7] == max(sizes) == pytest.approx(Recipe().learning_rate)
    assert sizes[8:] == sorted(sizes[8:], reverse=True)
    assert sizes[-1] < 0.01 * max(sizes)


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
@pytest.mark.parametrize("make", [new_model, new_teacher])
def test_every_parameter_is_trained_once_and_no_bias_decays(
    make: Callable[[int, torch.device], nn.Module], optimizer: Optimizer
) -> None:
    model = make(0, CPU)
    optimizers = _optimizers(model, Recipe(optimizer=optimizer, weight_decay=0.3))
    groups = [group for one in optimizers for group in one.param_groups]
    trained = [id(parameter) for group in groups for parameter in group["params"]]
    assert sorted(trained) == sorted(map(id, model.parameters()))
    for group in groups:
        is_weight = {parameter.ndim > 1 for parameter in group["params"]}
        assert is_weight <= {bool(group["weight_decay"])}


def test_every_parameter_of_the_teacher_changes(few: Digits) -> None:
    teacher, before = new_teacher(0, CPU), new_teacher(0, CPU)
    recipe = replace(ALONE, averaging=0.0)
    random = torch.Generator().manual_seed(0)
    list(_learn(teacher, teacher, few.part(0, 128), recipe, random=random, phase=Phase.TEACHING))
    for (name, changed), start in zip(teacher.named_parameters(), before.parameters(), strict=True):
        assert not torch.equal(changed, start), name


def test_the_average_of_equal_parameters_is_these_parameters(few: Digits) -> None:
    still = Recipe(epochs=1, batch_size=64, learning_rate=0.0, averaging=0.9)
    model = new_model(0, CPU)
    list(train(model, few, still))
    for mine, other in zip(model.parameters(), new_model(0, CPU).parameters(), strict=True):
        assert torch.allclose(mine, other, atol=1e-6)


def test_the_average_moves_less_than_the_parameters(few: Digits) -> None:
    ends = []
    for averaging in (0.0, 0.999):
        model = new_model(0, CPU)
        list(train(model, few, Recipe(epochs=2, batch_size=64, averaging=averaging)))
        ends.append(torch.cat([parameter.flatten() for parameter in model.parameters()]))
    start = torch.cat([parameter.flatten() for parameter in new_model(0, CPU).parameters()])
    assert 0 < (ends[1] - start).norm() < (ends[0] - start).norm()


def test_centred_scores_sum_to_100_and_their_probabilities_stay(digits: Digits) -> None:
    model = new_model(3, CPU).requires_grad_(False)
    layers = model.linear_relu_stack[:-1]
    images = digits.images(0, 200)
    before = layers(model.flatten(images))
    centre_scores(model)
    after = layers(model.flatten(images))
    assert torch.allclose(after.sum(dim=1), torch.full((200,), float(SUM_OF_SCORES)), atol=1e-3)
    assert torch.allclose(before.softmax(dim=1), after.softmax(dim=1), atol=1e-5)


def test_after_training_without_the_last_relu_it_changes_no_decision(few: Digits) -> None:
    model = new_model(0, CPU)
    list(train(model, few, ALONE))
    images = few.images()
    before = model.linear_relu_stack[:-1](model.flatten(images))
    assert torch.equal(before.argmax(dim=1), model(images).argmax(dim=1))
    assert torch.allclose(before.sum(dim=1), torch.full((len(few),), 100.0), atol=1e-3)


def test_correct_answers_are_counted_for_each_digit(model: NeuralNetwork, digits: Digits) -> None:
    correct, total = correct_per_digit(model, digits)
    is_correct = model(digits.images()).argmax(dim=1) == digits.labels
    assert total.tolist() == [int((digits.labels == digit).sum()) for digit in range(10)]
    assert correct.tolist() == [
        int(is_correct[digits.labels == digit].sum()) for digit in range(10)
    ]


def test_a_few_digits_still_give_ten_counts(model: NeuralNetwork, digits: Digits) -> None:
    correct, total = correct_per_digit(model, Digits(digits.pixels[:1], digits.labels[:1]))
    assert correct.tolist() == total.tolist() == [0] * 7 + [1, 0, 0]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam", "adamw", "muon"])
def test_a_learning_rate_far_too_high_stops_training_with_a_reason(optimizer: Optimizer) -> None:
    recipe = Recipe(optimizer=optimizer, learning_rate=1e30, num_images=512, batch_size=64)
    with pytest.raises(TrainingDivergedError, match="learning rate was 1e30"):
        list(train(model_for(recipe, CPU), load_digits("train"), recipe))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam", "adamw", "muon"])
def test_each_optimizer_lowers_the_loss(optimizer: Optimizer) -> None:
    rate = 0.1 if optimizer in ("sgd", "momentum") else 2e-3
    recipe = Recipe(
        optimizer=optimizer, learning_rate=rate, num_images=512, batch_size=64, last_relu=False
    )
    steps = list(islice(train(model_for(recipe, CPU), load_digits("train"), recipe), 64))
    assert sum(step.loss for step in steps[-8:]) < 0.9 * sum(step.loss for step in steps[:8])


PLAIN = Recipe(epochs=2, batch_size=64, hidden_sizes=(16, 16))


def test_a_rate_that_is_sent_counts_from_the_next_batch_on_as_if_it_had_been_noted(
    few: Digits,
) -> None:
    sent, noted = model_for(PLAIN, CPU), model_for(PLAIN, CPU)
    steps = train(sent, few, PLAIN)
    for _ in range(5):
        next(steps)
    steps.send(0.02)
    list(steps)
    list(train(noted, few, with_rate(PLAIN, 5, 0.02)))
    assert parameter_values(sent) == parameter_values(noted)


def test_before_a_rate_is_changed_nothing_is_other_than_without(few: Digits) -> None:
    models = [model_for(PLAIN, CPU), model_for(PLAIN, CPU)]
    for model, recipe in zip(models, (PLAIN, with_rate(PLAIN, 5, 0.02)), strict=True):
        list(islice(train(model, few, recipe), 5))
    assert parameter_values(models[0]) == parameter_values(models[1])


def test_a_rate_of_0_ends_all_learning(few: Digits) -> None:
    for optimizer in get_args(Optimizer):
        recipe = replace(PLAIN, optimizer=optimizer)
        model, short = model_for(recipe, CPU), model_for(recipe, CPU)
        list(train(model, few, with_rate(recipe, 5, 0.0)))
        list(islice(train(short, few, recipe), 5))
        assert parameter_values(model) == parameter_values(short), optimizer


def test_dropout_leaves_out_its_share_of_the_hidden_units_and_keeps_the_mean() -> None:
    recipe = Recipe(hidden_sizes=(400,), dropout=0.25, last_relu=False)
    model = model_for(recipe, CPU).requires_grad_(False)
    images = torch.rand(500, 28, 28, generator=torch.Generator().manual_seed(0))
    chance = torch.Generator().manual_seed(0)
    seen: list[torch.Tensor] = []
    model.linear_relu_stack[-1].register_forward_pre_hook(lambda _, inputs: seen.extend(inputs))
    _scores_with_dropout(model, recipe, chance, images)
    whole = model.linear_relu_stack[:2](model.flatten(images))
    is_out = (seen[0] == 0) & (whole > 0)
    assert float(is_out.sum() / (whole > 0).sum()) == pytest.approx(0.25, abs=0.01)
    kept = seen[0] > 0
    assert torch.allclose(seen[0][kept], whole[kept] / 0.75)


def test_without_dropout_the_scores_are_the_networks_own() -> None:
    for last_relu in (True, False):
        recipe = Recipe(hidden_sizes=(8, 8), last_relu=last_relu)
        model = model_for(recipe, CPU)
        images = torch.rand(5, 28, 28, generator=torch.Generator().manual_seed(0))
        scores = _scores_with_dropout(model, recipe, torch.Generator(), images)
        assert torch.equal(scores, model(images))


def test_dropout_changes_what_is_learned_and_not_the_network(few: Digits) -> None:
    recipe = replace(PLAIN, dropout=0.5)
    model, plain = model_for(recipe, CPU), model_for(PLAIN, CPU)
    list(train(model, few, recipe))
    list(train(plain, few, PLAIN))
    assert parameter_values(model) != parameter_values(plain)
    assert list(map(str, model.modules())) == list(map(str, plain.modules()))
    assert torch.equal(model(few.images()), model(few.images()))
