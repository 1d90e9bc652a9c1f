"""The words of the page's bar.

It must not know how that is laid out.
"""

EXPLAIN = "Explain in plain words, with numbers, or with code"

BAR = {
    "next": "Start over: the next visitor finds nothing of this one (N, twice)",
    "nextShort": "Start over",
    "nextAgain": "N again",
    "tour": "A tour of one minute",
    "tourShort": "Tour",
    "show": "Show mode: for a projector (F; Escape ends it)",
    "showShort": "Show",
}
