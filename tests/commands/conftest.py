"""Picture files that the commands read."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp.dataset import Digits


@pytest.fixture
def files(tmp_path: Path, digits: Digits) -> list[Path]:
    """The first three test digits (7, 2, 1) as PNG files."""
    paths = [tmp_path / f"{label}.png" for label in digits.labels[:3].tolist()]
    for path, pixels in zip(paths, digits.pixels.numpy(), strict=False):
        Image.fromarray(pixels).save(path)
    return paths


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """Paper with a grain, and nothing on it."""
    path = tmp_path / "blank.png"
    grain = np.random.default_rng(0).integers(245, 250, (50, 50), np.uint8)
    Image.fromarray(grain).save(path)
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.png"
    path.write_text("no picture")
    return path
