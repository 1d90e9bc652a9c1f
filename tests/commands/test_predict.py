import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlp.dataset import Digits
from mlp.files.save import save_model
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector, detector_path, save_detector
from tests.support.command_line import ROOT, is_one_sentence, run
from tests.support.networks import linear_layer
from tests.support.pictures import lines_of_digits

FIELDS = ["file", "digit", "probability", "probabilities", "share_right", "message"]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A page with a 4, a 7 and a 0 on the first line and a 2 on the second."""
    path = tmp_path / "sheet.png"
    Image.fromarray(lines_of_digits([4, 7, 0], [2])).save(path)
    return path


def test_predict_says_each_files_digit_in_order(files: list[Path]) -> None:
    result = run("predict", *files)
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert [line.split("%")[0].split(" (")[0] for line in lines] == [
        f"{file}: {digit}" for file, digit in zip(files, (7, 2, 1), strict=True)
    ]


def test_predict_keeps_the_order_it_was_given(files: list[Path]) -> None:
    reading = json.loads(run("predict", "--json", *reversed(files)).stdout)
    assert [prediction["digit"] for prediction in reading] == [1, 2, 7]
    assert [prediction["file"] for prediction in reading] == [str(file) for file in reversed(files)]


def test_predict_as_json_has_the_documented_fields(files: list[Path]) -> None:
    (prediction,) = json.loads(run("predict", "--json", files[0]).stdout)
    assert list(prediction) == FIELDS
    assert prediction["message"] is None


def test_predict_as_json_gives_ten_probabilities_that_sum_to_1(files: list[Path]) -> None:
    (prediction,) = json.loads(run("predict", "--json", files[0]).stdout)
    assert len(prediction["probabilities"]) == 10
    assert sum(prediction["probabilities"]) == pytest.approx(1)
    assert prediction["probability"] == max(prediction["probabilities"])


def test_predict_answers_the_good_files_beside_a_bad_one(files: list[Path], broken: Path) -> None:
    result = run("predict", "--json", files[0], broken, files[1])
    predictions = json.loads(result.stdout)
    assert result.exit_code == 2
    assert [prediction["digit"] for prediction in predictions] == [7, None, 2]
    assert "This file is text, not a picture." in predictions[1]["message"]


def test_predict_says_in_text_what_is_wrong_with_a_file(broken: Path) -> None:
    result = run("predict", broken)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{broken}: This file is text, not a picture.")
    assert is_one_sentence(result.stdout.split("picture. ")[1])


def test_predict_says_that_a_blank_picture_is_blank(blank: Path) -> None:
    result = run("predict", "--json", blank)
    (prediction,) = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (prediction["digit"], prediction["probabilities"]) == (None, None)
    assert prediction["message"] == "There is no digit on this picture."


def test_predict_admits_doubt(digits: Digits, model: NeuralNetwork, tmp_path: Path) -> None:
    scores = model(digits.images()).softmax(dim=1).sort(dim=1).values
    hardest = (scores[:, -1] - scores[:, -2]).argmin()
    Image.fromarray(digits.pixels[hardest].numpy()).save(tmp_path / "hard.png")
    result = run("predict", tmp_path / "hard.png")
    assert result.exit_code == 0
    assert "Undecided: it could also be" in result.stdout or "cannot decide" in result.stdout


def test_predict_gives_no_digit_for_what_looks_like_none(
    files: list[Path], model: NeuralNetwork, suspicious: Detector, tmp_path: Path
) -> None:
    weights = tmp_path / "some.safetensors"
    save_model(model, weights, metadata={})
    save_detector(suspicious, model, detector_path(weights))
    result = run("predict", "--json", "--weights", weights, files[0])
    (prediction,) = json.loads(result.stdout)
    assert prediction["digit"] is None
    assert prediction["message"] == "This does not look like a digit (the network would say 7)."


def test_predict_tells_how_often_it_was_right_when_it_was_as_sure(files: list[Path]) -> None:
    (prediction,) = json.loads(run("predict", "--json", files[0]).stdout)
    assert 0.99 < prediction["share_right"] <= 1


def test_predict_says_that_weights_were_never_studied(
    files: list[Path], model: NeuralNetwork, tmp_path: Path
) -> None:
    weights = tmp_path / "some.safetensors"
    save_model(model, weights, metadata={})
    result = run("predict", "--json", "--weights", weights, files[0])
    assert json.loads(result.stdout)[0]["share_right"] is None
    assert "was never learned for these weights" in result.stderr


def test_predict_gives_no_digit_where_the_scores_are_equal(
    files: list[Path], tmp_path: Path
) -> None:
    undecided = NeuralNetwork().requires_grad_(False)
    linear_layer(undecided, "linear3").bias.sub_(100)
    save_model(undecided, tmp_path / "undecided.safetensors", metadata={})
    result = run("predict", "--json", "--weights", tmp_path / "undecided.safetensors", files[0])
    (prediction,) = json.loads(result.stdout)
    assert prediction["digit"] is None
    assert prediction["message"].startswith("Unsure: the best scores are equal")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("missing.png", "There is no such file."),
        (".", "This is a folder."),
        ("x" * 300, "The file cannot be opened."),
    ],
)
def test_predict_says_why_a_file_cannot_be_opened(tmp_path: Path, place: str, reason: str) -> None:
    result = run("predict", tmp_path / place)
    assert result.exit_code == 2
    assert f"{place}: {reason}" in result.stdout or f"{tmp_path}: {reason}" in result.stdout


def test_predict_wants_a_file() -> None:
    result = run("predict")
    assert result.exit_code == 2
    assert "Missing argument" in result.stderr


def test_predict_works_as_a_program_of_its_own(files: list[Path]) -> None:
    command = [sys.executable, "-m", "mlp", "predict", "--json", str(files[0])]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)[0]["digit"] == 7


def test_predict_refuses_a_picture_of_one_colour(tmp_path: Path) -> None:
    Image.new("L", (50, 50), 255).save(tmp_path / "white.png")
    result = run("predict", tmp_path / "white.png")
    assert result.exit_code == 2
    assert "one colour only" in result.stdout


def test_predict_says_that_it_read_the_largest_of_several(
    files: list[Path], tmp_path: Path
) -> None:
    paper = np.full((200, 400), 255, np.uint8)
    paper[20:132, 20:132] -= np.kron(np.asarray(Image.open(files[1])), np.ones((4, 4), np.uint8))
    paper[60:144, 250:334] -= np.kron(np.asarray(Image.open(files[0])), np.ones((3, 3), np.uint8))
    Image.fromarray(paper).save(tmp_path / "both.png")
    (prediction,) = json.loads(run("predict", "--json", tmp_path / "both.png").stdout)
    assert prediction["digit"] == 2
    assert prediction["message"].startswith("2 digits were found; the largest was read.")


@pytest.mark.parametrize("file_format", ["JPEG", "WebP", "BMP", "TIFF", "GIF"])
def test_predict_reads_every_format(files: list[Path], tmp_path: Path, file_format: str) -> None:
    large = Image.open(files[0]).resize((112, 112))
    large.save(tmp_path / "digit", file_format)
    (prediction,) = json.loads(run("predict", "--json", tmp_path / "digit").stdout)
    assert prediction["digit"] == 7


def test_predict_keeps_to_one_line_whatever_a_file_is_called(
    files: list[Path], tmp_path: Path
) -> None:
    odd = tmp_path / "a\nb\x1b[2J\u202e.png"
    odd.symlink_to(files[0])
    result = run("predict", odd)
    assert result.stdout.splitlines() == [f"{tmp_path}/a�b�[2J�.png: 7 (> 99.9 %)"]
    assert json.loads(run("predict", "--json", odd).stdout)[0]["file"] == str(odd)


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_file_name_that_is_no_text_is_no_reason_to_fail(
    files: list[Path], tmp_path: Path, option: list[str]
) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff.png"
    os.link(files[0], odd)
    command: list[str | bytes] = [sys.executable, "-m", "mlp", "predict", *option, odd]
    strict = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
    result = subprocess.run(command, cwd=ROOT, capture_output=True, env=strict)
    assert (result.returncode, result.stderr) == (0, b"")
    if option:
        assert os.fsencode(json.loads(result.stdout)[0]["file"]) == odd


def test_predict_all_says_every_digit_in_reading_order(sheet: Path) -> None:
    result = run("predict", "--all", sheet)
    assert result.exit_code == 0
    assert [line.split(" (")[0] for line in result.stdout.splitlines()] == [
        f"{sheet}, digit {number} of 4: {digit}" for number, digit in enumerate((4, 7, 0, 2), 1)
    ]


def test_predict_all_as_json_gives_each_digit_its_place(sheet: Path) -> None:
    predictions = json.loads(run("predict", "--json", "--all", sheet).stdout)
    assert list(predictions[0]) == [*FIELDS, "number", "num_found", "box"]
    assert [(one["digit"], one["number"]) for one in predictions] == [
        (4, 1),
        (7, 2),
        (0, 3),
        (2, 4),
    ]
    columns = [one["box"][0] // 150 for one in predictions]
    assert (columns, {one["num_found"] for one in predictions}) == ([0, 1, 2, 0], {4})


def test_predict_without_all_reads_one_and_keeps_its_fields(sheet: Path) -> None:
    (prediction,) = json.loads(run("predict", "--json", sheet).stdout)
    assert list(prediction) == FIELDS
    assert prediction["message"] == "4 digits were found; the largest was read."


def test_predict_all_says_single_digits_and_bad_files_as_ever(
    files: list[Path], broken: Path, blank: Path
) -> None:
    result = run("predict", "--all", files[0], broken, blank)
    assert (result.exit_code, result.stdout) == (2, run("predict", files[0], broken, blank).stdout)
