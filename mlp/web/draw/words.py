"""What the Draw page says on its own.

It must not know how that is laid out.
"""

TAGLINE = "Draw a digit and watch a small neural network read it, number by number."
