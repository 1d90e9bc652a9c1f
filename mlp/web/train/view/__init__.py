"""How a training stands, its figures, its timeline; placed by Python, followed by training.js.

It must not know the buttons that steer it, nor the charts that follow it. Nothing of this goes
through Streamlit: the browser asks a route of ours for what is new.
"""

from collections.abc import Callable

from mlp.web.browser.component import load_component
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell import address, session
from mlp.web.train.view import words


def render_training_view(
    training: TrainingRun,
    *,
    key: str,
    on_changed: Callable[[], None],
    on_place: Callable[[], None],
) -> None:
    """Place the view.

    Args:
        training: What to follow; it watches the active digit already.
        key: Streamlit's key; `st.session_state[key].place` is then the fingerprint of the
            checkpoint that is looked at, None for the newest.
        on_changed: Called when the training is in another state than when this was placed;
            `st.session_state[key].changed` is then that state, or "gone" if there is no such
            training any more.
        on_place: Called when the visitor has come to rest at another checkpoint.
    """
    active = session.digit()
    load_component("train/view", "training")(
        key=key,
        data={
            "ticket": training.ticket,
            "path": f"{address.route_prefix()}/training/{training.ticket}",
            "status": training.status.value,
            "session": session.session_name(),
            "revision": active.revision,
            "digit": None if training.watched is None else training.watched[0],
            "depth": session.depth(),
            "words": {**words.VIEW, "notes": words.NOTES[session.depth()]},
        },
        default={"place": None},
        on_changed_change=on_changed,
        on_place_change=on_place,
    )
