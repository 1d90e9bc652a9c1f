"""What the active digit is called.

It must not know how that is laid out.
"""

NOTHING_DRAWN = "nothing drawn yet"

YOUR_DRAWING = "your drawing"

EXAMPLE = "test digit {index:,}, {digit}"

RANDOM = "random picture, seed {seed}"

LINKED_DRAWING = "a drawing from a link"

LINKED_DIGIT = "a digit from a link"
