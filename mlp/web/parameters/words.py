"""What the Parameters page says on its own, and what several of its sections say.

It must not know how that is laid out.
"""

TITLE = "Parameters"

TAGLINE = (
    "All {count} numbers that this network consists of, one coloured cell each. "
    "Everything that it knows is in here."
)
