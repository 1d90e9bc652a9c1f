import pytest

from tests.support.command_line import is_one_sentence, run


@pytest.mark.parametrize("command", [("predict", "7.png"), ("evaluate",), ("train", "--out", "x")])
def test_an_unknown_device_is_refused_in_one_line(command: tuple[str, ...]) -> None:
    result = run(*command, "--device", "quantum")
    assert result.exit_code == 2
    assert is_one_sentence(result.stderr)
    assert "There is no device “quantum” on this machine." in result.stderr


@pytest.mark.parametrize("command", ["train", "evaluate", "predict"])
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "--device" in result.stdout
