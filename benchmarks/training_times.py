"""How soon a visitor's network reads well, and obeys: `python -m benchmarks.training_times`.

It must not know how trainings are run: it starts them as the Train page does.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click
from playwright.async_api import Browser, Page

from benchmarks.browser import VIEWPORT, chromium
from benchmarks.report import Row, Section, Target, say_round
from mlp.dataset import load_digits
from mlp.net.device import choose_device
from mlp.training.loop import correct_per_digit
from mlp.training.presets import PRESETS
from mlp.training.recipe import Recipe
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.server.trainings.trainings import TRAININGS
from tests.support.server import running_server

GOALS = {0.95: 10.0, 0.975: 30.0}
"""Share of the test images read rightly; within so many seconds."""

OBEYED_S = 0.5
POLL_S = 0.005
TIMEOUT_S = 300.0
READY_S = 6.0
"""In which a process has imported everything."""

TRAINED_S = (0.1, 0.6, 1.1, 1.6, 2.1, 2.6)
"""How long it has trained when it is told something: a checkpoint may just be taken."""

START = ".st-key-train_start button"
STOP = ".st-key-train_stop button"
CLICK = """selector => {
  window.glassboxClicked = performance.now();
  document.querySelector(selector).click();
}"""
SINCE_CLICK_S = "(performance.now() - window.glassboxClicked) / 1000"
# Asked at each frame. What the page's views show: mlp/web/browser/training_store.js.
IS_READ = """goal => window.glassboxTraining?.store.checkpoints.some((checkpoint) => {
  const sum = (counts) => counts.reduce((total, count) => total + count, 0);
  return sum(checkpoint.heldOutRight) >= goal * sum(checkpoint.heldOutAll);
})"""
HAS_STATUS = "status => window.glassboxTraining?.store.report?.status === status"

NOTES = [
    "The Train page's defaults, through `mlp.web.server.trainings` as the page starts them: a "
    "process of its own, lower priority than the app's, checkpoints taken and sent. The clock runs "
    "from Start to when a checkpoint is there for the page to show; only afterwards is each "
    "checkpoint asked about all 10,000 test images (while it trains, most are judged by 2,000 of "
    "them), and the first that reads enough of them counts. “Process ready”: the page has one "
    "started when it is opened. No browser runs meanwhile. Pause, one batch, resume and stop "
    "count from the call until the app knows that it is done.",
    "“In the browser” is the Train page in Chromium on the same machine, whose charts are drawn "
    "anew several times a second meanwhile: from the click, on the browser's clock, until the page "
    "shows a checkpoint that reads enough of the test images that it was asked about, and from a "
    "click on Stop until the page says so.",
]


@dataclass(frozen=True)
class Taken:
    """When one training reached what it should.

    Attributes:
        first_s: From Start to the first checkpoint, before the first step.
        until_s: From Start, by goal.
        end_s: From Start to the end.
        accuracy: At the end, of all test images.
    """

    first_s: float
    until_s: dict[float, float]
    end_s: float
    accuracy: float


def measure(rounds: int = 3) -> Section:
    """Train with the defaults again and again, once with a new process, once with one ready."""
    recipe = PRESETS["works"].recipe
    rows: list[Row] = []
    for name, is_ready, num_rounds in (("new process", False, 1), ("process ready", True, rounds)):
        taken = []
        for number in range(1, num_rounds + 1):
            say_round(f"training times, {name}", number, num_rounds)
            taken.append(_watch(recipe, is_ready=is_ready))
        rows += _rows(name, taken)
    rows += _obedience(recipe)
    rows += asyncio.run(_in_browser(rounds))
    device = choose_device().device
    return Section(
        "A visitor's training", rows, NOTES, [("device", f"{device.name}, {device.title}")]
    )


def _rows(name: str, taken: list[Taken]) -> list[Row]:
    start = f"{name}: Start →"
    return [
        Row(f"{start} first checkpoint", [one.first_s for one in taken], "s"),
        *(
            Row(
                f"{start} {goal:.1%} of all test images",
                [one.until_s[goal] for one in taken],
                "s",
                Target("max", bound),
            )
            for goal, bound in GOALS.items()
        ),
        Row(f"{start} end of the last epoch", [one.end_s for one in taken], "s"),
        Row(f"{name}: test images read rightly then", [100 * one.accuracy for one in taken], "%"),
    ]


def _watch(recipe: Recipe, *, is_ready: bool) -> Taken:
    """Train to the end, and find the first checkpoints that read enough."""
    arrived_s: list[float] = []
    with _training(recipe, is_ready=is_ready) as (training, started_s):

        def is_over() -> bool:
            new = len(training.checkpoints) - len(arrived_s)
            arrived_s.extend([time.perf_counter() - started_s] * new)
            return training.status.is_over

        _wait_until(is_over)
        is_over()  # the last checkpoint
        end_s = time.perf_counter() - started_s
        if training.status is not Status.DONE:
            raise RuntimeError(f"The training ended: {training.status}, {training.message}")
        accuracies = [_accuracy(training, place) for place in range(len(arrived_s))]
    until_s = {
        goal: next(
            (
                at_s
                for at_s, accuracy in zip(arrived_s, accuracies, strict=True)
                if accuracy >= goal
            ),
            float("inf"),
        )
        for goal in GOALS
    }
    return Taken(arrived_s[0], until_s, end_s, accuracies[-1])


def _accuracy(training: TrainingRun, place: int) -> float:
    """Ask the network of a checkpoint about all test images."""
    network = training.network(training.checkpoints[place].fingerprint)
    assert network is not None
    correct, there = correct_per_digit(network, load_digits("test"))
    return float(correct.sum() / there.sum())


def _obedience(recipe: Recipe) -> list[Row]:
    """Pause, learn from one batch, and stop at several points of a training."""
    taken_s: dict[str, list[float]] = {}
    for number, trained_s in enumerate(TRAINED_S, start=1):
        say_round("training times, pause and stop", number, len(TRAINED_S))
        with _training(recipe, is_ready=False) as (training, _):
            for name, value in _obey(training, trained_s).items():
                taken_s.setdefault(name, []).append(value)
    return [
        Row(f"{name} → done", values, "s", Target("max", OBEYED_S))
        for name, values in taken_s.items()
    ]


def _obey(training: TrainingRun, trained_s: float) -> dict[str, float]:
    """Tell a training something whenever it has trained for a while; seconds until it is done."""

    def train_for_a_while() -> None:
        before = training.num_steps
        _wait_until(lambda: training.num_steps > before)
        time.sleep(trained_s)

    train_for_a_while()
    pause_s = _time(lambda: TRAININGS.pause(training), lambda: training.is_resting)
    before = training.num_steps
    batch_s = _time(lambda: TRAININGS.one_batch(training), lambda: training.num_steps > before)
    before = training.num_steps
    resume_s = _time(lambda: TRAININGS.resume(training), lambda: training.num_steps > before)
    train_for_a_while()
    stop_s = _time(lambda: TRAININGS.stop(training), lambda: training.status.is_over)
    return {"pause": pause_s, "one batch": batch_s, "resume": resume_s, "stop": stop_s}


async def _in_browser(rounds: int) -> list[Row]:
    """Train on the page, in a fresh tab each time."""
    taken_s: dict[float, list[float]] = {goal: [] for goal in GOALS}
    stop_s: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        with running_server(Path(folder) / "app.log") as server:
            async with chromium() as browser:
                for number in range(1, rounds + 1):
                    say_round("training times, in the browser", number, rounds)
                    page = await _open(browser, server.address)
                    await page.evaluate(CLICK, START)
                    for goal in GOALS:
                        taken_s[goal].append(await _seconds_until(page, IS_READ, goal))
                    await page.evaluate(CLICK, STOP)
                    stop_s.append(await _seconds_until(page, HAS_STATUS, Status.STOPPED.value))
                    await page.close()
    return [
        *(
            Row(f"in the browser: Start → {goal:.1%}", taken_s[goal], "s", Target("max", bound))
            for goal, bound in GOALS.items()
        ),
        Row("in the browser: Stop → said", stop_s, "s", Target("max", OBEYED_S)),
    ]


async def _open(browser: Browser, address: str) -> Page:
    """Open the Train page and let a process get ready, as it does while a visitor reads."""
    page = await browser.new_page(viewport=VIEWPORT)
    await page.goto(f"{address}/train")
    await page.locator(START).first.wait_for()
    await page.wait_for_timeout(1000 * READY_S)
    return page


async def _seconds_until(page: Page, is_so: str, argument: object) -> float:
    """Wait until the page says so; seconds since the last click."""
    await page.wait_for_function(is_so, arg=argument, timeout=1000 * TIMEOUT_S)
    return cast(float, await page.evaluate(SINCE_CLICK_S))


@contextmanager
def _training(recipe: Recipe, *, is_ready: bool) -> Iterator[tuple[TrainingRun, float]]:
    """Start a training, and end it in the end.

    Args:
        recipe: How it trains.
        is_ready: Whether its process has been started and has had time to import everything.

    Yields:
        The training, and when it was started.
    """
    TRAININGS.spare.end()
    if is_ready:
        TRAININGS.prepare()
        time.sleep(READY_S)
    started_s = time.perf_counter()
    training = TRAININGS.start(recipe, choose_device().device)
    try:
        yield training, started_s
    finally:
        TRAININGS.close(training.ticket)


def _time(act: Callable[[], None], is_done: Callable[[], bool]) -> float:
    """Do something, and wait until it shows, in seconds."""
    started_s = time.perf_counter()
    act()
    _wait_until(is_done)
    return time.perf_counter() - started_s


def _wait_until(is_done: Callable[[], bool]) -> None:
    deadline_s = time.perf_counter() + TIMEOUT_S
    while not is_done():
        if time.perf_counter() > deadline_s:
            raise TimeoutError("The training did not get there.")
        time.sleep(POLL_S)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
def main(rounds: int) -> None:
    """Measure trainings as visitors start them."""
    click.echo(measure(rounds).as_text())


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.training_times")
