"""Which stages and units a network has."""

from mlp.explain.units import activation_stage, input_stage, num_units, unit_stages
from tests.support.units import each_network, untrained


@each_network
def test_stages_are_found_in_networks_of_any_depth(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained(hidden_sizes, last_relu)
    stages = unit_stages(model)
    assert stages == tuple(f"linear{number + 1}" for number in range(len(hidden_sizes) + 1))
    assert [num_units(model, stage) for stage in stages] == [*hidden_sizes, 10]
    assert [input_stage(model, stage) for stage in stages] == [
        "image", *(f"relu{number + 1}" for number in range(len(hidden_sizes)))
    ]  # fmt: skip
    last = stages[-1]
    assert activation_stage(model, last) == (last.replace("linear", "relu") if last_relu else last)
    assert all(activation_stage(model, s) == s.replace("linear", "relu") for s in stages[:-1])
