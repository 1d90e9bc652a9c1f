"""The sections of a page, of which one is open: only that one is made.

It must not know what any section shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.session import current


@dataclass(frozen=True)
class Section:
    """One of them.

    Attributes:
        title: On its tab.
        render: Places what it shows.
    """

    title: str
    render: Callable[[], object]


@dataclass(eq=False)
class OpenSections:
    """Which section is open, by page; of a page that is not in it the first."""

    by_page: dict[str, str] = field(default_factory=dict)


def render_sections(page: str, sections: Mapping[str, Section]) -> None:
    """Place a row of tabs and, below it, the section that is open.

    Args:
        page: Whose sections they are; the row's key is "{page}_sections".
        sections: By name, in order.
    """
    by_page = current().of(OpenSections).by_page
    names = list(sections)
    opened = by_page.get(page, names[0])
    titles = [section.title for section in sections.values()]

    def take(title: str) -> None:
        by_page[page] = names[titles.index(title)]

    shown = mirrored(f"{page}_sections", sections[opened].title, take)
    with st.tabs(titles, **shown)[names.index(opened)]:
        sections[opened].render()
