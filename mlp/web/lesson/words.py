"""What the Lesson page says on its own, and what several of its sections say.

It must not know how that is laid out.
"""

TITLE = "Lesson"

TAGLINE = (
    "PyTorch's tutorial “Build a neural network” in ten steps. Every line of code here is run, and "
    "every number comes from that run. You need not know how to program: each step is told in "
    "words."
)

HIDDEN_HELP = (
    "How many numbers the layer of step 6 gives; in the code `hidden_features`. Hidden, because "
    "they are neither the picture nor the answer."
)

NOTHING_PRINTED = "(nothing)"

HIDDEN_FEATURES = "Hidden features (out_features)"
