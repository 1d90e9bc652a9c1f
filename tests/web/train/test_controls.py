"""Presets and settings on the Train page."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from mlp.training.presets import PRESETS, records
from mlp.web.train import buttons_words, loop_code, settings_words
from mlp.web.train.state import AUGMENTATION
from tests.support.app import texts
from tests.support.sessions import explain
from tests.support.train import button, disabled, settings


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_everything_and_says_what_it_shows(app: AppTest, name: str) -> None:
    explain(app, "numbers")
    app.slider(key="train_epochs").set_value(7).run()
    app.pills(key="train_preset").set_value(name).run()
    assert settings(app).recipe == PRESETS[name].recipe
    assert settings_words.PRESETS[name].told in texts(app)
    assert settings_words.PRESETS[name].numbers in texts(app)
    assert app.slider(key="train_epochs").value == PRESETS[name].recipe.epochs
    assert not settings(app).changed


def test_a_changed_setting_is_no_longer_the_preset(app: AppTest) -> None:
    app.select_slider(key="train_learning_rate").set_value(0.01).run()
    assert app.pills(key="train_preset").value is None
    assert "you changed “Learning rate”" in texts(app)
    app.pills(key="train_preset").set_value("works").run()
    assert settings(app).recipe == PRESETS["works"].recipe
    assert "No longer" not in texts(app)


def test_another_seed_is_still_the_preset(app: AppTest) -> None:
    app.number_input(key="train_seed").set_value(3).run()
    assert app.pills(key="train_preset").value == "works"
    assert settings(app).recipe == replace(PRESETS["works"].recipe, seed=3)


def test_the_chosen_preset_cannot_be_taken_back(app: AppTest) -> None:
    app.pills(key="train_preset").set_value(None).run()
    assert app.pills(key="train_preset").value == "works"


def test_the_cure_of_the_dying_digit_is_one_switch_away(app: AppTest) -> None:
    app.pills(key="train_preset").set_value("digit_dies").run()
    assert not settings(app).recipe.is_last_bias_raised
    app.toggle(key="train_cure").set_value(True).run()
    assert settings(app).recipe.is_last_bias_raised
    assert app.toggle(key="train_is_last_bias_raised").value
    assert app.toggle(key="train_cure").value


def test_augmentation_varies_the_images(app: AppTest) -> None:
    app.toggle(key="train_augmentation").set_value(True).run()
    assert settings(app).recipe.augmentation == AUGMENTATION
    app.toggle(key="train_augmentation").set_value(False).run()
    assert settings(app).recipe.augmentation is None


def test_nothing_starts_while_a_setting_is_wrong(app: AppTest) -> None:
    app.text_input(key="train_hidden_sizes").set_value("512, *many*").run()
    assert "“512, \\*many\\*” is something else" in app.error[0].value
    assert disabled(app) == [True, True, True, True]
    assert button(app, "start").help == buttons_words.START_INVALID
    app.text_input(key="train_hidden_sizes").set_value("32").run()
    assert settings(app).recipe.hidden_sizes == (32,)
    assert not app.error
    assert not button(app, "start").disabled


def test_settings_survive_a_change_of_page(app: AppTest) -> None:
    app.pills(key="train_preset").set_value("memorise").run()
    app.selectbox(key="train_optimizer").set_value("momentum").run()
    app.text_input(key="train_hidden_sizes").set_value("nonsense").run()
    app.switch_page("draw.py").run()
    app.switch_page("train.py").run()
    assert app.selectbox(key="train_optimizer").value == "momentum"
    assert app.text_input(key="train_hidden_sizes").value == "nonsense"
    assert app.select_slider(key="train_num_images").value == 100
    assert len(app.error) == 1


def test_the_code_stands_on_the_page_if_it_is_wanted(app: AppTest) -> None:
    assert not app.code
    explain(app, "code")
    app.run()
    assert loop_code.loop_code(PRESETS["works"].recipe) == app.code[0].value


def test_every_recorded_preset_says_what_came_of_it(app: AppTest) -> None:
    for name, record in records().items():
        app.pills(key="train_preset").set_value(name).run()
        assert settings_words.say_record(name, record) in texts(app)
