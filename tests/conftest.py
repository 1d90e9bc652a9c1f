"""What several tests share: the bundled network, MNIST's test digits, this machine's devices."""

import numpy as np
import pytest
import torch
from hypothesis import settings

from mlp.dataset import Digits, load_digits
from mlp.files.read import load_model
from mlp.net.device import Device, available_devices
from mlp.net.network import NeuralNetwork
from mlp.net.out_of_distribution import Detector

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


@pytest.fixture(scope="session")
def suspicious() -> Detector:
    """A detector to which nothing looks like a digit."""
    num_inputs, num_units = 784 + 512 + 512 + 10, 64
    return Detector(
        mean=np.zeros(num_inputs, np.float32),
        scale=np.ones(num_inputs, np.float32),
        hidden_weights=np.zeros((num_inputs, num_units), np.float32),
        hidden_bias=np.zeros(num_units, np.float32),
        weights=np.zeros(num_units, np.float32),
        bias=np.ones(1, np.float32),
    )


@pytest.fixture(scope="session", params=["cpu", "cuda", "mps"])
def device(request: pytest.FixtureRequest) -> Device:
    """Each kind of device; the test is skipped where this machine has none of it."""
    for device in available_devices():
        if device.torch_device.type == request.param:
            return device
    pytest.skip(f"this machine has no {request.param} device")
