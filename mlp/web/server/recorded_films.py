"""The recorded film of each preset, for those who wait for their turn.

It must not know how it was recorded (scripts/record_films.py).
"""

import io
from functools import cache
from pathlib import Path

from PIL import Image

from mlp.training.presets import PRESETS
from mlp.training.recipe import read_recipe

EXAMPLE = 0
"""The test digit that is watched in all of them."""

_FOLDER = Path(__file__).with_name("films")


def film_path(preset: str) -> Path:
    """Where the film of a preset lies."""
    return _FOLDER / f"{preset}.webp"


@cache
def recorded_film(preset: str) -> bytes | None:
    """Read the film of a preset, an animated WebP; None if there is none of its present recipe."""
    if preset not in PRESETS or not film_path(preset).exists():
        return None
    film = film_path(preset).read_bytes()
    noted: bytes = Image.open(io.BytesIO(film)).info["xmp"]
    return film if read_recipe(noted.decode()) == PRESETS[preset].recipe else None
