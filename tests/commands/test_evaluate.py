import subprocess
import sys

from mlp.files.save import save_model
from mlp.net.network import NeuralNetwork
from tests.support.command_line import ROOT, run


def test_evaluate_reads_983_of_1000_test_images():
    result = run("evaluate", "--quick", "--device", "cpu")
    *_, last = result.stdout.splitlines()
    assert result.exit_code == 0
    assert float(last.removeprefix("all: ").split("%")[0]) >= 98.3


def test_evaluate_counts_each_digit():
    lines = run("evaluate", "--quick").stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [*"0123456789", "all"]
    totals = [int(line.split(" of ")[1].rstrip(")")) for line in lines]
    assert sum(totals[:-1]) == totals[-1] == 10_000


def test_evaluate_uses_the_weights_it_is_given(tmp_path):
    untrained = NeuralNetwork().requires_grad_(False)
    untrained.linear_relu_stack[4].bias -= 100
    save_model(untrained, tmp_path / "untrained.safetensors", metadata={})
    result = run("evaluate", "--quick", "--weights", tmp_path / "untrained.safetensors")
    assert "0: 100.00%  ( 980 of  980)\n1:   0.00%" in result.stdout


ON_FEW_DIGITS = """
import mlp.commands.evaluate, mlp.study.evaluation
from mlp.commands.main import main

few = mlp.commands.evaluate.load_digits("test").part(0, 100)
mlp.commands.evaluate.load_digits = lambda part: few
mlp.study.evaluation.NUM_REDRAWN = 10
main(["evaluate", "--photographs", "2", "--weights", "mine.safetensors", "--card", "card.md"])
"""


def test_evaluate_needs_the_library_alone_no_benchmarks_and_no_tests(tmp_path, model):
    (tmp_path / "mlp").symlink_to(ROOT / "mlp")
    save_model(model, tmp_path / "mine.safetensors", metadata={})
    command = [sys.executable, "-c", ON_FEW_DIGITS]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "| photographed test digits: error |" in (tmp_path / "card.md").read_text("utf-8")
