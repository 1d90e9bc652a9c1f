"""A network placed on a device, ready to be asked, with what is known about its answers.

It must not know who asks. A placed network is shared by all who ask, and never changed.
"""

import copy
import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from mlp.dataset import load_digits
from mlp.net.calibration import Calibration, calibration_path, load_calibration
from mlp.net.device import Device, available_devices, is_device_failure
from mlp.net.network import NeuralNetwork, parameter_bytes, stage_names
from mlp.net.out_of_distribution import Detector, detector_path, load_detector
from mlp.net.parameters import fingerprint, parameter_values
from mlp.net.trace import Trace, trace

_LOGGER = logging.getLogger(__name__)

HIDDEN_SCALE, SCORE_SCALE = 5.0, 20.0
"""Values of hidden units and of scores at which the colours of a network in training saturate."""

_NUM_CALIBRATION_IMAGES = 500


@dataclass(frozen=True)
class Experience:
    """What is known about a network's answers, besides its parameters.

    Attributes:
        detector: Tells what does not look like a digit; None if that was never learned.
        calibration: How often it was right when it was as sure; None if that was never counted.
    """

    detector: Detector | None = None
    calibration: Calibration | None = None


def load_experience(model: NeuralNetwork, weights: Path) -> Experience:
    """Read what lies beside a weights file; nothing of other weights.

    Raises:
        InputError: A file is damaged.
    """
    return Experience(
        load_detector(model, detector_path(weights)),
        load_calibration(model, calibration_path(weights)),
    )


class PlacedModel:
    """A network on a device, with a copy on the CPU to fall back to.

    Args:
        model: On the CPU, in evaluation mode; kept as the fallback.
        device: Where to compute.
        experience: What is known about its answers.

    Attributes:
        notice: None, or a sentence for the visitor: the device failed and the CPU took over.
    """

    def __init__(
        self, model: NeuralNetwork, device: Device, experience: Experience = Experience()
    ) -> None:
        self.cpu_model = model
        self.experience = experience
        self.fingerprint = fingerprint(model)
        self.notice: str | None = None
        self.device = device
        self._model = model
        if device.name != "cpu":
            try:
                self._model = copy.deepcopy(model).to(device.torch_device)
            except RuntimeError as error:
                self._fall_back(device, error)

    @property
    def model(self) -> NeuralNetwork:
        """The network where it really runs. Only to be read."""
        return self._model

    @cached_property
    def parameter_values(self) -> bytes:
        """All parameters in the order of `named_parameters()`: float32, little-endian."""
        return parameter_values(self.cpu_model)

    @cached_property
    def overview_scales(self) -> dict[str, float]:
        """For each parameter the absolute value at which its overview's colours saturate, > 0.

        Three standard deviations of a matrix, because extremes are rare, but at most its largest
        absolute value; a bias's largest.
        """
        scales = {}
        for name, parameter in self.cpu_model.named_parameters():
            largest = float(parameter.detach().abs().max())
            usual = 3 * float(parameter.detach().double().std(correction=0))
            scales[name] = (largest if parameter.ndim == 1 else min(largest, usual)) or 1.0
        return scales

    @cached_property
    def overview(self) -> bytes:
        """All parameters as levels of colour, in the order of `named_parameters()`: int8.

        Level = 127 · value / scale, rounded, within -127 … 127; see `overview_scales`.
        """
        return b"".join(
            (127 * parameter.detach() / self.overview_scales[name])
            .round()
            .clamp(-127, 127)
            .to(torch.int8)
            .numpy()
            .tobytes()
            for name, parameter in self.cpu_model.named_parameters()
        )

    @cached_property
    def parameter_bytes(self) -> int:
        """Memory that the parameters take on the device, in bytes."""
        return parameter_bytes(self.cpu_model)

    @cached_property
    def scales(self) -> dict[str, float]:
        """For each stage the absolute value at which its colours saturate.

        The 99.9th percentile over the first 500 test images, so that colours mean the same for
        every digit; 1 for pictures and probabilities.
        """
        images = load_digits("test").images(0, _NUM_CALIBRATION_IMAGES)
        scales: dict[str, float] = {}
        for stage in trace(self.cpu_model, images).stages:
            if stage.name in ("image", "flatten", "softmax"):
                scales[stage.name] = 1.0
            else:
                values = np.abs(stage.tensor.numpy())
                finite = values[np.isfinite(values)]  # enormous weights give infinite values
                scales[stage.name] = float(np.quantile(finite, 0.999)) if finite.size else 1.0
                scales[stage.name] = scales[stage.name] or 1.0
        return scales

    def trace(self, image: torch.Tensor, *, timed: bool = False) -> Trace:
        """Run the network once; if the accelerator fails, on the CPU from then on.

        Args:
            image: float32, (28, 28) or (N, 28, 28), [0, 1], any device.
            timed: Whether to measure each stage.
        """
        device = self.device  # of this pass: another thread's failure may change it meanwhile
        try:
            traced = trace(self._model, image, timed=timed)
            traced["softmax"].tensor.cpu()  # waits: an accelerator reports its failures late
            return traced
        except RuntimeError as error:
            if not is_device_failure(error, device.torch_device):
                raise
            self._fall_back(device, error)
            return trace(self._model, image.cpu(), timed=timed)

    def recheck(self, traced: Trace) -> float:
        """Run the network again, plainly, and compare.

        Returns:
            Largest absolute difference between the trace's probabilities and
            `torch.softmax(model(image), dim=1)`, ≥ 0.
        """
        image, probabilities = traced["image"].tensor.cpu(), traced["softmax"].tensor.cpu()
        device = self.device
        try:
            again = self._plain(image)
        except RuntimeError as error:
            if not is_device_failure(error, device.torch_device):
                raise
            self._fall_back(device, error)
            again = self._plain(image)
        return float((again - probabilities).abs().max())

    @torch.inference_mode()
    def _plain(self, image: torch.Tensor) -> torch.Tensor:
        """Answer as any program would: float32, (N, 10), [0, 1], cpu."""
        model = self._model
        device = next(model.parameters()).device
        return torch.softmax(model(image.to(device)), dim=1).cpu()

    def _fall_back(self, failed: Device, error: RuntimeError) -> None:
        """Compute on the CPU from now on and say so."""
        _LOGGER.warning("%s failed, the CPU takes over: %s", failed.name, error)
        what = "ran out of memory" if isinstance(error, torch.OutOfMemoryError) else "failed"
        self.notice = (
            f"{failed.title} ({failed.name}) {what}, so the CPU took over. "
            "The answers are the same; restart the app to try the device again."
        )
        self.device = available_devices()[-1]
        self._model = self.cpu_model


class ModelInTraining(PlacedModel):
    """A network at one checkpoint of its training; its colours mean the same at every other."""

    @cached_property
    def scales(self) -> dict[str, float]:
        """For each stage the absolute value at which its colours saturate.

        Those of `HIDDEN_SCALE` and `SCORE_SCALE`, and 1 for pictures and probabilities.
        """
        *hidden, last = [name for name in stage_names(self.cpu_model) if name.startswith("linear")]
        scales = dict.fromkeys(("image", "flatten", "softmax"), 1.0)
        for name in hidden:
            scales[name] = scales[name.replace("linear", "relu")] = HIDDEN_SCALE
        scales[last] = scales[last.replace("linear", "relu")] = SCORE_SCALE
        return scales
