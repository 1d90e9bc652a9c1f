import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mlp.files.save import save_model
from mlp.net.network import NeuralNetwork
from tests.support import ROOT
from tests.support.command_line import run
from tests.support.networks import linear_layer


def test_evaluate_reads_983_of_1000_test_images() -> None:
    result = run("evaluate", "--quick", "--device", "cpu")
    *_, last = result.stdout.splitlines()
    assert result.exit_code == 0
    assert float(last.removeprefix("all: ").split("%")[0]) >= 98.3


def test_evaluate_counts_each_digit() -> None:
    lines = run("evaluate", "--quick").stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [*"0123456789", "all"]
    totals = [int(line.split(" of ")[1].rstrip(")")) for line in lines]
    assert sum(totals[:-1]) == totals[-1] == 10_000


def test_evaluate_uses_the_weights_it_is_given(tmp_path: Path) -> None:
    untrained = NeuralNetwork().requires_grad_(False)
    linear_layer(untrained, "linear3").bias.sub_(100)
    save_model(untrained, tmp_path / "untrained.safetensors", metadata={})
    result = run("evaluate", "--quick", "--weights", tmp_path / "untrained.safetensors")
    # All ten digits are equally likely to it, which is no answer.
    assert "0:   0.00%  (   0 of  980)\n" in result.stdout
    assert "all: 0.00%  (0 of 10000)" in result.stdout


ON_FEW_DIGITS = """
import mlp.commands.evaluate, mlp.study.evaluation
from mlp.commands.main import main

few = mlp.commands.evaluate.load_digits("test").part(0, 100)
mlp.commands.evaluate.load_digits = lambda part: few
mlp.study.evaluation.NUM_REDRAWN = mlp.study.evaluation.NUM_NONDIGITS = 10
mlp.study.evaluation.NUM_OF_EACH_FORM = mlp.study.evaluation.NUM_THINGS = 2
mlp.commands.evaluate.NUM_BROUGHT = 1
for options in (["--weights", "mine.safetensors", "--card", "card.md"], []):
    print("Evaluating", *options)
    main(["evaluate", "--photographs", "1", *options], standalone_mode=False)
"""


@dataclass(frozen=True)
class Elsewhere:
    """A folder with nothing but the package, where was evaluated: for a card, and without one."""

    folder: Path
    said: str


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, model: NeuralNetwork) -> Elsewhere:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "mlp").symlink_to(ROOT / "mlp")
    save_model(model, folder / "mine.safetensors", metadata={})
    command = [sys.executable, "-c", ON_FEW_DIGITS]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return Elsewhere(folder, result.stdout)


@pytest.mark.slow
def test_evaluate_needs_the_library_alone_no_benchmarks_and_no_tests(elsewhere: Elsewhere) -> None:
    card = (elsewhere.folder / "card.md").read_text("utf-8")
    assert "| photographed test digits: error |" in card
    assert "| brought, sheets: sure and right |" in card
    assert "Wrote card.md" in elsewhere.said


@pytest.mark.slow
def test_evaluate_renews_the_model_card_only_where_there_is_one(elsewhere: Elsewhere) -> None:
    assert "Wrote" not in elsewhere.said.split("Evaluating\n")[1]
