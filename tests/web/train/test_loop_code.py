"""The code that is shown is the training."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from mlp.dataset import Digits
from mlp.training.augmentation import Augmentation
from mlp.training.loop import model_for, train
from mlp.web.train import loop_code
from tests.support.train import TINY


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"optimizer": "sgd", "learning_rate": 0.1, "is_step_size_falling": False},
        {"optimizer": "momentum", "last_relu": False, "hidden_sizes": (), "seed": 4},
        {"optimizer": "muon", "dropout": 0.3},
        {"dropout": 0.2, "last_relu": False, "is_step_size_falling": False},
        {
            "optimizer": "adam",
            "is_last_bias_raised": False,
            "augmentation": Augmentation(num_fields=8),
        },
    ],
)
def test_the_code_that_is_shown_gives_the_network_that_is_trained(
    monkeypatch: pytest.MonkeyPatch, digits: Digits, changed: dict[str, Any]
) -> None:
    recipe = replace(TINY, **{"epochs": 2, "num_images": 450, "hidden_sizes": (8, 8), **changed})
    model = model_for(recipe, torch.device("cpu"))
    for _ in train(model, digits, recipe):
        pass
    monkeypatch.setattr("mlp.dataset.load_digits", lambda split: digits)
    names: dict[str, torch.nn.Module] = {}
    exec(loop_code.loop_code(recipe), names)
    for mine, shown in zip(model.parameters(), names["model"].parameters(), strict=True):
        assert torch.equal(mine, shown)
