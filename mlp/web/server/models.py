"""The networks that this process has loaded, found by a token: the bundled one, and visitors' own.

It must not know who asks.
"""

import secrets
import threading
from collections import deque
from functools import lru_cache
from itertools import chain

from mlp.errors import InputError
from mlp.files.read import BUNDLED_WEIGHTS, load_model
from mlp.net.device import Device, choose_device
from mlp.net.network import NeuralNetwork, parameter_bytes
from mlp.net.parameters import fingerprint
from mlp.net.placed import Experience, ModelInTraining, PlacedModel, load_experience

TOKEN_BYTES = 16

SHARED_TOKEN = bytes(TOKEN_BYTES)
"""Sixteen zero bytes: the bundled network on the preferred device."""

MAX_OWN_BYTES = 2**30
"""Memory that visitors' own networks may take together, in bytes."""

NUM_BEFORE = 4
"""Of a network that is renewed, so many from before are kept."""


class Models:
    """The bundled network on each device that was asked for, and visitors' own; found by token.

    Args:
        model: On the CPU, in evaluation mode.
        default: The device for whoever asks for none.
        experience: What is known about its answers.
    """

    def __init__(
        self, model: NeuralNetwork, default: Device, experience: Experience = Experience()
    ) -> None:
        self._model = model
        self._experience = experience
        self._lock = threading.Lock()
        self.default = PlacedModel(model, default, experience)
        self._by_token = {SHARED_TOKEN: self.default}
        self._tokens = {default.name: SHARED_TOKEN}
        self._own_bytes: dict[bytes, int] = {}
        self._before: dict[bytes, deque[PlacedModel]] = {}

    def token(self, device: Device) -> bytes:
        """Place the network on a device (once) and give the token it answers to."""
        with self._lock:
            if device.name not in self._tokens:
                token = secrets.token_bytes(TOKEN_BYTES)
                self._by_token[token] = PlacedModel(self._model, device, self._experience)
                self._tokens[device.name] = token
            return self._tokens[device.name]

    def place_own(
        self,
        model: NeuralNetwork,
        device: Device,
        *,
        is_in_training: bool = False,
        max_bytes: int = MAX_OWN_BYTES,
    ) -> bytes:
        """Place a visitor's own network on a device and give the token it answers to.

        What is known about the bundled network's answers is taken over if it is that very one.

        Args:
            model: On the CPU, in evaluation mode, frozen.
            device: Where to compute.
            is_in_training: It will be renewed; see `ModelInTraining`.
            max_bytes: Memory that all visitors' own networks may take together.

        Raises:
            InputError: Too many are there already.
        """
        size_bytes = parameter_bytes(model) * (1 + NUM_BEFORE if is_in_training else 1)
        is_bundled = fingerprint(model) == self.default.fingerprint
        with self._lock:
            if sum(self._own_bytes.values()) + size_bytes > max_bytes:
                raise InputError(
                    "Other visitors' networks take all the room that there is. Try again later, "
                    "or bring a smaller one; the trained network is always there."
                )
            token = secrets.token_bytes(TOKEN_BYTES)
            self._own_bytes[token] = size_bytes
        experience = self._experience if is_bundled else Experience()
        kind = ModelInTraining if is_in_training else PlacedModel
        self._by_token[token] = kind(model, device, experience)
        return token

    def renew(self, token: bytes, model: NeuralNetwork) -> None:
        """Let a token of a visitor's network in training answer with other parameters from now on.

        The networks just before can still be found by their fingerprints: a page may be asking.

        Args:
            token: From `place_own`; one that was released is left alone.
            model: Of the same size, on the CPU, in evaluation mode, frozen.
        """
        before = self._by_token.get(token)
        if before is None:
            return
        renewed = ModelInTraining(model, before.device)
        with self._lock:
            if token not in self._own_bytes:
                return
            self._by_token[token] = renewed
            self._before.setdefault(token, deque(maxlen=NUM_BEFORE)).append(before)

    def release(self, token: bytes) -> None:
        """Forget a visitor's own network; any other token is left alone."""
        with self._lock:
            if self._own_bytes.pop(token, None) is not None:
                self._by_token.pop(token, None)
                self._before.pop(token, None)

    def get(self, token: bytes) -> PlacedModel | None:
        """Find a network by its token; None if there is none."""
        return self._by_token.get(token)

    def with_fingerprint(self, wanted: str) -> PlacedModel | None:
        """Find a network by its parameters' fingerprint; None if there is none."""
        with self._lock:
            known = chain(self._by_token.values(), *self._before.values())
            return next((placed for placed in known if placed.fingerprint == wanted), None)


@lru_cache(maxsize=1)
def bundled_models() -> Models:
    """Load the bundled network on the best device, once for this process."""
    model = load_model()
    experience = load_experience(model, BUNDLED_WEIGHTS)
    return Models(model, choose_device().device, experience)
