"""What the Lesson page says on its own, and what several of its sections say.

It must not know how that is laid out.
"""

TITLE = "Lesson"

HIDDEN_HELP = (
    "How many numbers the layer of step 6 gives; in the code `hidden_features`. Hidden, because "
    "they are neither the picture nor the answer."
)

NOTHING_PRINTED = "(nothing)"

HIDDEN_FEATURES = "Hidden features (out_features)"
