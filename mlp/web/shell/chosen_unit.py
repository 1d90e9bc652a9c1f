"""The unit that the Neurons page is about: in the session, in the address, asked for elsewhere.

It must not know how anything is shown. The unit lies under keys of our own, so that it is there
again when the visitor comes back from another page.
"""

from typing import cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from torch import nn

from mlp.net.network import named_layers
from mlp.web.shell import session

PAGE = "neurons.py"

_QUERY_STAGE = "stage"
_QUERY_UNIT = "unit"
_UNIT = "glassbox_unit"
_ADDRESS = "glassbox_unit_address"
_BARE = "glassbox_unit_bare"
_INVALID = "glassbox_unit_invalid"
_REQUEST = "glassbox_unit_request"
_HERE = "glassbox_unit_here"
_PAGE_NOW = "glassbox_unit_page_now"
_PAGE_BEFORE = "glassbox_unit_page_before"

_MAX_SAID_CHARS = 40

Unit = tuple[str, int]
"""A linear stage and the 0-based number of a unit in it."""


def chosen() -> Unit:
    """The unit of the Neurons page: always one that the visitor's network has.

    What was chosen in another network is kept: it is the nearest there is meanwhile.
    """
    stage, unit = wanted()
    sizes = _sizes()
    if stage not in sizes:
        stage = list(sizes)[-1]
    return stage, min(unit, sizes[stage] - 1)


def wanted() -> Unit:
    """The unit that was chosen last; the visitor's network of now may not have it."""
    return cast(Unit, st.session_state.get(_UNIT, ("linear1", 0)))


def choose(stage: str, unit: int) -> None:
    """Show a unit; if its page is shown, the address says so: the browser's Back then leads back.

    Args:
        stage: A linear stage, for example "linear2".
        unit: 0-based.
    """
    st.session_state[_UNIT] = (stage, unit)
    st.session_state[_INVALID] = None
    if _is_page_shown():
        st.session_state[_ADDRESS] = (stage, str(unit))
        # NOTE: one update for both, or Back would have to be pressed twice.
        st.query_params.update(_query(stage, unit))


def request(stage: str, unit: int) -> None:
    """Open the Neurons page with a unit, from a callback of any page.

    It ends the callback; what it still has to remember must stand before it.

    Args:
        stage: A linear stage, for example "linear2".
        unit: 0-based.
    """
    st.session_state[_REQUEST] = (stage, unit)
    st.rerun()  # the whole app, even if it is a fragment's callback


def follow_request() -> None:
    """Switch to the Neurons page if a callback asked for it; once in each run, before the page."""
    st.session_state[_PAGE_BEFORE] = st.session_state.get(_PAGE_NOW)
    st.session_state[_PAGE_NOW] = _page()
    asked = cast("Unit | None", st.session_state.pop(_REQUEST, None))
    if asked is not None:
        st.switch_page(PAGE, query_params=_query(*asked))


def open_address() -> None:
    """Take over the unit that the address asks for, if it is not the one that was taken last."""
    query = st.query_params
    stage, unit = query.get(_QUERY_STAGE), query.get(_QUERY_UNIT)
    asked = None if stage is None and unit is None else (stage, unit)
    st.session_state[_HERE] = _page()
    was_here = st.session_state.get(_PAGE_BEFORE) == _page()
    before = st.session_state.get(_ADDRESS)
    if asked == before and was_here:
        return
    st.session_state[_ADDRESS] = asked
    if asked is None:
        if was_here:  # the browser's Back led to the address as it was before any choice
            st.session_state[_UNIT] = st.session_state.get(_BARE, wanted())
        else:
            st.session_state[_BARE] = wanted()
        st.session_state[_INVALID] = None
    elif asked != before:
        _take(stage, unit)


def invalid_address() -> str | None:
    """What the address asked for, if the visitor's network has no such unit."""
    return cast("str | None", st.session_state.get(_INVALID))


def unit_name(stage: str, unit: int) -> str:
    """Name a unit: "linear1 · unit 37", or "linear3 · digit 7" if it is a score."""
    return f"{stage} · {'digit' if is_score(stage) else 'unit'} {unit}"


def is_score(stage: str) -> bool:
    """Whether a stage's units are the ten scores of the visitor's network."""
    return stage == list(_sizes())[-1]


def _take(stage: str | None, unit: str | None) -> None:
    """Choose what the address asks for, or keep what it is that cannot be chosen."""
    sizes = _sizes()
    is_valid = (
        stage in sizes
        and unit is not None
        and unit.isascii()
        and unit.isdigit()
        and int(unit[:9]) < sizes[stage]
        and str(int(unit[:9])) == unit
    )
    if is_valid:
        st.session_state[_UNIT] = (stage, int(cast(str, unit)))
    said = " · ".join(part for part in (stage, unit) if part is not None)
    st.session_state[_INVALID] = None if is_valid else said[:_MAX_SAID_CHARS]


def _query(stage: str, unit: int) -> dict[str, str]:
    """Say a unit in an address."""
    return {_QUERY_STAGE: stage, _QUERY_UNIT: str(unit)}


def _is_page_shown() -> bool:
    """Whether the visitor is on the Neurons page."""
    return st.session_state.get(_HERE) == _page()


def _page() -> str:
    """Streamlit's name for the page of this run, also in a callback; "" outside of runs.

    NOTE: a mark of our own would not do: a run may be interrupted before it is set.
    """
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else context.page_script_hash


def _sizes() -> dict[str, int]:
    """Count the units of each linear stage of the visitor's network, in order."""
    return {
        name: layer.out_features
        for name, layer in named_layers(session.model().cpu_model)
        if isinstance(layer, nn.Linear)
    }
