"""The table of parameters, their sum, and the tutorial's loop over them."""

import contextlib
import io
from functools import partial

import pytest

from mlp.net.network import num_parameters
from mlp.web.parameters.table import NEAR_ZERO, parameter_facts, printed_by_tutorial
from mlp.web.server.models import bundled_models
from tests.support.app import texts
from tests.support.networks import frozen
from tests.support.parameters import open_page

open_table = partial(open_page, section="table")


def test_the_table_says_what_torch_says() -> None:
    table = open_table().dataframe[0].value
    model = bundled_models().default.model
    assert list(table["name"]) == [name for name, _ in model.named_parameters()]
    for line, parameter in zip(table.itertuples(), model.parameters(), strict=True):
        assert line.count == parameter.numel()
        assert line.memory == parameter.nbytes
        assert line.device == str(parameter.device)
        assert f"torch.{line.dtype}" == str(parameter.dtype)
        assert line.mean == parameter.mean().item()
        assert line.std == parameter.std().item()
        assert (line.least, line.largest) == (parameter.min().item(), parameter.max().item())
        assert line.near_zero == pytest.approx((parameter.abs() < NEAR_ZERO).double().mean().item())
        pair = [f"{value:.4f}" for value in parameter.flatten()[:2].tolist()]
        assert line.first_values.replace(",", "").split() == pair


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (), (128, 64)])
def test_the_sum_is_that_of_all_parameters(hidden_sizes: tuple[int, ...]) -> None:
    model = frozen(*hidden_sizes)
    assert f"Together **{num_parameters(model):,}** numbers" in texts(open_table(model))


def test_the_bundled_network_has_669706_numbers() -> None:
    assert "Together **669,706** numbers, 2.68 MB" in texts(open_table())


def test_a_layer_of_one_unit_has_no_spread() -> None:
    assert parameter_facts(frozen(1))[1].std == 0


def test_the_tutorials_loop_prints_what_it_would_print() -> None:
    app = open_table(depth="code")
    loop = next(code.value for code in app.code if "print(" in code.value)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(loop, {"model": bundled_models().default.model})
    assert printed.getvalue() == printed_by_tutorial(bundled_models().default.model)
    assert printed.getvalue().rstrip("\n") in [code.value for code in app.code]
