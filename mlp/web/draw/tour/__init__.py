"""A tour of about a minute on the visitor's own digit, placed by Python; tour.js leads it.

It must not know how what it points at is made.
"""

from mlp.web.browser.component import load_component
from mlp.web.draw.tour import words
from mlp.web.shell.exhibit import has_page


def render_tour(*, key: str) -> None:
    """Place the tour: offered once to each visitor, and begun again by the button in the header."""
    load_component("draw/tour", "tour")(
        key=key,
        data={
            "cards": [dict(card) for card in words.CARDS],
            "words": words.TOUR,
            "doors": [door for door in words.DOORS if has_page(door["path"])],
        },
    )
