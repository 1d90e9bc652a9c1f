import torch

from mlp.net.device import Device
from mlp.training.teacher import new_teacher

CPU = torch.device("cpu")


def test_ten_scores_for_each_image(device: Device) -> None:
    teacher = new_teacher(0, device.torch_device).eval()
    scores = teacher(torch.rand(3, 28, 28, device=device.torch_device))
    assert scores.shape == (3, 10)
    assert scores.isfinite().all()


def test_a_seed_always_gives_the_same_teacher() -> None:
    first, second, other = (new_teacher(seed, CPU).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["layers.0.weight"], other["layers.0.weight"])


def test_a_new_teacher_leaves_the_random_numbers_of_others_alone() -> None:
    before = torch.random.get_rng_state()
    new_teacher(7, CPU)
    assert torch.equal(torch.random.get_rng_state(), before)
