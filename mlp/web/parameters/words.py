"""What the Parameters page says on its own, and what several of its sections say.

It must not know how that is laid out.
"""

TITLE = "Parameters"

TAGLINE = (
    "All {count} numbers that this network consists of, one coloured cell each. "
    "Everything that it knows is in here."
)


def amount(size_bytes: int) -> str:
    """Say an amount of memory, for example "1.6 MB"."""
    for factor, unit in ((1e6, "MB"), (1e3, "kB")):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{size_bytes} bytes"
