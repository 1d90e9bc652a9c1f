"""What is said about a trained network beside the bundled one.

It must not know how that is laid out.
"""

import numpy as np

from mlp.explain.comparison import UNDECIDED, Comparison, Outcome, Readings
from mlp.numbers import share

GONE = "This training is no longer kept, so its network cannot be had any more. Train it again."

COMPARE = "Side by side with the bundled network"

COMPARE_WORDS = (
    "Both networks read the 10,000 test digits, which are kept aside when a network learns here. "
    "How often is each right, and where do they disagree?"
)

COMPARE_BUTTON = "Compare on the 10,000 test images"

COMPARE_THIS = "Compare {title}"

COMPARING = "Both networks are reading the 10,000 test images …"

SAME = "This is the bundled network itself, number by number. There is nothing to compare it with."

MINE, BUNDLED = "mine", "bundled"

COMPARED = "Mine: **{title}**. Bundled: the network that comes with this app."

READ = "Of {all:,} test digits **mine** read {mine} correctly, **bundled** {bundled}."

DISAGREE = (
    "They disagree on **{count:,}**: on {first:,} mine alone is right, on {second:,} bundled "
    "alone, and on {neither:,} both are wrong."
)

AGREE = "They gave the same answer to every single one."

NO_ANSWER = (
    "Where several scores are exactly equal, a network has no answer, and that counts as misread "
    "({who})."
)

ERRORS = "Misread, of each digit's images"

ERRORS_CHART = "The same in percent"

ERRORS_LABEL = "Share of each digit's test images that each of the two networks misread"

ERRORS_CAPTION = "The lower, the better. The axis ends where these bars need it to."

NUMBERS = (
    "Misread is 1 − recall: of all images of a digit, the share that was read as something else. "
    "Where only one of the two is right, a fair coin would split {few:,} : {many:,} or more "
    "unevenly with a probability of {chance} (an exact sign test): {verdict}"
)

NUMBERS_NONE = (
    "Misread is 1 − recall: of all images of a digit, the share that was read as something else."
)

CHANCE_CLEAR = "the difference is hardly chance."

CHANCE_UNCLEAR = "the difference may well be chance."

CODE = """\
with torch.inference_mode():
    mine = my_model(images).argmax(dim=1)  # images: (10000, 28, 28)
    bundled = model(images).argmax(dim=1)
print((mine == labels).float().mean(), (bundled == labels).float().mean())
disagree = (mine != bundled).nonzero()[:, 0]"""

FILTER = "Where they disagree"

FILTERS = {
    Outcome.FIRST: "Mine is right",
    Outcome.SECOND: "Bundled is right",
    Outcome.NEITHER: "Both are wrong",
}

PICTURES_CAPTION = (
    "Those come first on which the two are surest. Click one to open it on the Draw page."
)

PICTURES_LABEL = "Test digits on which the two networks disagree"

PICTURES_NONE = "There is none of these."

PICTURE = "is {label} · mine {mine} · bundled {bundled}"

PICTURE_LABEL = "Test digit {index:,}: it {caption}. Open it on the Draw page"

PAGE = "{first:,}–{last:,} of {count:,}"

EARLIER, LATER = "Previous", "Next"

_NO_BREAK = "\u00a0"


def say_read(comparison: Comparison) -> str:
    """Say how often each of the two is right, and on how many digits they disagree."""
    num_all = comparison.num_images
    said = READ.format(
        all=num_all,
        mine=_num_read(comparison.num_right(comparison.first), num_all),
        bundled=_num_read(comparison.num_right(comparison.second), num_all),
    )
    counts = {str(outcome): len(comparison.where(outcome)) for outcome in Outcome}
    if not len(comparison.disagreements):
        said = f"{said} {AGREE}"
    else:
        said = f"{said}  \n{DISAGREE.format(count=len(comparison.disagreements), **counts)}"
    without = {
        name: int((read.digits == UNDECIDED).sum())
        for name, read in ((MINE, comparison.first), (BUNDLED, comparison.second))
    }
    who = ", ".join(f"{name} on {count:,}" for name, count in without.items() if count)
    return f"{said}  \n{NO_ANSWER.format(who=who)}" if who else said


def say_numbers(comparison: Comparison) -> str:
    """Say what is counted, and whether chance would explain the difference."""
    few, many = sorted(
        len(comparison.where(outcome)) for outcome in (Outcome.FIRST, Outcome.SECOND)
    )
    if many == 0:
        return NUMBERS_NONE
    chance = max(comparison.chance, 1e-9)  # as a float it may be 0, which it never is
    return NUMBERS.format(
        few=few,
        many=many,
        chance=share(chance),
        verdict=CHANCE_CLEAR if chance < 0.01 else CHANCE_UNCLEAR,
    )


def error_shares(comparison: Comparison, of: Readings) -> np.ndarray:
    """The share of each digit's images that were misread: float32, (10,), [0, 1]."""
    shares: np.ndarray = np.nan_to_num(1 - comparison.recall_per_digit(of))
    return shares


def errors_table(comparison: Comparison, *, has_shares: bool) -> str:
    """List what each of the two misread, as Markdown.

    Args:
        comparison: What was counted.
        has_shares: Whether to give shares as well.
    """
    lines = [f"| digit | images | {MINE} | {BUNDLED} |", "|:-:|--:|--:|--:|"]
    wrong = [comparison.wrong_per_digit(of) for of in (comparison.first, comparison.second)]
    for digit, num_all in enumerate(comparison.num_per_digit.tolist()):
        said = [_misread(int(one[digit]), num_all, has_share=has_shares) for one in wrong]
        lines.append(f"| {digit} | {num_all:,} | {' | '.join(said)} |")
    num_all = comparison.num_images
    said = [_misread(int(one.sum()), num_all, has_share=has_shares) for one in wrong]
    return "\n".join([*lines, f"| **all** | **{num_all:,}** | **{'** | **'.join(said)}** |"])


def say_picture(comparison: Comparison, index: int) -> str:
    """Say what a picture is and what each of the two reads: "is 4 · mine 9 · bundled 4"."""
    return PICTURE.format(
        label=int(comparison.labels[index]),
        mine=_answer(int(comparison.first.digits[index])),
        bundled=_answer(int(comparison.second.digits[index])),
    )


def _answer(digit: int) -> str:
    return "?" if digit == UNDECIDED else str(digit)


def _num_read(count: int, num_all: int) -> str:
    """Say a count and its share, exactly where there are 10,000: "9,793 (97.93 %)"."""
    return f"**{count:,}** ({_unbroken_share(count, num_all)})"


def _unbroken_share(count: int, num_all: int) -> str:
    """Say a share that stays on one line."""
    return share(count, num_all).replace(" ", _NO_BREAK)


def _misread(count: int, num_all: int, *, has_share: bool) -> str:
    """Say how many were misread, for a table."""
    if not has_share:
        return f"{count:,}"
    return f"{count:,} ({_unbroken_share(count, num_all)})"
