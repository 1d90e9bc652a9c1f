"""Use the command line as somebody at a terminal would."""

from pathlib import Path

from click.testing import CliRunner, Result

from mlp.commands.main import main

ROOT = Path(__file__).parents[2]


def run(*arguments: object) -> Result:
    """Run `python -m mlp` with arguments, in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def is_one_sentence(text: str) -> bool:
    """Whether a message is on one line, and no traceback."""
    return text.count("\n") == 1 and text.endswith(".\n") and "Traceback" not in text
