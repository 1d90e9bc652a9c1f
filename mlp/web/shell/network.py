"""The network that a session looks into, and what keeps its place on the server.

It must not know the session that it belongs to.
"""

from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from mlp.files.read import Parameters
from mlp.net.device import Device
from mlp.net.network import NeuralNetwork
from mlp.training.recipe import Recipe
from mlp.web.server.models import bundled_models
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.shell import network_words as words

NetworkKind = Literal["trained", "untrained", "own", "following", "learned"]


@dataclass(frozen=True)
class Network:
    """The network that a session looks into.

    Attributes:
        title: What it is, for captions, for example "trained" or "untrained, seed 3".
        network: On the CPU, frozen; None: the bundled one, which all visitors share, or one that
            is being trained.
        seed: Of an untrained one.
        weights: Of one that the visitor brought.
        training: Of one that is being trained: it is another at each moment.
        recipe: Of one that was trained here, or elsewhere and says how.
    """

    kind: NetworkKind
    title: str
    network: NeuralNetwork | None = None
    seed: int | None = None
    weights: Parameters | None = None
    training: TrainingRun | None = None
    recipe: Recipe | None = None


def trained_network() -> Network:
    """The bundled network; another object whenever it is chosen anew."""
    return Network("trained", words.TRAINED)


@dataclass
class OwnTokens:
    """The tokens of a session's own network, by device; they end with the session."""

    network: NeuralNetwork | None = None
    by_device: dict[str, bytes] = field(default_factory=dict)

    def hold(self, network: NeuralNetwork | None) -> None:
        """Hold tokens of this network from now on; those of another are let go."""
        if network is not self.network:
            self.release()
            self.network = network

    def token(self, device: Device) -> bytes:
        """Place the network that is held on a device, once, and give its token.

        Raises:
            InputError: Visitors' own networks take all the room that there is.
        """
        assert self.network is not None
        if device.name not in self.by_device:
            self.by_device[device.name] = bundled_models().place_own(self.network, device)
        return self.by_device[device.name]

    def release(self) -> None:
        """Let the session's network go."""
        for token in self.by_device.values():
            bundled_models().release(token)
        self.by_device.clear()


@st.cache_resource(scope="session", show_spinner=False, on_release=OwnTokens.release)
def own_tokens() -> OwnTokens:
    """Keep what must be let go when the session ends."""
    return OwnTokens()
