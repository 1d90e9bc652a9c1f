"""What stands in the film of a training, and on what offers it.

It must not know how that is laid out.
"""

BEGINNING = "Before the first step"

MOMENT = "Step {step:,}, epoch {epoch}"

ACCURACY = "{share} of new digits right"

AXIS = "images seen"

SAVE = "The film (.gif)"

SAVE_HELP = (
    "All moments of this training one after the other: your digit and what it was read as, the "
    "first pictures, the curve. It plays in every browser, chat and presentation."
)

FILE_NAME = "training.gif"

GONE = "This training is gone, and its film with it. The same settings and the same seed repeat it."
