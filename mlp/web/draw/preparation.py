"""What the network sees: the original beside the prepared picture, each step, the two switches.

It must not know where the picture came from.
"""

import streamlit as st

from mlp.net.reading import Reading, read
from mlp.web.draw import preparation_words as words
from mlp.web.shell import session
from mlp.web.views.thumbnails import Thumbnail, render_pictures
from mlp.web.views.verdict import words as verdict_words

_OTHERS = "others"


def render_preparation(reading: Reading) -> None:
    """Place the pictures, the switches and the comparison."""
    active, prepared = session.digit(), reading.prepared
    if prepared.num_found > 1:
        _render_others(reading)
    steps = {step.name: step.pixels for step in prepared.steps}
    last = list(steps)[-1]
    shown = ["original", last] if last != "original" else ["original"]
    captions = {"original": "as it came", last: "what the network sees"}
    if len(shown) == 1:
        captions["original"] = "taken as it is"
    render_pictures(
        [Thumbnail(steps[name], captions[name], captions[name]) for name in shown],
        key="seen",
        label="The original and the prepared picture",
        size_px=140,
    )
    is_exact = active.image is not None
    is_fixed = is_exact or (active.source == "pad" and prepared.is_blank)
    with st.container(horizontal=True, gap="medium"):
        st.toggle(
            "Crop, scale and centre",
            value=prepared.is_centred
            or (prepared.is_blank and session.centre_choice() is not False),
            key=f"centre_{active.revision}_{active.source}",
            on_change=_switch_centre,
            disabled=is_fixed,
            help=words.CENTRE_HELP,
        )
        st.toggle(
            "Swap black and white",
            value=prepared.is_inverted,
            key=f"invert_{active.revision}_{active.source}",
            on_change=_switch_invert,
            disabled=is_fixed,
            help=words.INVERT_HELP,
        )
    if is_exact:
        st.caption("This picture is a tensor already: nothing is prepared.")
    elif is_fixed:
        st.caption("Nothing drawn yet, so there is nothing to prepare.")
    else:
        _render_comparison()
    with st.expander("Every step of the preparation"):
        render_pictures(
            [
                Thumbnail(step.pixels, f"{number}. {words.STEPS[step.name]}", step.name)
                for number, step in enumerate(prepared.steps, start=1)
            ],
            key="steps",
            label="The steps of the preparation",
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
                label=f"Digit {number + 1} of {prepared.num_found} on this picture",
                id=str(number),
                is_chosen=number == prepared.chosen,
            )
            for number, ink in enumerate(prepared.found)
        ],
        key=_OTHERS,
        label="Digits found on this picture",
        size_px=48,
        on_chosen=_choose_other,
    )


def _choose_other() -> None:
    """Take another digit of the same picture, and with it the whole page follows."""
    session.choose_found(int(st.session_state[_OTHERS].chosen))
    st.rerun()


def _render_comparison() -> None:
    """Say both answers, centred and not."""
    said = []
    for centre, name in ((True, "Centred"), (False, "not centred")):
        alternative = session.prepared_with(centre=centre)
        said.append(
            f"{name}: {verdict_words.say_verdict(read(session.model(), alternative).verdict)}"
        )
    st.caption(" · ".join(said))


def _switch_centre() -> None:
    """Follow the switch, and with it the whole page: the pad sends the switches along."""
    active = session.digit()
    session.choose_centre(st.session_state[f"centre_{active.revision}_{active.source}"])
    st.rerun()


def _switch_invert() -> None:
    """Follow the switch, and with it the whole page: the pad sends the switches along."""
    active = session.digit()
    session.choose_invert(st.session_state[f"invert_{active.revision}_{active.source}"])
    st.rerun()
