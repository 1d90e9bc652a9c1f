"""The result of a training in a small app of its own.

It must not know what is claimed of it.
"""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from mlp.net.network import NeuralNetwork
from mlp.training.recipe import Recipe
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell.network import Network
from mlp.web.shell.own_training import OwnTraining
from tests.support.sessions import session_of

RECIPE = Recipe(
    num_images=1_000, epochs=1, batch_size=100, hidden_sizes=(12,), last_relu=False, seed=3
)


def opened(pages: Path, training: TrainingRun | None = None) -> AppTest:
    app = AppTest.from_file(str(pages), default_timeout=60)
    if training is not None:
        session_of(app).of(OwnTraining).ticket = training.ticket
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return ran(app)


def bring(app: AppTest, content: bytes, name: str = "my.safetensors") -> AppTest:
    app.file_uploader(key="training_file").upload(name, content, "application/octet-stream")
    return ran(app)


def active(app: AppTest) -> Network:
    return session_of(app).network


def model_of(app: AppTest) -> NeuralNetwork:
    """The network that is looked into, if it is not the trained one."""
    model = active(app).network
    assert model is not None
    return model


def said(app: AppTest) -> str:
    return "\n".join(one.value for one in [*app.markdown, *app.caption, *app.error, *app.info])
