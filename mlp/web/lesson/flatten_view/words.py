"""The words of the Flatten picture.

It must not know how that is laid out.
"""

FLATTEN_VIEW = {
    "label": (
        "Pictures and their flattened rows. With the keyboard: arrow keys move from pixel to "
        "pixel, Page Up and Page Down from picture to picture."
    ),
    "invite": "Point at a pixel or at a row. With the keyboard: the key Tab brings "
    "you here, then the arrow keys.",
    "found": "picture {image}, row {row}, column {column} ↔ number {number} = 28 × {row} + "
    "{column}; value {value}",
    "picture": "picture {image}",
}
