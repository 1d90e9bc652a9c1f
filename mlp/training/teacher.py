"""The network that teaches: small, convolutional, used only while training.

It must not know whom it teaches, or how either of them is trained.
"""

import torch
from torch import nn

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.net.network import SEEDED

_CHANNELS = (24, 40, 64, 96)


class Teacher(nn.Module):
    """Reads digits better than `NeuralNetwork` can: it looks at small neighbourhoods first.

    Four convolutions of 3×3, each with batch normalisation and ReLU, three of which halve the
    picture; then one Linear.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index, (before, after) in enumerate(zip((1, *_CHANNELS), _CHANNELS, strict=False)):
            layers += [
                nn.Conv2d(before, after, 3, stride=2 if index else 1, padding=1, bias=False),
                nn.BatchNorm2d(after),
                nn.ReLU(),
            ]
        side = -(-SIDE // 2 ** (len(_CHANNELS) - 1))
        last = nn.Linear(_CHANNELS[-1] * side**2, NUM_CLASSES)
        self.layers = nn.Sequential(*layers, nn.Flatten(), last)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Compute the scores of the ten digits.

        Args:
            images: float32, (N, 28, 28), [0, 1], on the teacher's device.

        Returns:
            float32, (N, 10), any sign, same device.
        """
        pictures = images[:, None].contiguous(memory_format=torch.channels_last)
        scores: torch.Tensor = self.layers(pictures)
        return scores


def new_teacher(seed: int, device: torch.device) -> Teacher:
    """Make an untrained teacher, the same for the same seed."""
    with SEEDED, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)  # an accelerator's is left alone
        teacher: Teacher = Teacher()
    # Half the time on a CPU, if the pictures lie as their channels' parameters do.
    teacher = teacher.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return teacher.to(device)
