"""The Lesson page: how a network answers and learns, step by step, in code that really runs."""

import streamlit as st

from mlp.lesson.run import run_lesson
from mlp.lesson.steps import NUM_ANSWERING, NUM_STEPS
from mlp.web.lesson import navigation
from mlp.web.lesson.cards import render_step
from mlp.web.lesson.state import ALL, lesson_state
from mlp.web.shell.address import complete_address

state = lesson_state()
state.open_address()
complete_address("lesson", state.address())
st.html(navigation.STYLE)
navigation.render_top()
navigation.render_notices()
if state.place == ALL:
    lesson = run_lesson(state.settings())
    for number in range(1, NUM_STEPS + 1):
        render_step(number, lesson)
        if number < NUM_STEPS:
            st.divider()
else:
    number = int(state.place)
    with st.container(key="lesson_step"):
        render_step(number, run_lesson(state.settings(), max(number, NUM_ANSWERING)))
    navigation.render_turning("below")
