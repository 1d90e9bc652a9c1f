"""The film of a training as a file to take home.

It must not know how a frame is drawn, nor how the file is offered.
"""

from collections.abc import Iterator

import torch

from mlp.errors import InputError
from mlp.net.network import NeuralNetwork
from mlp.numbers import share
from mlp.training.checkpoints import Checkpoint
from mlp.training.recipe import Recipe
from mlp.web.charts.film import NUM_TILES, Moment, training_film
from mlp.web.server.trainings.record import TrainingRun
from mlp.web.train import film_words as words


def film_file(training: TrainingRun) -> bytes:
    """Make the film of a training: an animated GIF; not necessarily within a script run.

    Raises:
        InputError: The training was forgotten meanwhile.
    """
    watched = training.watched
    moments = list(_moments(training))
    if not moments:
        raise InputError(words.GONE)
    return training_film(
        moments,
        total_images=max(1, moments[-1].num_images),
        pixels=None if watched is None else watched[1].steps[-1].pixels,
        axis=words.AXIS,
    )


def _moments(training: TrainingRun) -> Iterator[Moment]:
    """Ask the network of each checkpoint once more what is to be seen."""
    watched = training.watched
    image = None if watched is None else watched[1].image
    for checkpoint in training.checkpoints:
        network = training.network(checkpoint.fingerprint)
        if network is None:
            return
        yield moment(network, checkpoint, training.recipe, image)


def moment(
    network: NeuralNetwork, checkpoint: Checkpoint, recipe: Recipe, image: torch.Tensor | None
) -> Moment:
    """Describe what one frame shows.

    Args:
        network: Of the checkpoint, on the CPU, frozen.
        checkpoint: What was measured.
        recipe: How it is trained.
        image: float32, (28, 28), [0, 1]: the digit that is watched; None for none.
    """
    probabilities = None
    if image is not None:
        with torch.inference_mode():
            probabilities = network(image[None]).softmax(dim=1)[0].numpy()
    right, there = sum(checkpoint.held_out_right), sum(checkpoint.held_out_all)
    return Moment(
        _title(checkpoint, recipe),
        next(network.parameters())[:NUM_TILES].numpy(),
        checkpoint.num_images,
        checkpoint.held_out_accuracy,
        words.ACCURACY.format(share=share(right, there)),
        probabilities,
    )


def _title(checkpoint: Checkpoint, recipe: Recipe) -> str:
    """Say which moment it is."""
    if checkpoint.step == 0:
        return words.BEGINNING
    epoch = -(-checkpoint.num_images // recipe.num_images)  # its last step is still in it
    return words.MOMENT.format(step=checkpoint.step, epoch=epoch)
