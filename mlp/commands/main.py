"""The command line: `python -m mlp train | study | evaluate | predict`.

It must not know what a command does.
"""

import click

from mlp.commands.evaluate import evaluate_command
from mlp.commands.predict import predict_command
from mlp.commands.study import study_command
from mlp.commands.train import train_command
from mlp.errors import InputError


class _Group(click.Group):
    """Says what is wrong with the input in one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except InputError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)


@click.group(cls=_Group, commands=[train_command, study_command, evaluate_command, predict_command])
def main() -> None:
    """Train, evaluate and use the network that Glassbox shows."""
