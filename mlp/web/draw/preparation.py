"""What the network sees: the original beside the prepared picture, each step, the two switches.

It must not know where the picture came from.
"""

import streamlit as st

from mlp.net.reading import Reading, read
from mlp.web.draw import preparation_words as words
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.session import current
from mlp.web.views.thumbnails import Thumbnail, render_pictures
from mlp.web.views.verdict.words import say_verdict


def render_preparation(reading: Reading) -> None:
    """Place the pictures, the switches and the comparison."""
    session, prepared = current(), reading.prepared
    active = session.visitor.digit
    if prepared.num_found > 1:
        _render_others(reading)
    steps = {step.name: step.pixels for step in prepared.steps}
    last = list(steps)[-1]
    captions = {"original": words.ORIGINAL, last: words.PREPARED}
    if last == "original":
        captions = {last: words.UNCHANGED}
    render_pictures(
        [Thumbnail(steps[name], caption, caption) for name, caption in captions.items()],
        key="seen",
        label=words.SEEN_LABEL,
        size_px=140,
    )
    is_exact = active.image is not None
    is_fixed = is_exact or (active.source == "pad" and prepared.is_blank)
    is_centred = prepared.is_centred or (prepared.is_blank and session.visitor.centre is not False)
    with st.container(horizontal=True, gap="medium"):
        st.toggle(
            words.CENTRE,
            disabled=is_fixed,
            help=words.CENTRE_HELP,
            **mirrored(f"centre_{active.revision}_{active.source}", is_centred, _switch_centre),
        )
        st.toggle(
            words.INVERT,
            disabled=is_fixed,
            help=words.INVERT_HELP,
            **mirrored(
                f"invert_{active.revision}_{active.source}", prepared.is_inverted, _switch_invert
            ),
        )
    if is_exact:
        st.caption(words.EXACT)
    elif is_fixed:
        st.caption(words.NOTHING_DRAWN)
    else:
        _render_comparison()
    with st.expander(words.ALL_STEPS):
        render_pictures(
            [
                Thumbnail(step.pixels, f"{number}. {words.STEPS[step.name]}", step.name)
                for number, step in enumerate(prepared.steps, start=1)
            ],
            key="steps",
            label=words.STEPS_LABEL,
            size_px=128,
        )


def _render_others(reading: Reading) -> None:
    """Place the digits that were found on one picture, to choose from."""
    prepared = reading.prepared
    st.caption(words.OTHERS_FOUND.format(count=prepared.num_found))
    render_pictures(
        [
            Thumbnail(
                ink,
                label=words.OTHER_LABEL.format(number=number + 1, count=prepared.num_found),
                id=str(number),
                is_chosen=number == prepared.chosen,
            )
            for number, ink in enumerate(prepared.found)
        ],
        key="others",
        label=words.OTHERS_LABEL,
        size_px=48,
        on_chosen=_choose_other,
    )


def _choose_other(chosen: str) -> None:
    """Take another digit of the same picture, and with it the whole page follows."""
    current().visitor.choose_found(int(chosen))
    st.rerun()


def _render_comparison() -> None:
    """Say both answers, centred and not."""
    session, said = current(), []
    for centre, pattern in ((True, words.CENTRED), (False, words.NOT_CENTRED)):
        verdict = read(session.model(), session.visitor.prepared_with(centre=centre)).verdict
        said.append(pattern.format(verdict=say_verdict(verdict)))
    st.caption(" · ".join(said))


def _switch_centre(is_on: bool) -> None:
    """Follow the switch, and with it the whole page: the pad sends the switches along."""
    current().visitor.centre = is_on
    st.rerun()


def _switch_invert(is_on: bool) -> None:
    """Follow the switch, and with it the whole page: the pad sends the switches along."""
    current().visitor.invert = is_on
    st.rerun()
