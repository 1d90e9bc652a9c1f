"""The Lesson page: PyTorch's tutorial, step by step, with real code, output and mistakes."""

import streamlit as st

from mlp.lesson.run import run_lesson
from mlp.lesson.steps import NUM_STEPS
from mlp.ui import lesson_navigation, lesson_state
from mlp.ui import lesson_words as words
from mlp.ui.lesson_cards import render_step

lesson_state.open_address()
st.html(lesson_navigation.STYLE)
st.title(words.TITLE, anchor=False)
st.caption(words.TAGLINE)
lesson_navigation.render_notices()
lesson_navigation.render_step_list()
lesson_navigation.render_settings()
lesson = run_lesson(lesson_state.settings())
place = lesson_state.place()
if place == lesson_state.ALL:
    for number in range(1, NUM_STEPS + 1):
        render_step(number, lesson)
        if number < NUM_STEPS:
            st.divider()
else:
    with st.container(key="lesson_step"):
        render_step(int(place), lesson)
    lesson_navigation.render_turning("below")
