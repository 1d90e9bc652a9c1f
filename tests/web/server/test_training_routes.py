import io
from http import HTTPStatus
from http.client import HTTPResponse
from pathlib import Path

import orjson
import pytest
from PIL import Image

from mlp.net.placed import PlacedModel
from mlp.net.reading import read
from mlp.training.presets import PRESETS
from mlp.training.recipe import read_recipe
from mlp.web.server.messages import encode_answer
from mlp.web.server.models import Models
from mlp.web.server.trainings.record import TrainingRun
from tests.support.routes import ServedRoutes, serving, status_of, without_time
from tests.support.trainings import CPU, SHORT, trainings


def ticket_of(training: TrainingRun) -> dict[str, str]:
    return {"Glassbox-Ticket": training.ticket}


def ask(server: ServedRoutes, training: TrainingRun, rest: str = "") -> HTTPResponse:
    """Ask for something of a training, as its visitor does."""
    return server.get(f"training{rest}", **ticket_of(training))


def test_news_are_what_is_new_and_never_kept(server: ServedRoutes, done: TrainingRun) -> None:
    with ask(server, done, "?steps=8&checkpoints=1") as response:
        report = orjson.loads(response.read())
        assert response.headers["Cache-Control"] == "no-store"
    assert (report["status"], report["points"]["steps"]) == ("done", [9, 10])
    assert len(report["checkpoints"]) == len(done.checkpoints) - 1


@pytest.mark.parametrize("query", ["", "?steps=-3&checkpoints=-1"])
def test_who_knows_nothing_is_told_everything(
    server: ServedRoutes, done: TrainingRun, query: str
) -> None:
    with ask(server, done, query) as response:
        report = orjson.loads(response.read())
    assert report["points"]["steps"] == done.points.steps
    assert len(report["checkpoints"]) == len(done.checkpoints)


def test_what_is_known_is_told_in_numbers(server: ServedRoutes, done: TrainingRun) -> None:
    assert status_of(server, "training?steps=many", **ticket_of(done)) == HTTPStatus.BAD_REQUEST


def test_whoever_asks_for_news_is_there(models: Models, plotly_path: Path) -> None:
    with trainings(models, max_running=0) as opened:
        run = opened.start(SHORT, CPU)
        opened.start_grace(run)
        grace = opened._graces[run.ticket]
        with serving(models, plotly_path, trainings=opened) as server:
            ask(server, run).close()
        assert opened._graces[run.ticket] is not grace


def test_pictures_are_of_the_checkpoint_and_never_kept(
    server: ServedRoutes, done: TrainingRun
) -> None:
    fingerprint = done.checkpoints[-1].fingerprint
    with ask(server, done, f"/pictures/{fingerprint}") as response:
        assert response.read() == done.pictures(fingerprint)
        assert response.headers["Cache-Control"] == "no-store"


def test_the_watched_digit_is_answered_for_by_a_checkpoint(
    server: ServedRoutes, done: TrainingRun
) -> None:
    fingerprint = done.checkpoints[1].fingerprint
    network = done.network(fingerprint)
    assert network is not None and done.watched is not None
    number, prepared, digit = done.watched
    reading = read(PlacedModel(network, CPU), prepared)
    expected = b"\0" * 8 + encode_answer(reading, digit, number=number)
    with ask(server, done, f"/answers/{fingerprint}/{number}") as response:
        assert without_time(b"\0" * 8 + response.read()) == without_time(expected)


def test_another_digit_than_the_watched_one_is_not_answered_for(
    server: ServedRoutes, done: TrainingRun
) -> None:
    path = f"training/answers/{done.checkpoints[1].fingerprint}/2"
    assert status_of(server, path, **ticket_of(done)) == HTTPStatus.CONFLICT


@pytest.mark.parametrize("path", ["", f"/pictures/{'0' * 16}", f"/answers/{'0' * 16}/1"])
def test_a_guessed_ticket_finds_nothing_and_none_neither(server: ServedRoutes, path: str) -> None:
    guessed = {"Glassbox-Ticket": "guessed"}
    assert status_of(server, f"training{path}", **guessed) == HTTPStatus.NOT_FOUND
    assert status_of(server, f"training{path}") == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", [f"pictures/{'0' * 16}", f"answers/{'0' * 16}/1"])
def test_an_unknown_checkpoint_is_not_found(
    server: ServedRoutes, done: TrainingRun, path: str
) -> None:
    assert status_of(server, f"training/{path}", **ticket_of(done)) == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_has_a_film_of_its_present_recipe(server: ServedRoutes, preset: str) -> None:
    with server.get(f"training/films/{preset}") as response:
        film = Image.open(io.BytesIO(response.read()))
    assert (film.format, getattr(film, "n_frames", 1) > 3) == ("WEBP", True)
    assert read_recipe(film.info["xmp"].decode()) == PRESETS[preset].recipe


def test_there_is_no_film_of_anything_else(server: ServedRoutes) -> None:
    assert status_of(server, "training/films/secret") == HTTPStatus.NOT_FOUND
