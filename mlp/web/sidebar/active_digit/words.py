"""What is said of the active digit.

It must not know how that is laid out.
"""

ACTIVE_DIGIT = {
    "label": "The active digit as the network sees it",
    "said": "{caption}: {verdict}",
}
