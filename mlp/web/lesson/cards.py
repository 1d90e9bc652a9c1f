"""One step of the lesson: explanation, glossary, code, output, pictures, mistakes.

It must not know how one comes from step to step.
"""

from typing import Literal

import streamlit as st

from mlp.lesson.facts import facts, is_whole
from mlp.lesson.run import Lesson, Run, attempt
from mlp.lesson.steps import STEPS, Mistake, script
from mlp.web.lesson import cards_words as words
from mlp.web.lesson import steps_words
from mlp.web.lesson import words as lesson_words
from mlp.web.lesson.pictures import looked_at, render_step_pictures
from mlp.web.shell.depth import reaches
from mlp.web.shell.glossary.words import GLOSSARY
from mlp.web.shell.session import current
from mlp.web.shell.take_along import render_download

_TALL_CODE_LINES = 34
_TALL_CODE_PX = 560


def render_step(number: int, lesson: Lesson) -> None:
    """Place a step.

    Args:
        number: Of the step, from 1.
        lesson: All steps, run.
    """
    step = STEPS[number - 1]
    told = steps_words.STEPS[step.name]
    st.subheader(f"{number} · {told.title}", anchor=False)
    if number > len(lesson.runs) or not is_whole(lesson):
        failed = lesson.runs[-1]
        device = lesson.settings.device or current().model().device.name
        st.error(words.STEP_FAILED.format(device=device, error=failed.failure))
        return
    run = lesson.runs[number - 1]
    figures = words.say_figures(facts(lesson, **looked_at(lesson)))
    figures["what_goes_in"] = words.WHAT_GOES_IN[lesson.settings.source]
    left, right = st.columns([11, 9], gap="medium")
    with left:
        st.markdown(told.words.format(**figures))
        if reaches("numbers"):
            st.markdown(told.numbers.format(**figures))
        if reaches("code"):
            st.markdown(told.code.format(**figures))
        _render_glossary(step.name, told.terms)
        _render_code(number, run, lesson)
    with right:
        render_step_pictures(step.name, lesson)
    for mistake in step.mistakes:
        _render_mistake(mistake, lesson, figures)


def _render_glossary(step: str, terms: tuple[str, ...]) -> None:
    """Place a popover for each technical word."""
    with st.container(
        horizontal=True, gap="small", key=f"lesson_{step}_glossary", vertical_alignment="center"
    ):
        st.caption(words.GLOSSARY_TITLE, width="content")
        for term in (*terms, words.SIGNS, words.ERROR):
            with st.popover(term, type="tertiary", key=f"lesson_{step}_term_{term}"):
                st.markdown(f"**{term}**  \n{GLOSSARY[term]}")


def _render_code(number: int, run: Run, lesson: Lesson) -> None:
    """Place what is run, what it prints, and how to read both."""
    step = STEPS[number - 1]
    st.markdown(f"**{words.CODE}**")
    st.code(run.code, language="python", height=_height(run.code))
    st.markdown(f"**{words.PRINTED}**")
    printed = run.printed.rstrip("\n")
    st.code(printed or lesson_words.NOTHING_PRINTED, language=None, height=_height(printed))
    with st.expander(words.READING, icon=":material/menu_book:", key=f"lesson_{step.name}_reading"):
        pieces = steps_words.reading(step.name, run.code + run.printed, lesson.settings.source)
        st.markdown("\n".join(f"- `{piece.strip()}`  \n  {meaning}" for piece, meaning in pieces))
    program = script(lesson.settings, number)
    place = words.SCRIPT_PLACE if "from mlp" in program else ""
    render_download(
        words.SCRIPT,
        program,
        f"lesson_{number}.py",
        "text/x-python",
        icon=":material/download:",
        help=words.SCRIPT_HELP.format(number=number, place=place),
        key=f"lesson_{step.name}_script",
    )


def _render_mistake(mistake: Mistake, lesson: Lesson, figures: dict[str, object]) -> None:
    """Place the switch that makes a mistake, and what comes of it."""
    told = words.MISTAKES[mistake.name]
    with st.container(border=True, key=f"lesson_mistake_{mistake.name}"):
        is_made = st.toggle(
            words.MISTAKE.format(title=told.title),
            key=f"lesson_make_{mistake.name}",
            persist_state="session",
        )
        if not is_made:
            return
        with st.spinner(words.RUNNING):
            made = attempt(lesson.settings, mistake)
        wrong = made.wrong
        left, right = st.columns(2, gap="medium")
        with left:
            st.code(wrong.code, language="python")
            if wrong.failure:
                st.markdown(words.RAISED)
                st.error(f"`{wrong.failure}`  \n`→ {wrong.failure.line}`", icon=":material/block:")
            else:
                st.markdown(words.SILENT)
                st.code(wrong.printed.rstrip("\n"), language=None)
        with right:
            st.markdown(told.why.format(**figures))
            st.caption(words.FIX)
            st.code(f"- {mistake.wrong.strip()}\n+ {mistake.right.strip()}", language="diff")
            st.caption(words.FIXED)
            st.code(made.right.printed.rstrip("\n"), language=None)
            if '"meta"' in wrong.code:
                st.caption(words.META)


def _height(text: str) -> int | Literal["content"]:
    """Let long texts scroll by themselves."""
    return _TALL_CODE_PX if len(text.splitlines()) > _TALL_CODE_LINES else "content"
