"""`python -m mlp predict`: read the digits in picture files.

It must not know how a digit is read: it reads arguments, calls the library, prints.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import click

from mlp.commands.network import NEVER_STUDIED, device_option, load_placed, weights_option
from mlp.errors import InputError
from mlp.net.placed import PlacedModel
from mlp.net.reading import Reading, read
from mlp.net.sheet import read_sheet
from mlp.net.verdict import Kind, Verdict
from mlp.numbers import a_digit, percent
from mlp.picture.file import read_picture_file, say_file_name
from mlp.picture.prepare import Prepared, WrittenPicture, from_picture

_NOTHING = "There is no digit on this picture."


@dataclass(frozen=True)
class Prediction:
    """What `predict` says of one file; the fields are those of `--json`.

    Attributes:
        digit: 0–9; None where there is nothing to decide, or it does not look like a digit.
        probability: Of the best digit, said or not, [0, 1].
        probabilities: All ten, after the last ReLU and the softmax.
        share_right: Of the test digits where the network was as sure, the share, [0, 1], that it
            read rightly; None where that was not counted, or no digit is said.
        message: None, or sentences: unsure, nothing or much there, or what is wrong with the file.
    """

    file: str
    digit: int | None = None
    probability: float | None = None
    probabilities: list[float] | None = None
    share_right: float | None = None
    message: str | None = None


@dataclass(frozen=True)
class OfSheet(Prediction):
    """What `predict --all` says of one digit; the fields are those of `--json --all`.

    Attributes:
        number: Which digit of the picture it is, in reading order, from 1; None if there is none.
        num_found: How many digits were found on the picture.
        box: Left, top, right and bottom in pixels of the picture; None if there is no digit.
    """

    number: int | None = None
    num_found: int = 0
    box: tuple[int, int, int, int] | None = None


@click.command("predict")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.option("--all", "all_digits", is_flag=True, help="Read every digit of a picture.")
@weights_option
@device_option
@click.pass_context
def predict_command(
    ctx: click.Context,
    files: tuple[Path, ...],
    *,
    as_json: bool,
    all_digits: bool,
    weights: Path,
    device: str,
) -> None:
    """Read the digit in each picture file (PNG, JPEG, WebP, BMP, TIFF or GIF).

    Of several digits on one picture the largest is read, or with --all each, in reading order.
    """
    model = load_placed(weights, device)
    predictions: list[Prediction] = []
    num_unreadable = 0
    for file in files:
        of_file: list[Prediction]
        try:
            of_file = _predict_all(model, file) if all_digits else [_predict(model, file)]
        except InputError as error:
            of_file = [(OfSheet if all_digits else Prediction)(str(file), message=str(error))]
            num_unreadable += 1
        predictions += of_file
        if not as_json:
            for prediction in of_file:
                click.echo(_as_line(prediction))
    if model.experience.detector is None:
        click.echo(NEVER_STUDIED, err=True)
    if as_json:
        click.echo(json.dumps([asdict(prediction) for prediction in predictions], indent=2))
    ctx.exit(2 if num_unreadable else 0)


def _predict(model: PlacedModel, file: Path) -> Prediction:
    """Read one picture file.

    Raises:
        InputError: The file cannot be read.
    """
    prepared = from_picture(WrittenPicture(read_picture_file(file)))
    prediction = _prediction(model, file, read(model, prepared))
    said = " ".join(filter(None, (_others(prepared), prediction.message)))
    return replace(prediction, message=said or None)


def _predict_all(model: PlacedModel, file: Path) -> list[Prediction]:
    """Read every digit of a picture file, in reading order.

    Raises:
        InputError: The file cannot be read.
    """
    sheet = read_sheet(model, WrittenPicture(read_picture_file(file)))
    if not sheet.digits:
        return [OfSheet(str(file), message=_NOTHING)]
    return [
        OfSheet(
            **vars(_prediction(model, file, digit.reading)),
            number=number,
            num_found=sheet.num_found,
            box=digit.box,
        )
        for number, digit in enumerate(sheet.digits, start=1)
    ]


def _prediction(model: PlacedModel, file: Path, reading: Reading) -> Prediction:
    """Say what was read."""
    if reading.trace is None:
        return Prediction(str(file), message=_NOTHING)
    verdict, counted = reading.verdict, model.experience.calibration
    digit = None if verdict.kind is Kind.NO_DIGIT else verdict.digit
    return Prediction(
        str(file),
        digit,
        verdict.probability,
        [float(probability) for probability in reading.trace.probabilities],
        None if counted is None or digit is None else counted.share_right(verdict.probability),
        _doubt(verdict),
    )


def _others(prepared: Prepared) -> str | None:
    """Say which of several digits was read; None if there is one."""
    if prepared.num_found <= 1:
        return None
    return f"{prepared.num_found} digits were found; the largest was read."


def _doubt(verdict: Verdict) -> str | None:
    """Say how far not to trust an answer; None if it is sure."""
    if verdict.kind is Kind.SURE:
        return None
    if verdict.kind is Kind.NO_DIGIT:
        would = "" if verdict.digit is None else f" (the network would say {verdict.digit})"
        return f"This does not look like a digit{would}."
    if verdict.digit is None or verdict.runner_up is None:
        return "Unsure: the best scores are equal, so the network cannot decide."
    word = "Undecided" if verdict.kind is Kind.UNDECIDED else "Unsure"
    share = percent(verdict.runner_up_probability)
    return f"{word}: it could also be {a_digit(verdict.runner_up)} ({share})."


def _as_line(prediction: Prediction) -> str:
    """Say a prediction in one line."""
    # A name may hold line breaks, codes that steer the terminal, or bytes that are no text.
    file = say_file_name(prediction.file, max_chars=None)
    if isinstance(prediction, OfSheet) and prediction.num_found > 1:
        file += f", digit {prediction.number} of {prediction.num_found}"
    if prediction.digit is None or prediction.probability is None:
        return f"{file}: {prediction.message}"
    line = f"{file}: {prediction.digit} ({percent(prediction.probability)})"
    return line if prediction.message is None else f"{line}  {prediction.message}"
