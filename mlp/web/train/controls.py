"""What is trained, and how: presets, and every setting by itself.

It must not know what becomes of it.
"""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from mlp.net.device import available_devices
from mlp.net.network import MAX_SEED
from mlp.numbers import number
from mlp.training.presets import PRESETS, records
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.markdown import plain_text
from mlp.web.shell.mirrored import mirrored
from mlp.web.shell.own_training import OwnTraining
from mlp.web.shell.session import current
from mlp.web.train import loop_code
from mlp.web.train import settings_words as words
from mlp.web.train.state import AUGMENTATION, LEARNING_RATES, SETTINGS, train_state

_SCALES: dict[str, tuple[tuple[float, ...], Callable[[float], str]]] = {
    "learning_rate": (LEARNING_RATES, number),
    "dropout": ((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7), words.say_dropout),
    "batch_size": ((16, 32, 64, 128, 256, 512, 1024), "{:,}".format),
    "num_images": ((100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000), "{:,}".format),
}
"""Usual values to choose from, and how they are written."""

MAX_EPOCHS = 50


def render_controls() -> None:
    """Place presets and settings; while a training is on they are its own, to be read only."""
    training, settings = current().of(OwnTraining).training, train_state().settings
    is_on = training is not None and not training.status.is_over
    _render_presets(is_on=is_on)
    title = words.SETTINGS_OF_NOW if is_on else words.SETTINGS_TITLE
    with st.expander(title, icon=":material/tune:", key="train_settings"):
        for column, (group, names) in zip(
            st.columns(len(words.GROUPS), gap="large"), words.GROUPS.items(), strict=True
        ):
            with column:
                st.markdown(f"**{group}**")
                for name in names:
                    with st.container(gap="xsmall"):
                        _render_setting(name, is_on=is_on)
    if settings.hidden_error is not None:
        st.error(plain_text(settings.hidden_error), icon=":material/error:")


def render_loop() -> None:
    """Place the program that is, or will be, run, if code is wanted."""
    if not reaches("code"):
        return
    state = train_state()
    code = loop_code.loop_code(state.settings.recipe, state.device().name)
    is_first = current().of(OwnTraining).training is None
    with st.expander(loop_code.LOOP_TITLE, icon=":material/code:", expanded=is_first):
        st.code(code, language="python", wrap_lines=True)


def _render_presets(*, is_on: bool) -> None:
    """Place the presets, and what the chosen one shows."""
    settings = train_state().settings
    preset, changed = words.PRESETS[settings.preset], settings.changed
    st.pills(
        words.PRESETS_LABEL,
        list(PRESETS),
        format_func=lambda name: f"{words.PRESETS[name].icon} {words.PRESETS[name].title}",
        help=words.PRESETS_HELP,
        disabled=is_on,
        **mirrored("train_preset", None if changed else settings.preset, _take_preset),
    )
    with st.container(key="train_preset_words", border=True):
        said = preset.told
        record = records().get(settings.preset)
        if record is not None:
            said += f" {words.say_record(settings.preset, record)}"
        render_by_depth(f"**{preset.title}.** {said}", preset.numbers)
        if settings.preset == "digit_dies":
            st.toggle(
                words.CURE,
                help=words.CURE_HELP,
                disabled=is_on,
                **_field("is_last_bias_raised", "cure"),
            )
        if changed:
            st.caption(words.CHANGED.format(title=preset.title, names=_titles(changed)))


def render_differences(training: TrainingRun) -> None:
    """Say which settings of a training are others than those chosen now."""
    trained, chosen = training.recipe, train_state().settings.recipe
    names = [
        name for name in (*SETTINGS, "seed") if getattr(trained, name) != getattr(chosen, name)
    ]
    said = [f"{words.SETTINGS[name].title} {words.say_setting(name, trained)}" for name in names]
    said += filter(None, [words.say_rate_changes(trained)])
    if said:
        st.caption(words.DIFFERENCES.format(settings=", ".join(said)))


def _titles(names: Iterable[str]) -> str:
    """Name settings in a sentence."""
    return " and ".join(f"“{words.SETTINGS[name].title}”" for name in names)


def _render_setting(name: str, *, is_on: bool) -> None:
    """Place one setting, and what it does."""
    state = train_state()
    recipe, title = state.settings.recipe, words.SETTINGS[name].title
    if name == "device" and len(available_devices()) == 1:
        return
    if name == "device":
        _render_device(title, is_on=is_on)
    elif name == "hidden_sizes":
        st.text_input(
            title,
            placeholder=words.HIDDEN_PLACEHOLDER,
            max_chars=80,
            disabled=is_on,
            **mirrored("train_hidden_sizes", state.settings.hidden_text, state.choose_hidden),
        )
    elif name == "optimizer":
        titles = words.OPTIMIZERS
        st.selectbox(
            title, list(titles), format_func=titles.__getitem__, disabled=is_on, **_field(name)
        )
    elif name == "seed":
        st.number_input(title, 0, MAX_SEED, step=1, disabled=is_on, **_field(name))
    elif name == "epochs":
        st.slider(title, 1, MAX_EPOCHS, disabled=is_on, **_field(name))
    elif name in _SCALES:
        # The value that is set may be none of the usual ones.
        usual, form = _SCALES[name]
        values = sorted({*usual, getattr(recipe, name)})
        st.select_slider(title, values, format_func=form, disabled=is_on, **_field(name))
    elif name == "augmentation":
        augmented = recipe.augmentation is not None
        st.toggle(
            title, disabled=is_on, **mirrored("train_augmentation", augmented, _take_augmentation)
        )
    else:
        st.toggle(title, disabled=is_on, **_field(name))
    numbers = words.setting_numbers(name, recipe) if reaches("numbers") else ""
    st.caption("  \n".join(filter(None, (words.SETTINGS[name].told, numbers))))


def _render_device(title: str, *, is_on: bool) -> None:
    """Place the choice of the device."""
    state = train_state()
    st.selectbox(
        title,
        available_devices(),
        format_func=lambda device: f"{device.name} · {device.title}",
        disabled=is_on,
        **mirrored("train_device", state.device(), state.choose_device),
    )


def _field(name: str, key: str | None = None) -> dict[str, Any]:
    """Let a widget show a field of the recipe and change it.

    Args:
        name: The field.
        key: Of the widget; None: the field's name.
    """
    state = train_state()
    value = getattr(state.settings.recipe, name)
    return mirrored(f"train_{key or name}", value, lambda chosen: state.choose(**{name: chosen}))


def _take_preset(name: str | None) -> None:
    """Choose a preset; to click on the chosen one changes nothing."""
    if name is not None:
        train_state().choose_preset(name)


def _take_augmentation(is_on: bool) -> None:
    """Vary the images, or leave them as they are."""
    train_state().choose(augmentation=AUGMENTATION if is_on else None)
