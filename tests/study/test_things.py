import numpy as np
import torch

from mlp.study.things import THINGS, photograph_of_a_thing, thing_images


def test_the_vocabularies_share_no_thing() -> None:
    assert not THINGS["tuning"].keys() & THINGS["figure"].keys()
    assert not set(THINGS["tuning"].values()) & set(THINGS["figure"].values())


def test_a_thing_is_photographed_on_some_ground() -> None:
    for seed in range(10):
        picture = photograph_of_a_thing(np.random.default_rng(seed), vocabulary="tuning")
        assert picture.dtype == np.uint8 and min(picture.shape) >= 120
        assert np.ptp(picture) > 30


def test_most_things_are_taken_for_something_written() -> None:
    images = torch.stack(list(thing_images(12, seed=3, vocabulary="figure")))
    assert images.shape == (12, 28, 28) and 0 <= images.min() and images.max() <= 1
    assert images.flatten(1).any(dim=1).sum() > 8


def test_things_follow_their_seed() -> None:
    first, again, other = (
        torch.stack(list(thing_images(2, seed=seed, vocabulary="tuning"))) for seed in (1, 1, 2)
    )
    assert torch.equal(first, again) and not torch.equal(first, other)
