"""What is said of bringing pictures.

It must not know how that is laid out.
"""

BRIDGE = {
    "choose": "Bring a picture",
    "sending": "Sending …",
    "hint": "or drop or paste one anywhere",
    "invitation": "Drop your pictures anywhere",
    "help": (
        "PNG, JPEG, WebP, BMP, TIFF or GIF, up to {limit} MB each: a photo of paper, a scan, a "
        "drawing. Several at once, dropped anywhere on this page, or pasted with Ctrl+V."
    ),
}
