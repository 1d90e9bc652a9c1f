from pathlib import Path

import pytest

from mlp.dataset import load_digits
from mlp.files.read import BUNDLED_WEIGHTS, load_model
from mlp.files.save import save_model
from mlp.net.network import NeuralNetwork
from mlp.net.placed import load_experience
from mlp.study.claims import Claimed
from tests.support.command_line import run

SMALL = {
    "NUM_VALIDATION": 50,
    "NUM_STUDIED": 50,
    "NUM_OUTLIERS": 30,
    "NUM_FORMS": 20,
    "NUM_UNSEEN": 20,
    "NUM_PHOTOGRAPHS": 3,
    "NUM_THINGS": 4,
    "CLAIMED": Claimed(num_redrawn=20, num_forms=20, num_photographs=2),
}


@pytest.mark.slow
def test_study_writes_what_it_learned_beside_the_weights(
    model: NeuralNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = load_digits("train").part(0, 200)
    monkeypatch.setattr("mlp.commands.study.load_digits", lambda part: few)
    for name, count in SMALL.items():
        monkeypatch.setattr(f"mlp.commands.study.{name}", count)
    weights = tmp_path / "some.safetensors"
    save_model(model, weights, metadata={})
    result = run("study", "--weights", weights)
    assert result.exit_code == 0, result.stderr
    experience = load_experience(load_model(weights), weights)
    assert experience.detector is not None and experience.calibration is not None
    assert 0 < sum(experience.calibration.num_all) <= 42


def test_the_bundled_weights_were_studied(model: NeuralNetwork) -> None:
    experience = load_experience(model, BUNDLED_WEIGHTS)
    assert experience.detector is not None and experience.calibration is not None
    assert sum(experience.calibration.num_all) > 5_000
