"""A trained network and the bundled one side by side on the test digits, and where they disagree.

It must not know how that is counted (`mlp.explain.comparison`), nor where the trained network
comes from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import streamlit as st

from mlp.dataset import load_digits
from mlp.explain.comparison import COMPARISONS, Comparison, Outcome, compare
from mlp.net.network import NeuralNetwork
from mlp.web.charts.unit_statistics import paired_bars
from mlp.web.shell import session
from mlp.web.shell.markdown import plain_text
from mlp.web.train import compare_words as words
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures

NUM_PICTURES = 24
"""Disagreements that are shown at once."""

DRAW_PAGE = "draw.py"

_PICTURE_PX = 88

_WANTED = "glassbox_compare_wanted"
_DONE = "glassbox_compare_done"
_FIRST = "glassbox_compare_first"
_IS_OPENING = "glassbox_compare_is_opening"
_FILTER = "compare_filter"
_PICTURES = "compare_pictures"


@dataclass(frozen=True)
class Candidate:
    """A network that can be compared.

    Attributes:
        title: What it is, fit for a sentence.
        fingerprint: Of its parameters.
        origin: Where it comes from: a training's ticket, or that it is a file.
        load: Fetches it, on the CPU; None if it is not there any more.
        is_ready: Whether it may be compared now.
    """

    title: str
    fingerprint: str
    origin: str
    load: Callable[[], NeuralNetwork | None]
    is_ready: bool = True


@dataclass(frozen=True)
class _Done:
    """What this session has compared last: kept by itself, for the process may forget it."""

    title: str
    fingerprint: str
    origin: str
    comparison: Comparison


def render_comparison(candidates: Sequence[Candidate]) -> None:
    """Place a button for each network that can be compared, and what was compared last.

    Args:
        candidates: Without any, nothing is placed. What was compared is forgotten if it is not
            from where one of them is from.
    """
    if st.session_state.pop(_IS_OPENING, False):
        st.switch_page(DRAW_PAGE)
    if not candidates:
        return
    with st.container(key="training_compare"):
        st.subheader(words.COMPARE, anchor=False)
        st.markdown(words.COMPARE_WORDS)
        wanted = st.session_state.get(_WANTED)
        buttons = st.container(horizontal=True, gap="small")
        place = st.empty()  # always, so that what stands below keeps its place when the bar goes
        for candidate in candidates:
            if candidate.fingerprint == wanted:
                with place:
                    _compare(candidate)
        st.session_state[_WANTED] = None  # only now: a run that is interrupted is begun again
        done = _done(candidates)
        with buttons:
            _render_buttons(candidates, done)
        if done is not None:
            _render_done(done)


def _done(candidates: Sequence[Candidate]) -> _Done | None:
    """What was compared last, if it is from where the present networks are from."""
    done = cast("_Done | None", st.session_state.get(_DONE))
    if done is not None and all(one.origin != done.origin for one in candidates):
        del st.session_state[_DONE]
        return None
    return done


def _render_buttons(candidates: Sequence[Candidate], done: _Done | None) -> None:
    """Place a button for each network that was not compared just now."""
    others = [one for one in candidates if done is None or one.fingerprint != done.fingerprint]
    is_alone = done is None and len(candidates) == 1
    for number, candidate in enumerate(others):
        title = plain_text(candidate.title)
        st.button(
            words.COMPARE_BUTTON if is_alone else words.COMPARE_THIS.format(title=title),
            icon=":material/compare_arrows:",
            key=f"compare_{number}",
            on_click=_want,
            args=(candidate.fingerprint,),
            disabled=not candidate.is_ready,
            wrap=True,
        )


def _want(fingerprint: str) -> None:
    """The next run is to compare this network."""
    st.session_state[_WANTED] = fingerprint


def _compare(candidate: Candidate) -> None:
    """Let both networks read the test digits, with a bar, unless that was done before."""
    bundled = session.models().default
    pair = (candidate.fingerprint, bundled.fingerprint)
    comparison = COMPARISONS.get(pair)
    if comparison is None:
        network = candidate.load()
        if network is None:
            st.error(words.GONE, icon=":material/error:")
            return
        bar = st.progress(0.0, words.COMPARING)
        for step in compare(network, bundled.cpu_model, load_digits("test")):
            if isinstance(step, Comparison):
                comparison = COMPARISONS.keep(pair, step)
            else:
                bar.progress(step, words.COMPARING)
        bar.empty()
        assert comparison is not None, "the comparison comes last"
    title, origin = candidate.title, candidate.origin
    st.session_state[_DONE] = _Done(title, candidate.fingerprint, origin, comparison)
    st.session_state[_FIRST] = 0
    st.session_state[_FILTER] = _fullest(comparison)


def _fullest(comparison: Comparison) -> Outcome:
    """Choose what is looked at first: where the trained network is wrong, if there is any."""
    order = (Outcome.SECOND, Outcome.FIRST, Outcome.NEITHER)
    return next((one for one in order if len(comparison.where(one))), Outcome.SECOND)


def _render_done(done: _Done) -> None:
    """Place figures and pictures of a comparison."""
    comparison = done.comparison
    if done.fingerprint == session.models().default.fingerprint:
        st.info(words.SAME, icon=":material/content_copy:")
        return
    st.caption(words.COMPARED.format(title=plain_text(done.title)))
    st.markdown(words.say_read(comparison))
    table, chart = st.columns([1, 1], gap="large")
    with table:
        st.markdown(f"**{words.ERRORS}**")
        st.markdown(words.errors_table(comparison, has_shares=session.depth() != "words"))
    with chart:
        st.markdown(f"**{words.ERRORS_CHART}**")
        render_plotly(
            paired_bars(
                words.error_shares(comparison, comparison.first),
                words.error_shares(comparison, comparison.second),
                names=(words.MINE, words.BUNDLED),
                are_shares=True,
            ),
            key="compare_errors",
            label=words.ERRORS_LABEL,
            png="misread",
        )
        st.caption(words.ERRORS_CAPTION)
        if session.depth() != "words":
            st.markdown(words.say_numbers(comparison))
    if session.depth() == "code":
        st.code(words.CODE, language="python", wrap_lines=True)
    if len(comparison.disagreements):
        _render_disagreements(comparison)


def _render_disagreements(comparison: Comparison) -> None:
    """Place the digits on which the two disagree, some at a time."""
    counts = {outcome: len(comparison.where(outcome)) for outcome in Outcome}
    outcome = st.segmented_control(
        words.FILTER,
        list(Outcome),
        format_func=lambda one: f"{words.FILTERS[one]} ({counts[one]:,})",
        required=True,
        key=_FILTER,
        persist_state="session",
        on_change=_turn_to,
        args=(0,),
    )
    indices = comparison.where(outcome or Outcome.SECOND)
    first = min(_first(), max(0, len(indices) - 1) // NUM_PICTURES * NUM_PICTURES)
    shown = indices[first : first + NUM_PICTURES].tolist()
    if not shown:
        st.caption(words.PICTURES_NONE)
        return
    render_pictures(
        [_thumbnail(comparison, index) for index in shown],
        key=_PICTURES,
        label=words.PICTURES_LABEL,
        size_px=_PICTURE_PX,
        on_chosen=_open,
    )
    if len(indices) > NUM_PICTURES:
        _render_pager(first, len(shown), len(indices))
    st.caption(words.PICTURES_CAPTION)


def _thumbnail(comparison: Comparison, index: int) -> Thumbnail:
    """Show a test digit, and what both read in it."""
    caption = words.say_picture(comparison, index)
    return Thumbnail(
        load_digits("test").pixels[index].numpy(),
        caption=caption,
        label=words.PICTURE_LABEL.format(index=index, caption=caption),
        id=str(index),
        is_chosen=session.digit().example == index,
    )


def _render_pager(first: int, num_shown: int, count: int) -> None:
    """Place what turns the pages."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words.EARLIER,
            icon=":material/chevron_left:",
            key="compare_earlier",
            on_click=_turn_to,
            args=(first - NUM_PICTURES,),
            disabled=first == 0,
        )
        st.button(
            words.LATER,
            icon=":material/chevron_right:",
            key="compare_later",
            on_click=_turn_to,
            args=(first + NUM_PICTURES,),
            disabled=first + num_shown >= count,
        )
        st.caption(words.PAGE.format(first=first + 1, last=first + num_shown, count=count))


def _first() -> int:
    """Place of the first digit that is shown, among those that are chosen."""
    return cast(int, st.session_state.get(_FIRST, 0))


def _turn_to(first: int) -> None:
    """Show other digits."""
    st.session_state[_FIRST] = max(0, first)


def _open() -> None:
    """Make the chosen test digit the active one, and open the Draw page with it."""
    chosen = st.session_state[_PICTURES].chosen
    done = cast("_Done | None", st.session_state.get(_DONE))
    if done is None or chosen not in map(str, done.comparison.disagreements):
        return
    session.report_errors([])
    session.show_picture(session.example_digit(int(chosen)))
    st.session_state[_IS_OPENING] = True  # the run that follows switches the page
