"""A trained network and the bundled one side by side on the test digits, and where they disagree.

It must not know how that is counted (`mlp.explain.comparison`), nor where the trained network
comes from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from mlp.dataset import load_digits
from mlp.explain.comparison import COMPARISONS, Comparison, Outcome, compare
from mlp.net.network import NeuralNetwork
from mlp.web.charts.unit_statistics import paired_bars
from mlp.web.server.models import bundled_models
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.session import current
from mlp.web.train import compare_words as words
from mlp.web.views.plotly import render_plotly
from mlp.web.views.thumbnails import Thumbnail, render_pictures

NUM_PICTURES = 24
"""Disagreements that are shown at once."""

DRAW_PAGE = "draw.py"

_PICTURE_PX = 88


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
class Done:
    """What this session has compared last: kept by itself, for the process may forget it."""

    title: str
    fingerprint: str
    origin: str
    comparison: Comparison


@dataclass(eq=False)
class ComparisonState:
    """What a session remembers of comparing a network with the bundled one.

    Attributes:
        wanted: Fingerprint of a network that the next run is to compare.
        done: What was compared last.
        outcome: Which disagreements are looked at.
        first: Place of the first digit that is shown, among those.
        is_opening: The next run opens the Draw page.
    """

    wanted: str | None = None
    done: Done | None = None
    outcome: Outcome = Outcome.SECOND
    first: int = 0
    is_opening: bool = False

    def want(self, fingerprint: str) -> None:
        """Compare this network in the next run."""
        self.wanted = fingerprint

    def finish(self, done: Done) -> None:
        """Remember what was compared, and look where the network is wrong, if there is any."""
        order = (Outcome.SECOND, Outcome.FIRST, Outcome.NEITHER)
        counts = (len(done.comparison.where(outcome)) for outcome in order)
        fullest = (outcome for outcome, count in zip(order, counts, strict=True) if count)
        self.done, self.outcome, self.first = done, next(fullest, Outcome.SECOND), 0

    def filter(self, outcome: Outcome) -> None:
        """Look at other disagreements, from the first one on."""
        self.outcome, self.first = outcome, 0

    def turn_to(self, first: int) -> None:
        """Show other digits."""
        self.first = max(0, first)

    def keep_to(self, candidates: Sequence[Candidate]) -> None:
        """Forget what was compared if it is not from where one of these networks is from."""
        if self.done is not None and all(one.origin != self.done.origin for one in candidates):
            self.done = None


def render_comparison(candidates: Sequence[Candidate]) -> None:
    """Place a button for each network that can be compared, and what was compared last.

    Args:
        candidates: Without any, nothing is placed. What was compared is forgotten if it is not
            from where one of them is from.
    """
    state = current().of(ComparisonState)
    if state.is_opening:
        state.is_opening = False
        st.switch_page(DRAW_PAGE)
    if not candidates:
        return
    with st.container(key="training_compare"):
        st.header(words.COMPARE, anchor=False)
        st.markdown(words.COMPARE_WORDS)
        buttons = st.container(horizontal=True, gap="small")
        place = st.empty()  # always, so that what stands below keeps its place when the bar goes
        for candidate in candidates:
            if candidate.fingerprint == state.wanted:
                with place:
                    _compare(candidate)
        state.wanted = None  # only now: a run that is interrupted is begun again
        state.keep_to(candidates)
        with buttons:
            _render_buttons(candidates)
        if state.done is not None:
            _render_done(state.done)


def _render_buttons(candidates: Sequence[Candidate]) -> None:
    """Place a button for each network that was not compared just now."""
    state = current().of(ComparisonState)
    done = state.done
    others = [one for one in candidates if done is None or one.fingerprint != done.fingerprint]
    is_alone = done is None and len(candidates) == 1
    for number, candidate in enumerate(others):
        title = plain_text(candidate.title)
        st.button(
            words.COMPARE_BUTTON if is_alone else words.COMPARE_THIS.format(title=title),
            icon=":material/compare_arrows:",
            key=f"compare_{number}",
            on_click=state.want,
            args=(candidate.fingerprint,),
            disabled=not candidate.is_ready,
            wrap=True,
        )


def _compare(candidate: Candidate) -> None:
    """Let both networks read the test digits, with a bar, unless that was done before."""
    bundled = bundled_models().default
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
    done = Done(candidate.title, candidate.fingerprint, candidate.origin, comparison)
    current().of(ComparisonState).finish(done)


def _render_done(done: Done) -> None:
    """Place figures and pictures of a comparison."""
    comparison = done.comparison
    if done.fingerprint == bundled_models().default.fingerprint:
        st.info(words.SAME, icon=":material/content_copy:")
        return
    st.caption(words.COMPARED.format(title=plain_text(done.title)))
    st.markdown(words.say_read(comparison))
    table, chart = st.columns([1, 1], gap="large")
    with table:
        st.markdown(f"**{words.ERRORS}**")
        st.markdown(words.errors_table(comparison, has_shares=reaches("numbers")))
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
        render_by_depth(numbers=words.say_numbers(comparison))
    render_by_depth(code=words.CODE)
    if len(comparison.disagreements):
        _render_disagreements(comparison)


def _render_disagreements(comparison: Comparison) -> None:
    """Place the digits on which the two disagree, some at a time."""
    state = current().of(ComparisonState)
    counts = {outcome: len(comparison.where(outcome)) for outcome in Outcome}
    st.segmented_control(
        words.FILTER,
        list(Outcome),
        format_func=lambda one: f"{words.FILTERS[one]} ({counts[one]:,})",
        required=True,
        **mirrored("compare_filter", state.outcome, state.filter),
    )
    indices = comparison.where(state.outcome)
    first = min(state.first, max(0, len(indices) - 1) // NUM_PICTURES * NUM_PICTURES)
    shown = indices[first : first + NUM_PICTURES].tolist()
    if not shown:
        st.caption(words.PICTURES_NONE)
        return
    render_pictures(
        [_thumbnail(comparison, index) for index in shown],
        key="compare_pictures",
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
        is_chosen=current().visitor.digit.example == index,
    )


def _render_pager(first: int, num_shown: int, count: int) -> None:
    """Place what turns the pages."""
    turn_to = current().of(ComparisonState).turn_to
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words.EARLIER,
            icon=":material/chevron_left:",
            key="compare_earlier",
            on_click=turn_to,
            args=(first - NUM_PICTURES,),
            disabled=first == 0,
        )
        st.button(
            words.LATER,
            icon=":material/chevron_right:",
            key="compare_later",
            on_click=turn_to,
            args=(first + NUM_PICTURES,),
            disabled=first + num_shown >= count,
        )
        st.caption(words.PAGE.format(first=first + 1, last=first + num_shown, count=count))


def _open(chosen: str) -> None:
    """Make the chosen test digit the active one, and open the Draw page with it."""
    session = current()
    state = session.of(ComparisonState)
    if state.done is not None and chosen in map(str, state.done.comparison.disagreements):
        session.show_example(int(chosen))
        state.is_opening = True  # the run that follows switches the page
