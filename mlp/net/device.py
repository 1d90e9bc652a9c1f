"""Which devices this machine has, and which one to use.

It must not know what is computed on them.
"""

import platform
from dataclasses import dataclass
from pathlib import Path

import torch

from mlp.errors import InputError


@dataclass(frozen=True)
class Device:
    """One place where tensors can live and be computed with.

    Attributes:
        name: PyTorch's name, for example "cpu", "cuda:0", "mps".
        title: What the hardware calls itself, for people.
    """

    name: str
    title: str

    @property
    def torch_device(self) -> torch.device:
        """The same as PyTorch's own object."""
        return torch.device(self.name)


@dataclass(frozen=True)
class Choice:
    """A chosen device and why it was chosen, as a sentence."""

    device: Device
    reason: str


def available_devices() -> list[Device]:
    """List this machine's devices, the one that `choose_device` prefers first."""
    devices = [
        Device(f"cuda:{index}", torch.cuda.get_device_name(index))
        for index in range(torch.cuda.device_count())
    ]
    if torch.backends.mps.is_available():
        devices.append(Device("mps", "Apple GPU"))
    devices.append(Device("cpu", _cpu_title()))
    return devices


def choose_device(wanted: str = "auto") -> Choice:
    """Choose a device: the wanted one, or the best there is (cuda, then mps, then cpu).

    Args:
        wanted: "auto", "cpu", "cuda", "cuda:1", "mps", …

    Raises:
        InputError: This machine has no such device.
    """
    devices = available_devices()
    if wanted != "auto":
        for device in devices:
            if device.name == wanted or device.name.split(":")[0] == wanted:
                return Choice(device, f"{device.name} was asked for.")
        names = ", ".join(device.name for device in devices)
        raise InputError(
            f"There is no device “{wanted}” on this machine. It has: {names}. "
            "Choose one of these, or “auto”."
        )
    best = devices[0]
    if best.name.startswith("cuda"):
        reason = "PyTorch found a CUDA graphics card, which does many sums at once."
    elif best.name == "mps":
        reason = "PyTorch found no CUDA graphics card, but an Apple GPU."
    elif torch.version.cuda is None:
        reason = "This PyTorch was built for the CPU only; no graphics card is needed here."
    else:
        reason = "PyTorch found no graphics card, so the CPU does the sums."
    return Choice(best, reason)


def is_device_failure(error: BaseException, device: torch.device) -> bool:
    """Tell whether an error means that an accelerator failed (out of memory, lost, …).

    On the CPU nothing counts as such: there is nothing to fall back to.
    """
    return device.type != "cpu" and isinstance(error, RuntimeError)


def synchronize(device: torch.device) -> None:
    """Wait until the device has finished all work it was given (a no-op on the CPU)."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def _cpu_title() -> str:
    """Ask the system what its processor is called."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
