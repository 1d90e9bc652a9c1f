"""Networks, pictures and units drawn by Hypothesis, and what plain PyTorch says of them.

It must not know how a unit is explained.
"""

import copy
from functools import cache

import pytest
import torch
from hypothesis import strategies as st

from mlp.dataset import load_digits
from mlp.explain.units import activation_stage, num_units, unit_stages
from mlp.files.read import load_model
from mlp.net.network import NeuralNetwork, named_layers, untrained_network
from mlp.net.trace import Trace, trace

HIDDEN_SIZES = [(), (5,), (128, 64), (512, 512)]

each_network = pytest.mark.parametrize(
    ("hidden_sizes", "last_relu"),
    [(sizes, last_relu) for sizes in HIDDEN_SIZES for last_relu in (True, False)],
)


@cache
def untrained(
    hidden_sizes: tuple[int, ...], last_relu: bool = True, seed: int = 0, gain: float = 1
) -> NeuralNetwork:
    """Make an untrained network; a gain above 1 lets values grow from layer to layer."""
    model = untrained_network(seed, hidden_sizes, last_relu=last_relu)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(gain)
    return model.eval().requires_grad_(False)


trained = cache(load_model)


@cache
def doubled(model: NeuralNetwork) -> NeuralNetwork:
    """Copy a network in float64."""
    return copy.deepcopy(model).double()


networks = st.one_of(
    st.builds(trained),
    st.builds(
        untrained,
        st.sampled_from(HIDDEN_SIZES),
        st.booleans(),
        st.integers(0, 3),
        st.sampled_from([1.0, 4.0]),
    ),
)
pictures = st.integers(0, 9_999).map(lambda index: load_digits("test").images(index, index + 1)[0])
noises = st.integers(0, 99).map(
    lambda seed: torch.rand(28, 28, generator=torch.Generator().manual_seed(seed))
)


DrawnUnit = tuple[NeuralNetwork, Trace, str, int]
"""A network, its pass over a picture, and one of its units: its stage and number."""


@st.composite
def drawn_units(draw: st.DrawFn) -> DrawnUnit:
    """Draw a network, its pass over a digit, noise or nothing, and one of its units."""
    model = draw(networks)
    image = draw(pictures | noises | st.just(torch.zeros(28, 28)))
    stage = draw(st.sampled_from(unit_stages(model)))
    return model, trace(model, image), stage, draw(st.integers(0, num_units(model, stage) - 1))


def stage_values(model: NeuralNetwork, image: torch.Tensor, stage: str) -> torch.Tensor:
    """Pass one picture, shape (28, 28), through the network up to a stage, differentiably."""
    tensor = image[None]
    for name, layer in named_layers(model):
        tensor = layer(tensor)
        if name == stage:
            break
    return tensor[0]


def hidden_states(model: NeuralNetwork, image: torch.Tensor) -> list[torch.Tensor]:
    """Tell for each hidden layer which units are on."""
    stages = [activation_stage(model, stage) for stage in unit_stages(model)[:-1]]
    return [stage_values(model, image, stage) > 0 for stage in stages]


def same_states(model: NeuralNetwork, traced: Trace) -> bool:
    """Tell whether float64 agrees about every unit: one may be 0 to float32 rounding."""
    image = traced["image"].tensor[0]
    exact = hidden_states(doubled(model), image.double())
    pairs = zip(hidden_states(model, image), exact, strict=True)
    return all(torch.equal(one, other) for one, other in pairs)
