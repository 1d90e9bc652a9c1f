"""The unit that the Neurons page is about: in the session, in the address, asked for elsewhere.

It must not know how anything is shown.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mlp.explain.voices import strongest_unit
from mlp.web.shell.exhibit import has_page
from mlp.web.shell.session import current
from mlp.web.shell.unit_names import unit_sizes

PAGE = "neurons.py"

_QUERY_STAGE = "stage"
_QUERY_UNIT = "unit"

_MAX_SAID_CHARS = 40

Unit = tuple[str, int]
"""A linear stage and the 0-based number of a unit in it."""


@dataclass(eq=False)
class ChosenUnit:
    """What a session remembers of the unit.

    Attributes:
        wanted: What was chosen last; the visitor's network of now may not have it. None: nothing
            was, and there is no digit whose strongest unit it could be.
        invalid: What the address asked for, if the visitor's network has no such unit.
        requested: A unit with which the Neurons page is to be opened.
    """

    wanted: Unit | None = None
    invalid: str | None = None
    requested: Unit | None = None
    _is_strongest: bool = False  # and was not chosen: with another visit it may be another
    _address: tuple[str | None, str | None] = (None, None)
    _here: str | None = None

    def shown(self) -> Unit:
        """The unit of the Neurons page: always one that the visitor's network has.

        What was chosen in another network is kept: it is the nearest there is meanwhile.
        """
        sizes = unit_sizes()
        stage, unit = self.wanted or (next(iter(sizes)), 0)
        if stage not in sizes:
            stage = list(sizes)[-1]
        return stage, min(unit, sizes[stage] - 1)

    def choose(self, stage: str, unit: int) -> None:
        """Show a unit; on its page the address says so, and the browser's Back leads back.

        Args:
            stage: A linear stage, for example "linear2".
            unit: 0-based.
        """
        self._keep((stage, unit))
        if self._here == _page():
            self._address = (stage, str(unit))
            st.query_params.from_dict(self.address())

    def address(self) -> dict[str, str]:
        """Say the unit as it stands in the address; nothing if there is none to be named."""
        if self.wanted is None:
            return {}
        stage, unit = self.wanted
        return {_QUERY_STAGE: stage, _QUERY_UNIT: str(unit)}

    def request(self, stage: str, unit: int) -> None:
        """Open the Neurons page with a unit, from a callback of any page, if there is that page.

        It ends the callback; what it still has to remember must stand before it.

        Args:
            stage: A linear stage, for example "linear2".
            unit: 0-based.
        """
        if not has_page("neurons"):
            return
        self.requested = (stage, unit)
        st.rerun()  # the whole app, even if it is a fragment's callback

    def follow_request(self) -> None:
        """Switch to the Neurons page if a callback asked; once in each run, before the page."""
        requested, self.requested = self.requested, None
        if self._here != _page():  # another visit begins anew
            self._address = (None, None)
            if self._is_strongest:
                self.wanted, self._is_strongest = None, False
        if requested is not None:
            self._keep(requested)
            self._address = (None, None)
            # NOTE: with a query, Streamlit would put that into the history under the page before.
            st.switch_page(PAGE)

    def open_address(self) -> None:
        """Take over the unit that the address asks for, unless it was the one taken last.

        If there is none, and none was chosen, it is the one that speaks most for the answer.
        """
        self._here = _page()
        asked = st.query_params.get(_QUERY_STAGE), st.query_params.get(_QUERY_UNIT)
        if asked != self._address:
            self._address, self.invalid = asked, None
            if asked == (None, None):  # back to where none was named
                self.wanted = None
            elif asked != tuple(self.address().values()):
                self._take(*asked)
        traced = current().visitor.reading().trace
        if self.wanted is None and traced is not None:
            self.wanted = strongest_unit(current().model().cpu_model, traced)
            self._is_strongest = True

    def _keep(self, unit: Unit) -> None:
        """Remember what was chosen."""
        self.wanted, self.invalid, self._is_strongest = unit, None, False

    def _take(self, stage: str | None, unit: str | None) -> None:
        """Choose what the address asks for, or keep what it is that cannot be chosen."""
        sizes = unit_sizes()
        if (
            stage in sizes
            and unit is not None
            and unit.isascii()
            and unit.isdigit()
            and int(unit[:9]) < sizes[stage]
            and str(int(unit[:9])) == unit
        ):
            self._keep((stage, int(unit)))
        else:
            said = " · ".join(part for part in (stage, unit) if part is not None)
            self.invalid = said[:_MAX_SAID_CHARS]


def _page() -> str:
    """Streamlit's name for the page of this run, also in a callback; "" outside of runs.

    NOTE: a mark of our own would not do: a run may be interrupted before it is set.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else context.page_script_hash
