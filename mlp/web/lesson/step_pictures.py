"""Which pictures each step shows, and where: beside its words, beside its code, at its end.

It must not know what is in them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mlp.lesson.run import Lesson
from mlp.web.lesson import learning_pictures as learning
from mlp.web.lesson import pictures as answering

Render = Callable[[Lesson], None]


@dataclass(frozen=True)
class StepPictures:
    """The pictures of a step.

    Attributes:
        first: Beside the words: small enough for a phone's first screen.
        more: Beside the code.
        end: Below both, as wide as the page.
    """

    first: Render
    more: Render | None = None
    end: Render | None = None


STEP_PICTURES: dict[str, StepPictures] = {
    "device": StepPictures(answering.render_device, answering.render_device_more),
    "class": StepPictures(answering.render_class, answering.render_class_more),
    "data": StepPictures(answering.render_data),
    "forward": StepPictures(answering.render_forward, answering.render_forward_more),
    "flatten": StepPictures(answering.render_flatten, answering.render_flatten_more),
    "linear": StepPictures(answering.render_linear, answering.render_linear_more),
    "relu": StepPictures(answering.render_relu, answering.render_relu_more),
    "sequential": StepPictures(answering.render_sequential, answering.render_sequential_more),
    "softmax": StepPictures(answering.render_softmax, answering.render_softmax_more),
    "parameters": StepPictures(
        answering.render_parameters,
        answering.render_parameters_more,
        answering.render_parameters_end,
    ),
    "loss": StepPictures(learning.render_loss, learning.render_loss_more),
    "backward": StepPictures(
        learning.render_backward, learning.render_backward_more, learning.render_backward_end
    ),
    "chain_rule": StepPictures(learning.render_chain_rule, learning.render_chain_rule_more),
    "step": StepPictures(learning.render_step, learning.render_step_more),
    "epoch": StepPictures(learning.render_epoch, learning.render_epoch_more),
    "test": StepPictures(learning.render_test, learning.render_test_more, learning.render_test_end),
}
