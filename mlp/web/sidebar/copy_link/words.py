"""The words of the link.

It must not know how that is laid out.
"""

LINK: dict[str, str] = {
    "copy": "Copy a link to this page",
    "copied": "Copied. Whoever opens it sees this page with this digit.",
    "copiedPage": "Copied. Whoever opens it sees this page. Nothing is drawn yet.",
    "byHand": "Your browser does not let this page copy. Select the link and copy it:",
    "address": "Link to this page",
    "failed": "No link: the server does not answer. Try again when it is back.",
}
