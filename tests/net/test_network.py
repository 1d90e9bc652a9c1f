import threading

import torch
from torch import nn

from mlp.net.network import (
    NeuralNetwork,
    num_parameters,
    parameter_bytes,
    stage_names,
    untrained_network,
)
from mlp.net.parameters import fingerprint


class TutorialNetwork(nn.Module):
    """The class as the tutorial on Microsoft Learn has it, letter for letter but for the types."""

    def __init__(self) -> None:
        super(TutorialNetwork, self).__init__()  # noqa: UP008 - the tutorial's own line
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
            nn.ReLU(),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.flatten(x)
        logits: torch.Tensor = self.linear_relu_stack(x)
        return logits


def shapes(model: nn.Module) -> list[tuple[str, tuple[int, ...]]]:
    return [(name, tuple(values.shape)) for name, values in model.state_dict().items()]


def test_network_has_669706_parameters_of_four_bytes() -> None:
    assert num_parameters(NeuralNetwork()) == 669_706
    assert parameter_bytes(NeuralNetwork()) == 4 * 669_706


def test_state_dict_is_the_tutorials() -> None:
    assert shapes(NeuralNetwork()) == shapes(TutorialNetwork())


def test_modules_print_as_the_tutorials() -> None:
    assert repr(NeuralNetwork()) == repr(TutorialNetwork()).replace("Tutorial", "Neural")


def test_the_tutorials_parameters_load_and_answer_bit_for_bit() -> None:
    tutorial, network = TutorialNetwork(), NeuralNetwork()
    network.load_state_dict(tutorial.state_dict())
    images = torch.rand(64, 28, 28, generator=torch.Generator().manual_seed(1))
    assert torch.equal(network(images), tutorial(images))


def test_stages_have_the_names_of_the_design() -> None:
    expected = "image flatten linear1 relu1 linear2 relu2 linear3 relu3 softmax"
    assert stage_names(NeuralNetwork()) == tuple(expected.split())


def test_a_network_without_hidden_layers_has_one_linear_stage() -> None:
    names = stage_names(NeuralNetwork(()))
    assert names == ("image", "flatten", "linear1", "relu1", "softmax")


def test_a_deeper_network_continues_the_names() -> None:
    names = stage_names(NeuralNetwork((64, 32, 16)))
    assert names[-5:] == ("linear3", "relu3", "linear4", "relu4", "softmax")
    assert len(names) == 2 + 2 * 4 + 1


def test_without_the_last_relu_scores_go_straight_to_softmax() -> None:
    names = stage_names(NeuralNetwork(last_relu=False))
    assert names[-3:] == ("relu2", "linear3", "softmax")


def test_without_the_last_relu_parameters_are_the_same() -> None:
    assert shapes(NeuralNetwork(last_relu=False)) == shapes(NeuralNetwork())


def test_hidden_sizes_set_the_shapes() -> None:
    weights = [shape for name, shape in shapes(NeuralNetwork((7, 5))) if name.endswith("weight")]
    assert weights == [(7, 784), (5, 7), (10, 5)]


def test_untrained_parameters_are_those_of_the_tutorial() -> None:
    torch.manual_seed(3)
    theirs = NeuralNetwork()
    before = torch.get_rng_state()
    assert fingerprint(untrained_network(3)) == fingerprint(theirs)
    assert torch.equal(torch.get_rng_state(), before)


def test_untrained_parameters_do_not_mix_when_many_visitors_want_them_at_once() -> None:
    expected = [fingerprint(untrained_network(seed, (64,))) for seed in range(8)]
    found: dict[int, str] = {}

    def make(seed: int) -> None:
        found[seed] = fingerprint(untrained_network(seed, (64,)))

    threads = [threading.Thread(target=make, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[seed] for seed in range(8)] == expected
