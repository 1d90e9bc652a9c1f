"""What is said about a unit before all else.

It must not know how that is laid out.
"""

TITLE = "Neurons"

BACK = "Back to your drawing"

MEANING = "It **{meaning}**."

TOO_LARGE = "Its numbers are too large to compute with."

FIRES = "On this digit it fires: **{value}**."

IS_SILENT = "On this digit it is silent."

SCORE_NOW = "On this digit: **{value}**."

PICTURE_LABEL = "What it looks for"

DIGIT_LABEL = "The test digit that fires it most"

PINNED = "Pinned: {name}"

PINNED_HELP = "Back to what you have pinned; “Compare” shows both."
