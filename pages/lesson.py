"""The Lesson page: PyTorch's tutorial, step by step, with real code, output and mistakes."""

import streamlit as st

from mlp.lesson.run import run_lesson
from mlp.lesson.steps import NUM_STEPS
from mlp.web.lesson import navigation, words
from mlp.web.lesson.cards import render_step
from mlp.web.lesson.state import ALL, lesson_state
from mlp.web.shell.address import complete_address

state = lesson_state()
state.open_address()
complete_address("lesson", state.address())
st.html(navigation.STYLE)
st.title(words.TITLE, anchor=False)
st.caption(words.TAGLINE)
navigation.render_notices()
navigation.render_step_list()
navigation.render_settings()
lesson = run_lesson(state.settings())
if state.place == ALL:
    for number in range(1, NUM_STEPS + 1):
        render_step(number, lesson)
        if number < NUM_STEPS:
            st.divider()
else:
    with st.container(key="lesson_step"):
        render_step(int(state.place), lesson)
    navigation.render_turning("below")
