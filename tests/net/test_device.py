import pytest
import torch

from mlp.errors import InputError
from mlp.net.device import Device, available_devices, choose_device, is_device_failure, synchronize

META = Device("meta", "Meta device")


def test_cpu_is_always_there_and_last() -> None:
    names = [device.name for device in available_devices()]
    assert names.count("cpu") == 1
    assert names[-1] == "cpu"


def test_every_device_has_a_title() -> None:
    assert all(device.title.strip() for device in available_devices())


def test_every_listed_device_computes(device: Device) -> None:
    one = torch.ones(1, device=device.torch_device)
    synchronize(device.torch_device)
    assert (one + one).item() == 2


def test_auto_takes_the_first_listed_device() -> None:
    assert choose_device("auto").device == available_devices()[0]


def test_cpu_is_chosen_when_alone() -> None:
    if len(available_devices()) > 1:
        pytest.skip("this machine has an accelerator")
    assert choose_device().device.name == "cpu"


def test_a_wanted_device_is_chosen_by_its_kind(device: Device) -> None:
    assert choose_device(device.torch_device.type).device == device


def test_a_wanted_device_is_chosen_by_its_full_name(device: Device) -> None:
    assert choose_device(device.name).device == device


def test_a_choice_gives_its_reason_as_a_sentence() -> None:
    assert all(choose_device(wanted).reason.endswith(".") for wanted in ("auto", "cpu"))


@pytest.mark.parametrize("wanted", ["quantum", "cuda:99", "CPU", ""])
def test_an_unknown_device_is_refused_naming_what_there_is(wanted: str) -> None:
    names = ", ".join(device.name for device in available_devices())
    with pytest.raises(InputError, match=f"no device “{wanted}”.*It has: {names}"):
        choose_device(wanted)


def test_a_runtime_error_of_an_accelerator_is_its_failure() -> None:
    assert is_device_failure(torch.OutOfMemoryError("full"), META.torch_device)


def test_on_the_cpu_nothing_is_a_device_failure() -> None:
    assert not is_device_failure(RuntimeError("odd shapes"), torch.device("cpu"))


def test_a_mistake_of_ours_is_no_device_failure() -> None:
    assert not is_device_failure(TypeError("a mistake"), META.torch_device)
