"""The model card: what the network was trained on, how well it reads, and what it cannot.

It must not compute anything: it writes down what was measured.
"""

from collections.abc import Sequence

from mlp.dataset import NUM_CLASSES
from mlp.study.evaluation import Answers, Figure
from mlp.training.recipe import read_recipe, recipe_name

_INTRODUCTION = """\
# Model card

Written by `python -m mlp evaluate`; not to be edited by hand.

The network of PyTorch's tutorial “Build a neural network”, exactly: 784 inputs, two hidden layers
of 512 with ReLU, ten scores and a last ReLU; 669,706 parameters. It reads one handwritten digit,
28×28 pixels, white ink on black, centred as MNIST's are.
"""

_LIMITS = """\
## What it cannot do

- It knows the ten digits and nothing else. “Not a digit” is said by a small reader of the values
  inside the network, which learned it from training digits and from drawings that are none. Only
  weights that were studied have one (`python -m mlp study`). What looks much like a digit is read
  as one: the letters B C D G I J L O Q S T U Y Z, a b c e g i j l o q r s u y z are not among the
  drawings that are counted above, and most of them are taken for a digit.
- How often the network was right “when it was this sure” was counted on 2,000 test digits drawn
  anew, 3,400 digits in forms that nothing was learned from, and 500 photographs made by arithmetic;
  those that were said to be no digit do not count.
- MNIST was written by US Census employees and high-school students around 1990. Ways to write a
  digit that were rare there (a 1 with a long upstroke, a 7 with a bar, a 9 with a curled foot) were
  learned from forms that are written by arithmetic (`mlp/training/forms.py`); those that are
  counted above are other ones (`mlp/study/unseen_forms.py`), but a program wrote them, too.
- The photographs are made by arithmetic (`mlp/study/photographs/`). They stand for real ones, and
  are none.
- It must not decide anything about people, money or health. It is here to be looked into.

## Licences

Code and parameters: MIT. Data: MNIST, Yann LeCun, Corinna Cortes and Christopher J. C. Burges,
CC BY-SA 3.0, derived from NIST special databases 1 and 3.
"""


def model_card(figures: Sequence[Figure], test: Answers, metadata: dict[str, str]) -> str:
    """Write the card as Markdown.

    Args:
        figures: All that was measured.
        test: The answers to the test images.
        metadata: What the weights file says of itself.
    """
    return "\n".join(
        [
            _INTRODUCTION,
            "## How well it reads\n",
            *_figures(figures),
            "\n## Digit by digit, on the test images\n",
            *_confusion(test),
            "\n## How it was trained\n",
            *_training(metadata),
            "",
            _LIMITS,
        ]
    )


def _figures(figures: Sequence[Figure]) -> list[str]:
    """Lay out what was measured, as a table."""
    lines = ["| what | measured | 95 % interval | of | target | |", "|---|--:|--:|--:|--:|---|"]
    for figure in figures:
        interval = "" if figure.interval is None else "{:.2%} – {:.2%}".format(*figure.interval)
        sign = "≥" if figure.is_floor else "≤"
        lines.append(
            f"| {figure.name} | {figure.value:.2%} | {interval} | {figure.num:,} "
            f"| {sign} {figure.target:.2%} | {'met' if figure.is_met else '**missed**'} |"
        )
    return lines


def _confusion(test: Answers) -> list[str]:
    """Lay out what each digit was read as, and how often rightly."""
    digits = range(NUM_CLASSES)
    lines = [
        "| is | " + " | ".join(f"read as {digit}" for digit in digits) + " | right |",
        "|---|" + "--:|" * (NUM_CLASSES + 1),
    ]
    rows = zip(digits, test.confusion.tolist(), test.num_right_of_each, strict=True)
    for digit, row, (num_right, num) in rows:
        counts = " | ".join(str(count) if count else "" for count in row)
        lines.append(f"| {digit} | {counts} | {num_right / max(1, num):.2%} |")
    return lines


def _training(metadata: dict[str, str]) -> list[str]:
    """Say what the weights file says of how it came about."""
    if not metadata:
        return ["The weights file does not say."]
    lines = ["What the weights file says of itself:", ""]
    recipe = read_recipe(metadata.get("recipe", ""))
    if recipe is not None and (name := recipe_name(recipe)) is not None:
        command = f"python -m mlp train --recipe {name} --seed {recipe.seed} --out FILE"
        lines[0] = f"`{command}` makes the same file on the same machine. {lines[0]}"
    return lines + [f"- {name}: `{value}`" for name, value in metadata.items()]
