from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from mlp.dataset import Digits, load_digits
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.picture.midline import midline
from mlp.picture.prepare import from_pad
from mlp.training.augmentation import (
    Augmentation,
    augmented,
    disturbed,
    elastic_fields,
    redrawn,
)
from mlp.training.redrawn import drawn

AUGMENTATION = Augmentation(num_fields=64)


def vary(images: torch.Tensor, random: torch.Generator, **changes: Any) -> torch.Tensor:
    augmentation = replace(AUGMENTATION, **changes)
    return augmented(
        images, augmentation, elastic_fields(augmentation, seeded()).to(images.device), random
    )


NOTHING = dict.fromkeys(
    (
        "rotation_deg",
        "scale",
        "aspect",
        "shear",
        "shift_px",
        "elastic_px",
        "thicker",
        "thinner",
        "blurred",
        "contrast",
    ),
    0.0,
)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_varied_images_are_images_still(device: Device, digits: Digits) -> None:
    images = digits.images(0, 500).to(device.torch_device)
    others = vary(images, seeded())
    assert others.shape == images.shape
    assert others.device == images.device
    assert 0 <= others.min() and others.max() <= 1 + 1e-6


def test_each_image_is_varied_in_its_own_way(digits: Digits) -> None:
    same = digits.images(0, 1).repeat(20, 1, 1)
    others = vary(same, seeded())
    assert len({image.numpy().tobytes() for image in others}) == 20


def test_augmentations_follow_their_seed(digits: Digits) -> None:
    images = digits.images(0, 50)
    assert torch.equal(vary(images, seeded(1)), vary(images, seeded(1)))
    assert not torch.equal(vary(images, seeded(1)), vary(images, seeded(2)))


def test_augmentations_turn_to_both_sides_and_move_nothing_on_average(digits: Digits) -> None:
    bar = torch.zeros(2000, 28, 28)
    bar[:, 4:24, 13:15] = 1
    others = vary(bar, seeded())
    rows, columns = torch.meshgrid(torch.arange(28.0), torch.arange(28.0), indexing="ij")
    mass = others.sum(dim=(1, 2))
    for axis in (rows, columns):
        centres = (others * axis).sum(dim=(1, 2)) / mass
        assert centres.mean().item() == pytest.approx(13.5, abs=0.1)
        assert 0.3 < centres.std() < 1.5


def test_a_varied_digit_is_still_the_same_digit(model: NeuralNetwork, digits: Digits) -> None:
    others = vary(digits.images(0, 2000), seeded())
    assert (model(others).argmax(dim=1) == digits.labels[:2000]).float().mean() > 0.95


def test_without_any_amount_images_stay_as_they_are(digits: Digits) -> None:
    images = digits.images(0, 20)
    assert torch.allclose(vary(images, seeded(), **NOTHING), images, atol=1e-5)


@pytest.mark.parametrize("name", list(NOTHING))
def test_each_amount_changes_images(digits: Digits, name: str) -> None:
    amount = 1.0 if name in ("thicker", "thinner", "blurred", "contrast") else 0.1
    images = digits.images(0, 20)
    others = vary(images, seeded(), **(NOTHING | {name: amount}))
    assert not torch.allclose(others, images, atol=1e-3)


def test_more_passes_blur_more(digits: Digits) -> None:
    images, only_blurred = digits.images(0, 20), NOTHING | {"blurred": 1.0}
    once, thrice = (vary(images, seeded(), **only_blurred, blur_passes=n) for n in (1, 3))
    assert (thrice - images).abs().sum() > 1.3 * (once - images).abs().sum()


NOISY = Augmentation(noisy=0.5, noise=0.2)


def test_the_share_that_is_to_be_noisy_is() -> None:
    grey = torch.full((2000, 28, 28), 0.5)
    deviations = disturbed(grey, NOISY, seeded()).std(dim=(1, 2))
    assert (deviations > 0).float().mean() == pytest.approx(0.5, abs=0.04)
    assert 0.18 < deviations.max() < 0.21


def test_noise_stays_within_an_images_range(digits: Digits) -> None:
    noisy = disturbed(digits.images(0, 100), NOISY, seeded())
    assert noisy.min() == 0 and noisy.max() == 1


def test_without_noise_no_random_number_is_drawn(digits: Digits) -> None:
    images, random = digits.images(0, 3), seeded()
    before = random.get_state()
    assert torch.equal(disturbed(images, Augmentation(), random), images)
    assert torch.equal(random.get_state(), before)


def test_an_image_gets_the_same_noise_whichever_part_of_the_batch_it_is_in(digits: Digits) -> None:
    images, which = digits.images(0, 20), torch.tensor([3, 4, 11])
    whole = disturbed(images, NOISY, seeded(1))
    some = disturbed(images[which], NOISY, seeded(1), which=which, num_all=20)
    assert torch.equal(some, whole[which])


@pytest.mark.parametrize(("name", "sign"), [("thicker", 1), ("thinner", -1)])
def test_thicker_strokes_have_more_ink(digits: Digits, name: str, sign: int) -> None:
    images = digits.images(0, 50)
    others = vary(images, seeded(), **(NOTHING | {name: 1.0}))
    assert (sign * (others - images).sum(dim=(1, 2)) > 0).all()


def test_shifts_reach_their_limit_and_not_more(digits: Digits) -> None:
    dot = torch.zeros(2000, 28, 28)
    dot[:, 14, 14] = 1
    others = vary(dot, seeded(), **(NOTHING | {"shift_px": 3.0}))
    columns = (others * torch.arange(28.0)).sum(dim=(1, 2)) / others.sum(dim=(1, 2))
    assert 2.5 < (columns - 14).abs().max() <= 3.001


def test_small_changes_are_more_frequent() -> None:
    dot = torch.zeros(2000, 28, 28)
    dot[:, 14, 14] = 1
    others = vary(dot, seeded(), **(NOTHING | {"shift_px": 3.0, "concentration": 2.0}))
    columns = (others * torch.arange(28.0)).sum(dim=(1, 2)) / others.sum(dim=(1, 2))
    assert ((columns - 14).abs() < 0.75).float().mean() == pytest.approx(0.5, abs=0.05)


def test_elastic_fields_are_smooth_and_of_deviation_1() -> None:
    fields = elastic_fields(AUGMENTATION, seeded())
    assert fields.shape == (64, 28, 28, 2)
    assert fields.std(dim=(1, 2, 3)) == pytest.approx(1, abs=1e-4)
    assert (fields[:, 1:] - fields[:, :-1]).abs().mean() < 0.3


def test_redrawn_digits_are_what_the_pad_would_give(digits: Digits) -> None:
    few = Digits(digits.pixels[:3], digits.labels[:3])
    images = list(redrawn(few, seed=5))
    raster = drawn(midline(few.pixels[2].numpy()), np.random.default_rng([5, 2]))
    assert torch.allclose(images[2].float() / 255, from_pad(raster).image, atol=0.5 / 255 + 1e-6)
    assert images[0].dtype == torch.uint8 and images[0].shape == (28, 28)


def test_an_image_is_varied_the_same_whichever_part_of_the_batch_is_varied() -> None:
    images, augmentation = load_digits("test").images(0, 20), Augmentation(num_fields=16)
    fields = elastic_fields(augmentation, torch.Generator().manual_seed(0))
    whole = augmented(images, augmentation, fields, torch.Generator().manual_seed(1))
    which = torch.tensor([3, 4, 11])
    some = augmented(
        images[which],
        augmentation,
        fields,
        torch.Generator().manual_seed(1),
        which=which,
        num_all=20,
    )
    assert torch.equal(some, whole[which])
