"""What the technical words on a page mean, one tap away; glossary.js finds them.

It must not know which page is shown.
"""

from mlp.web.browser.component import load_component
from mlp.web.shell.glossary import words


def render_glossary(*, key: str) -> None:
    """Place the button that opens the meanings, and mark the words on the page."""
    load_component("shell/glossary", "glossary")(
        key=key,
        data={
            "meanings": words.GLOSSARY,
            "aliases": words.ALIASES,
            "tooPlain": words.TOO_PLAIN,
            "first": words.FIRST,
            "words": words.GLOSSARY_LABEL,
        },
    )
