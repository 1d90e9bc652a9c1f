"""One step of the lesson: pictures, explanation, code, output, mistakes.

It must not know how one comes from step to step.
"""

from html import escape

import streamlit as st

from mlp.lesson.facts import facts, learning_facts
from mlp.lesson.run import Lesson, Run, attempt
from mlp.lesson.step import Mistake
from mlp.lesson.steps import STEPS, script
from mlp.web.lesson import cards_words as words
from mlp.web.lesson import steps_words
from mlp.web.lesson import words as lesson_words
from mlp.web.lesson.pictures import looked_at
from mlp.web.lesson.step_pictures import STEP_PICTURES
from mlp.web.shell.depth import reaches
from mlp.web.shell.glossary.words import GLOSSARY
from mlp.web.shell.session import current
from mlp.web.shell.take_along import render_download

_PICTURES_AND_WORDS = [9, 11]


def render_step(number: int, lesson: Lesson) -> None:
    """Place a step: its first picture beside the words, more pictures beside the code.

    Args:
        number: Of the step, from 1.
        lesson: The steps up to this one, run.
    """
    step = STEPS[number - 1]
    told = steps_words.STEPS[step.name]
    st.header(f"{number} · {told.title}", anchor=False)
    if lesson.failure:
        device = lesson.settings.device or current().model().device.name
        st.error(words.STEP_FAILED.format(device=device, error=lesson.failure))
        return
    run, pictures = lesson.runs[number - 1], STEP_PICTURES[step.name]
    figures = words.say_figures(facts(lesson, **looked_at(lesson)))
    figures |= words.say_learning(learning_facts(lesson))
    figures["what_goes_in"] = words.WHAT_GOES_IN[lesson.settings.source]
    # On a narrow screen lesson.css takes the four in the order first, words, more, code.
    with st.container(key=f"lesson_body_{step.name}"):
        left, right = st.columns(_PICTURES_AND_WORDS, gap="medium")
    with left.container(key=f"lesson_first_{step.name}"):
        pictures.first(lesson)
    with right.container(key=f"lesson_words_{step.name}"):
        st.markdown(told.words.format(**figures))
        if reaches("numbers"):
            st.markdown(told.numbers.format(**figures))
        if reaches("code"):
            st.markdown(told.code.format(**figures))
    if pictures.more:
        with left.container(key=f"lesson_more_{step.name}"):
            pictures.more(lesson)
    with right.container(key=f"lesson_run_{step.name}"):
        _render_printed(run)
        _render_code(number, run, lesson)
    if pictures.end:
        pictures.end(lesson)
    for mistake in step.mistakes:
        _render_mistake(mistake, lesson, figures)


def _render_printed(run: Run) -> None:
    """Place what Python prints; long output scrolls inside its box, also by keyboard."""
    st.markdown(f"**{words.PRINTED}**")
    printed = escape(run.printed.rstrip("\n") or lesson_words.NOTHING_PRINTED)
    st.html(
        f'<pre class="printed" tabindex="0" role="region" aria-label="{words.PRINTED}"'
        f' data-scrolls="true">{printed}</pre>'
    )


def _render_code(number: int, run: Run, lesson: Lesson) -> None:
    """Place what is run, and how to read it; at depth "words" it is folded.

    NOTE: Folded code is placed only once somebody unfolds it: to colour code, Streamlit has the
    browser load 0.45 MB of JavaScript and run it for half a second, in the middle of a page change.
    """
    step = STEPS[number - 1]
    pieces = steps_words.reading(step.name, run.code + run.printed, lesson.settings.source)
    reading = "\n".join(f"- `{piece.strip()}`  \n  {meaning}" for piece, meaning in pieces)
    for term in ("signs in code", "error"):
        reading += f"\n\n**{term.capitalize()}**  \n{GLOSSARY[term]}"
    if reaches("numbers"):
        st.markdown(f"**{words.CODE}**")
        st.code(run.code, language="python", wrap_lines=True)
        with st.expander(words.READING, icon=":material/menu_book:", key=f"lesson_{step.name}_in"):
            st.markdown(reading)
            _render_script(number, lesson)
    else:
        folded = st.expander(
            words.FOLDED,
            icon=":material/code:",
            on_change="rerun",
            key=f"lesson_{step.name}_code",
        )
        if not folded.open:
            return
        with folded:
            st.code(run.code, language="python", wrap_lines=True)
            st.markdown(f"**{words.READING}**\n\n{reading}")
            _render_script(number, lesson)


def _render_script(number: int, lesson: Lesson) -> None:
    """Place the button that saves the program up to a step."""
    program = script(lesson.settings, number)
    place = words.SCRIPT_PLACE if "from mlp" in program else ""
    render_download(
        words.SCRIPT,
        program,
        f"lesson_{number}.py",
        "text/x-python",
        icon=":material/download:",
        help=words.SCRIPT_HELP.format(number=number, place=place),
        key=f"lesson_{STEPS[number - 1].name}_script",
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
            st.code(wrong.code, language="python", wrap_lines=True)
            if wrong.failure:
                st.markdown(words.RAISED)
                st.error(f"`{wrong.failure}`  \n`→ {wrong.failure.line}`", icon=":material/block:")
            else:
                st.markdown(words.SILENT)
                st.code(wrong.printed.rstrip("\n"), language=None, wrap_lines=True)
        with right:
            st.markdown(told.why.format(**figures))
            st.caption(words.FIX)
            st.code(_difference(mistake), language="diff", wrap_lines=True)
            st.caption(words.FIXED)
            st.code(made.right.printed.rstrip("\n"), language=None, wrap_lines=True)
            if '"meta"' in wrong.code:
                st.caption(words.META)


def _difference(mistake: Mistake) -> str:
    """Write the wrong line and the right ones as a difference."""
    lines = [f"- {mistake.wrong.strip()}"]
    return "\n".join(lines + [f"+ {line}" for line in mistake.right.strip().splitlines()])
