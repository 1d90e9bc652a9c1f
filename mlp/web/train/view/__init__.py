"""How a training stands, its figures, its timeline; placed by Python, followed by training.js.

It must not know the buttons that steer it, nor the charts that follow it. Nothing of this goes
through Streamlit: the browser asks a route of ours for what is new.
"""

from collections.abc import Callable

from mlp.web.browser import address
from mlp.web.browser.component import load_component, on_reports
from mlp.web.server.recorded_films import recorded_film
from mlp.web.server.trainings.record import Status, TrainingRun
from mlp.web.shell.depth import chosen_depth
from mlp.web.train import settings_words
from mlp.web.train.state import settings_of
from mlp.web.train.view import words


def render_training_view(
    training: TrainingRun,
    *,
    key: str,
    on_place: Callable[[str | None], None],
) -> None:
    """Place the view.

    Args:
        training: What to follow; it watches the active digit already.
        key: Streamlit's key.
        on_place: Called with the fingerprint of the checkpoint at which the visitor has come to
            rest; None for the newest.
    """
    depth = chosen_depth()
    load_component("train/view", "training")(
        key=key,
        data={
            "ticket": training.ticket,
            "path": f"{address.PREFIX}/training",
            "status": training.status.value,
            "digit": None if training.watched is None else training.watched[0],
            "depth": depth,
            "recorded": _recorded(training),
            "words": {**words.VIEW, "notes": words.NOTES[depth]},
        },
        default={"place": None},
        # The training is in another state than when this was placed: the run that follows shows it.
        on_changed_change=lambda: None,
        **on_reports(key, place=on_place),
    )


def _recorded(training: TrainingRun) -> dict[str, str] | None:
    """The film for who waits: of the preset that is nearest; None if there is none."""
    preset = settings_of(training.recipe).preset
    if training.status is not Status.WAITING or recorded_film(preset) is None:
        return None
    return {
        "path": f"{address.PREFIX}/training/films/{preset}",
        "told": words.RECORDED.format(title=settings_words.PRESETS[preset].title),
        "label": words.RECORDED_LABEL,
    }
