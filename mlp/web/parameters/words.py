"""What the Parameters page says on its own, and what several of its sections say.

It must not know how that is laid out.
"""

TITLE = "Parameters"

TAGLINE = "All {count} numbers of this network: everything that it knows."

SECTIONS = {
    "pictures": "Pictures of the first layer",
    "maps": "All numbers as maps",
    "spread": "How they are spread",
    "table": "Table and files",
}
