import pytest

from mlp.errors import InputError
from mlp.files.read import load_model
from mlp.net.device import Device, available_devices
from mlp.net.network import NeuralNetwork, untrained_network
from mlp.net.parameters import fingerprint
from mlp.web.server.models import MAX_OWN_BYTES, SHARED_TOKEN, TOKEN_BYTES, Models, bundled_models

CPU = available_devices()[-1]
ANOTHER = Device("meta", "Meta device")


def test_sixteen_zeros_get_the_default(model: NeuralNetwork) -> None:
    models = Models(model, CPU)
    assert bytes(16) == SHARED_TOKEN
    assert models.get(SHARED_TOKEN) is models.default


def test_an_unknown_token_gets_nothing(model: NeuralNetwork) -> None:
    models = Models(model, CPU)
    assert models.get(b"\1" * TOKEN_BYTES) is None
    assert models.get(b"") is None


def test_the_default_device_has_the_shared_token(model: NeuralNetwork) -> None:
    assert Models(model, CPU).token(CPU) == SHARED_TOKEN


def test_another_device_gets_a_token_of_its_own_once(model: NeuralNetwork) -> None:
    models = Models(model, CPU)
    token = models.token(ANOTHER)
    assert len(token) == TOKEN_BYTES
    assert token != SHARED_TOKEN
    assert models.token(ANOTHER) == token
    assert models.get(token) is not models.default


def test_tokens_cannot_be_guessed_from_another_start(model: NeuralNetwork) -> None:
    assert Models(model, CPU).token(ANOTHER) != Models(model, CPU).token(ANOTHER)


def test_a_network_is_found_by_its_fingerprint(model: NeuralNetwork) -> None:
    models = Models(model, CPU)
    assert models.with_fingerprint(fingerprint(model)) is models.default


@pytest.mark.parametrize("wanted", ["", "0" * 16, "é"])
def test_an_unknown_fingerprint_finds_nothing(model: NeuralNetwork, wanted: str) -> None:
    assert Models(model, CPU).with_fingerprint(wanted) is None


def test_bundled_models_are_loaded_once() -> None:
    assert bundled_models() is bundled_models()
    assert bundled_models().default.fingerprint == fingerprint(load_model())


def test_a_renewed_network_answers_to_the_same_token_and_the_one_before_is_still_found(
    model: NeuralNetwork,
) -> None:
    models = Models(model, CPU)
    first, second = (untrained_network(seed, (4,)).eval() for seed in (0, 1))
    token = models.place_own(first, CPU)
    models.renew(token, second)
    renewed = models.get(token)
    assert renewed is not None and renewed.fingerprint == fingerprint(second)
    assert models.with_fingerprint(fingerprint(first)) is not None


def test_a_released_network_is_forgotten_and_cannot_be_renewed(model: NeuralNetwork) -> None:
    models = Models(model, CPU)
    first, second = (untrained_network(seed, (4,)).eval() for seed in (0, 1))
    token = models.place_own(first, CPU)
    models.renew(token, second)
    models.release(token)
    assert models.with_fingerprint(fingerprint(first)) is None
    models.renew(token, first)
    assert models.get(token) is None


def test_an_own_network_answers_to_its_token_until_it_is_released(model: NeuralNetwork) -> None:
    models, own = Models(model, CPU), untrained_network(1, (4,))
    token = models.place_own(own, CPU)
    placed = models.get(token)
    assert placed is not None and placed.cpu_model is own
    assert models.with_fingerprint(fingerprint(own)) is placed
    models.release(token)
    assert models.get(token) is None and models.with_fingerprint(fingerprint(own)) is None


def test_the_shared_network_cannot_be_released(model: NeuralNetwork) -> None:
    models = Models(model, CPU)
    models.release(SHARED_TOKEN)
    assert models.get(SHARED_TOKEN) is models.default


def test_all_own_networks_together_have_a_bound_and_room_comes_back(model: NeuralNetwork) -> None:
    models = Models(model, CPU)
    first = models.place_own(untrained_network(1, ()), CPU, max_bytes=40_000)
    with pytest.raises(InputError, match="room"):
        models.place_own(untrained_network(2, ()), CPU, max_bytes=40_000)
    models.release(first)
    models.place_own(untrained_network(2, ()), CPU, max_bytes=40_000)
    assert MAX_OWN_BYTES > 10 * 64 * 2**20


def test_the_app_knows_its_own_weights() -> None:
    experience = bundled_models().default.experience
    assert experience.detector is not None
    assert experience.calibration is not None
    assert sum(experience.calibration.num_all) > 5_000


def test_what_is_known_about_the_bundled_network_holds_for_the_same_one_brought() -> None:
    default = bundled_models().default
    token = bundled_models().place_own(default.cpu_model, default.device)
    placed = bundled_models().get(token)
    bundled_models().release(token)
    assert placed is not None and placed.experience is default.experience
    token = bundled_models().place_own(untrained_network(1), default.device)
    placed = bundled_models().get(token)
    bundled_models().release(token)
    assert placed is not None and placed.experience.detector is None
