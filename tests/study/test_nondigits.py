import cv2
import numpy as np
import pytest

from mlp.study.nondigits import KINDS, LETTERS, SHAPES, Vocabulary, drawing
from mlp.training.redrawn import PAD_SIDE

each_kind = pytest.mark.parametrize("kind", KINDS)
each_vocabulary = pytest.mark.parametrize("vocabulary", ["tuning", "figure"])


@each_kind
@each_vocabulary
def test_a_drawing_fills_a_pad_with_ink(kind: str, vocabulary: Vocabulary) -> None:
    for seed in range(20):
        ink, _ = drawing(np.random.default_rng(seed), kind, vocabulary=vocabulary)
        assert ink.shape == (PAD_SIDE, PAD_SIDE) and ink.dtype == np.uint8
        assert ink.max() > 200


@pytest.mark.parametrize("kind", ["letter", "shape", "scribble", "digits"])
@each_vocabulary
def test_strokes_and_print_lie_within_the_pad(kind: str, vocabulary: Vocabulary) -> None:
    for seed in range(40):
        ink, _ = drawing(np.random.default_rng(seed), kind, vocabulary=vocabulary)
        border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
        assert border.max() < 128


@each_kind
def test_same_random_numbers_give_the_same_drawing(kind: str) -> None:
    first, again = (drawing(np.random.default_rng(3), kind)[0] for _ in range(2))
    assert (first == again).all()


@each_kind
def test_other_random_numbers_give_another_drawing(kind: str) -> None:
    one, other = (drawing(np.random.default_rng(seed), kind)[0] for seed in (3, 4))
    assert (one != other).any()


def test_kinds_come_as_often_as_their_shares_say() -> None:
    random = np.random.default_rng(0)
    kinds = [drawing(random)[1] for _ in range(1000)]
    for kind, share in KINDS.items():
        assert kinds.count(kind) / 1000 == pytest.approx(share, abs=0.05)


def test_shares_sum_to_one() -> None:
    assert sum(KINDS.values()) == pytest.approx(1)


@pytest.mark.parametrize("words", [LETTERS, SHAPES])
def test_vocabularies_have_no_word_in_common(words: dict[Vocabulary, dict[str, str]]) -> None:
    tuning, figure = ({word.casefold() for word in words[half]} for half in words)
    assert not tuning & figure


def test_no_letter_is_one_that_looks_like_a_digit() -> None:
    alike = set("BCDGIJLOQSTUYZabcegijloqrsuyz")
    assert not alike & {letter for half in LETTERS.values() for letter in half}


def test_digits_side_by_side_are_several_parts() -> None:
    random = np.random.default_rng(1)
    num_parts = [
        cv2.connectedComponents((drawing(random, "digits")[0] > 127).astype(np.uint8))[0] - 1
        for _ in range(40)
    ]
    assert np.mean(np.array(num_parts) >= 2) > 0.8


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'digit' is no kind"):
        drawing(np.random.default_rng(0), "digit")
