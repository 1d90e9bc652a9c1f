"""Several processes that train one network together, on one machine or many, started by `torchrun`.

It must not know what is trained, nor who is told.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType
from typing import cast

import torch.distributed
from torch import nn

from mlp.errors import InputError
from mlp.net.device import Choice, choose_device

_TIMEOUT = timedelta(minutes=5)
"""How long a process waits for the others before it takes them for lost."""


class LostError(Exception):
    """Another process is gone, so that this one cannot go on."""


@dataclass(frozen=True)
class Rank:
    """Which of several processes this one is: it computes its share of each batch.

    Attributes:
        number: Of this process, 0-based.
        num_ranks: How many there are.
    """

    number: int = 0
    num_ranks: int = 1

    def places(self, batch: torch.Tensor) -> torch.Tensor:
        """Tell where in a batch this process's images stand: the same images are always its own.

        Args:
            batch: int64, (N,): indices of images.

        Returns:
            int64, (n,), n ≤ N.
        """
        return (batch % self.num_ranks == self.number).nonzero()[:, 0]

    @torch.no_grad()
    def share(self, model: nn.Module, figures: torch.Tensor, weight: float) -> list[float]:
        """Add up figures and gradients over all processes.

        Args:
            model: Its gradients are this process's, and afterwards those of the whole batch.
            figures: float32, (n,): means over this process's images, for example the loss.
            weight: Their share of the batch, [0, 1].

        Returns:
            The means over the whole batch.
        """
        gradients = [cast(torch.Tensor, parameter.grad) for parameter in model.parameters()]
        flat = torch.cat([*(gradient.flatten() for gradient in gradients), figures]) * weight
        torch.distributed.all_reduce(flat)
        sizes = [*(gradient.numel() for gradient in gradients), len(figures)]
        *summed, means = torch.split(flat, sizes)
        for gradient, values in zip(gradients, summed, strict=True):
            gradient.copy_(values.view_as(gradient))
        return [float(mean) for mean in means]


@dataclass(frozen=True)
class Team:
    """This process among those that train together.

    Attributes:
        rank: Which of its processes this one is.
        choice: The device it computes on, and why.
    """

    rank: Rank
    choice: Choice

    @property
    def is_first(self) -> bool:
        """Whether it is the one that prints and saves."""
        return self.rank.number == 0


@contextmanager
def team(wanted: str) -> Iterator[Team]:
    """Join the other processes for the length of a `with` block; alone if there are none.

    Who is there stands in the environment, as `torchrun` sets it. On graphics cards they talk
    through NCCL, each with a card of its own; on CPUs through Gloo.

    Args:
        wanted: Device: "auto", "cpu", "cuda", …

    Raises:
        InputError: There is no such device, or there are more processes than graphics cards.
        LostError: Another process ended before this one.
    """
    num_ranks = int(os.environ.get("WORLD_SIZE", "1"))
    if num_ranks == 1:
        yield Team(Rank(), choose_device(wanted))
        return
    choice = _choose_device(wanted, int(os.environ["LOCAL_RANK"]))
    is_cuda = choice.device.name.startswith("cuda")
    if is_cuda:
        torch.cuda.set_device(choice.device.torch_device)
    # torchrun ends those who are left as soon as one is gone: time to say so.
    before = signal.signal(signal.SIGTERM, _end)
    try:
        torch.distributed.init_process_group("nccl" if is_cuda else "gloo", timeout=_TIMEOUT)
        yield Team(Rank(int(os.environ["RANK"]), num_ranks), choice)
        torch.distributed.barrier()  # nobody goes while another still needs it
    except RuntimeError as error:
        raise LostError(str(error)) from error
    finally:
        signal.signal(signal.SIGTERM, before)
        if torch.distributed.is_initialized():
            torch.distributed.destroy_process_group()


def _choose_device(wanted: str, local_rank: int) -> Choice:
    """Choose a device for one of several processes on this machine."""
    choice = choose_device(wanted)
    if wanted == "mps" or (wanted == "auto" and choice.device.name == "mps"):
        return choose_device("cpu")  # processes on an Apple GPU cannot add up their gradients
    if not choice.device.name.startswith("cuda"):
        return choice
    if local_rank >= torch.cuda.device_count():
        raise InputError(
            f"There are more processes on this machine than its {torch.cuda.device_count()} "
            "graphics cards. Start as many with --nproc-per-node, or train with --device cpu."
        )
    return choose_device(f"cuda:{local_rank}")


def _end(number: int, frame: FrameType | None) -> None:
    """Take the end that torchrun asks for as what it means: somebody else is gone."""
    raise LostError("ended by torchrun")
