"""The film of a training, read again by Pillow."""

import io

import numpy as np
import pytest
from PIL import Image

from mlp.dataset import Digits
from mlp.errors import InputError
from mlp.picture.prepare import from_tensor
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from mlp.web.server.visitors.digit import EMPTY_PAD
from mlp.web.train.film import film_file
from tests.support.train_result import RECIPE
from tests.support.trainings import CPU


def frames_of(content: bytes) -> list[np.ndarray]:
    film = Image.open(io.BytesIO(content))
    assert film.format == "GIF" and film.info["loop"] == 0
    return [_frame(film, number) for number in range(getattr(film, "n_frames", 1))]


def _frame(film: Image.Image, number: int) -> np.ndarray:
    film.seek(number)
    return np.asarray(film.convert("RGB"))


def test_every_checkpoint_is_a_frame_and_all_differ(training: TrainingRun) -> None:
    frames = frames_of(film_file(training))
    assert len(frames) == len(training.checkpoints)
    assert len({frame.tobytes() for frame in frames}) == len(frames)


def test_the_visitors_digit_is_in_it_pixel_by_pixel(training: TrainingRun, digits: Digits) -> None:
    image = digits.images(0, 1)[0]
    without = frames_of(film_file(training))[-1]
    TRAININGS.watch(training, from_tensor(image), EMPTY_PAD)
    shown = frames_of(film_file(training))[-1]
    TRAININGS.watch(training, None, EMPTY_PAD)
    digit = shown[36:176:5, 12:152:5, 0].astype(int)
    assert np.abs(digit - digits.pixels[0].numpy()).max() <= 6  # 112 greys
    assert not np.array_equal(shown, without)


def test_the_film_of_a_training_that_is_gone_says_so(training: TrainingRun) -> None:
    gone = TRAININGS.start(RECIPE, CPU)
    TRAININGS.close(gone.ticket)
    with pytest.raises(InputError, match="gone"):
        film_file(gone)
