"""What the Train page says on its own.

It must not know how that is laid out.
"""

TITLE = "Train"

TAGLINE = (
    "Watch a network learn to read digits: from random numbers to its last mistakes, here and now, "
    "from real handwriting."
)

EMPTY = (
    "Press **Start training**, and a network that knows nothing yet goes through thousands of "
    "handwritten digits before your eyes, in seconds. You will see its mistakes become fewer, "
    "pictures emerge from the noise of its first layer, and what it makes of **your own digit** "
    "at every step; afterwards you can go back to any moment, and play it all as a film."
)

GONE = (
    "The training that you had here is forgotten: nobody was there to watch it for a while, others "
    "needed its room, or the server was started anew. The same settings and the same seed repeat "
    "it."
)

PICTURES_TITLE = "The first layer, unit by unit"
