"""What is said while the line to the server is lost.

It must not know how that is laid out.
"""

CONNECTION: dict[str, str] = {
    "lost": "Connection lost. Your drawing is kept; trying again.",
}
