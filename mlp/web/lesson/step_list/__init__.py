"""The list of steps in two labelled groups; arrow keys turn the pages; drawn by steps.js.

It must not know what a step shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mlp.web.browser.component import load_component, on_reports


@dataclass(frozen=True)
class Entry:
    """One step of the list.

    Attributes:
        place: As in the address.
        number: What stands in its button; may be empty.
        name: Under the number, where there is room.
    """

    place: str
    number: str
    name: str


@dataclass(frozen=True)
class Group:
    """Steps that belong together."""

    label: str
    entries: Sequence[Entry]


def render_step_list(
    groups: Sequence[Group],
    place: str,
    *,
    before: str | None,
    after: str | None,
    label: str,
    key: str,
    on_turned: Callable[[str], None],
) -> None:
    """Place it.

    Args:
        groups: All steps.
        place: The step that is shown.
        before: The step that the left arrow leads to; None if there is none.
        after: The step that the right arrow leads to; None if there is none.
        label: What the list is, for those who do not see it.
        key: Streamlit's key.
        on_turned: Called with the step that is wanted.
    """
    load_component("lesson/step_list", "steps")(
        key=key,
        data={
            "label": label,
            "groups": [
                {
                    "label": group.label,
                    "entries": [
                        {"place": entry.place, "number": entry.number, "name": entry.name}
                        for entry in group.entries
                    ],
                }
                for group in groups
            ],
            "place": place,
            "before": before,
            "after": after,
        },
        **on_reports(key, turned=on_turned),
    )
