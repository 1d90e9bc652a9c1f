"""The Train page without a browser: its settings, its buttons, its training.

It must not know what is claimed of it.
"""

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from mlp.training.recipe import Recipe
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.own_training import OwnTraining
from mlp.web.train.state import Settings, TrainState
from tests.support.sessions import session_of

TINY = Recipe(num_images=500, epochs=1, batch_size=100, hidden_sizes=(16,))


def settings(app: AppTest) -> Settings:
    return session_of(app).of(TrainState).settings


def choose(app: AppTest, recipe: Recipe) -> AppTest:
    """Set a recipe as if every widget had been used."""
    hidden = ", ".join(map(str, recipe.hidden_sizes))
    session_of(app).of(TrainState).settings = Settings(recipe, "works", hidden)
    return app.run()


def button(app: AppTest, name: str) -> Button:
    return app.button(key=f"train_{name}")


def press(app: AppTest, name: str) -> AppTest:
    button(app, name).click().run()
    assert not app.exception
    return app


def disabled(app: AppTest) -> list[bool]:
    return [button(app, name).disabled for name in ("start", "pause", "one_batch", "stop")]


def training(app: AppTest) -> TrainingRun:
    found = session_of(app).of(OwnTraining).training
    assert found is not None
    return found
