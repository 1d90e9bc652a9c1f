"""What is said about the visitor's digit and the network in training.

It must not know how that is laid out.
"""

DIGIT_TITLE = "Your digit"

DIGIT_TOLD = (
    "What the network in training makes of your digit, at the moment that the timeline shows. Draw "
    "another one on the Draw page at any time, also while it learns."
)

DIGIT_NUMBERS = (
    "After each batch your digit is read once more with the weights of that batch: the ten "
    "probabilities are softmax of the ten scores."
)

DIGIT_SCALE = (
    "Its colours mean the same at every moment of every training: full from ±{hidden} on in the "
    "hidden layers, from ±{scores} on in the scores."
)

DIGIT_CODE = """\
with torch.no_grad():
    probabilities = model(your_digit[None]).softmax(dim=1)[0]  # after each step"""

NO_DIGIT = "Draw a digit or choose one, and see what the network makes of it at every step."

THUMBNAIL_LABEL = "Your digit as the network sees it"

EXAMPLES = "Ten test digits, which it never learns from; choose one:"

EXAMPLES_LABEL = "Ten test digits to choose from"

TO_DRAW = "Draw one yourself"
