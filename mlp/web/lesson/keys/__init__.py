"""Turns the lesson's pages with the arrow keys.

It must not know what a step shows.
"""

from collections.abc import Callable

from mlp.web.browser.component import load_component, on_reports


def render_lesson_keys(
    place: str,
    *,
    before: str | None,
    after: str | None,
    key: str,
    on_turned: Callable[[str], None],
) -> None:
    """Place it; it takes no room.

    Args:
        place: The step that is shown, as in the address.
        before: The step that the left arrow leads to; None if there is none.
        after: The step that the right arrow leads to; None if there is none.
        key: Streamlit's key.
        on_turned: Called with the step that is wanted.
    """
    load_component("lesson/keys", "keys")(
        key=key,
        data={"place": place, "before": before, "after": after},
        **on_reports(key, turned=on_turned),
    )
