"""What several tests share: the bundled network, MNIST's test digits, this machine's devices."""

import pytest
import torch
from hypothesis import settings

from mlp.dataset import Digits, load_digits
from mlp.device import Device, available_devices
from mlp.network import NeuralNetwork
from mlp.weights import load_model

# The networks are small: a second thread costs more than it brings, and sums keep their order.
torch.set_num_threads(1)

# The same examples in every run, however slow the machine: a failure here is a failure anywhere.
settings.register_profile("glassbox", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("glassbox")


@pytest.fixture(scope="session")
def model() -> NeuralNetwork:
    """The bundled network on the CPU; shared, so only to be read."""
    return load_model()


@pytest.fixture(scope="session")
def digits() -> Digits:
    """MNIST's 10,000 test digits."""
    return load_digits("test")


@pytest.fixture(scope="session", params=["cpu", "cuda", "mps"])
def device(request: pytest.FixtureRequest) -> Device:
    """Each kind of device; the test is skipped where this machine has none of it."""
    for device in available_devices():
        if device.torch_device.type == request.param:
            return device
    pytest.skip(f"this machine has no {request.param} device")
