from mlp.dataset import Digits
from mlp.study.claims import Claimed, brought, photographed


def test_pictures_are_redrawn_written_and_photographed(digits: Digits) -> None:
    made = list(brought(digits, Claimed(3, 20, 2), seed=1))
    assert [label for _, label in made[:3]] == digits.labels[:3].tolist()
    assert [label for _, label in made[3:23]] == 2 * list(range(10))
    assert 23 <= len(made) <= 25
    for image, label in made:
        assert image.shape == (28, 28) and image.max() > 99 and 0 <= label < 10


def test_photographs_on_which_nothing_is_found_are_left_out(digits: Digits) -> None:
    for image, _ in photographed(digits, 3, seed=5):
        assert image.any()
