"""Text that Markdown leaves as it is.

It must not know how that is laid out.
"""


def plain_text(text: str) -> str:
    """Make a text that somebody else wrote plain text in Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~$:" else char for char in text)
