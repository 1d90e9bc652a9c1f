"""The words of the link.

It must not know how that is laid out.
"""

LINK: dict[str, str] = {
    "copy": "Copy a link to this digit",
    "copied": "Copied. Whoever opens it sees this page with this digit.",
    "byHand": "Your browser does not let this page copy. Select the link and copy it:",
    "address": "Link to this digit",
    "nothing": "Draw or choose a digit, and you can share it.",
}
