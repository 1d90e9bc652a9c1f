"""What is said about what the network sees.

It must not know how that is laid out.
"""

ORIGINAL = "as it came"

PREPARED = "what the network sees"

UNCHANGED = "taken as it is"

SEEN_LABEL = "The original and the prepared picture"

EXACT = "This picture is a tensor already: nothing is prepared."

NOTHING_DRAWN = "Nothing drawn yet, so there is nothing to prepare."

CENTRED = "Centred: {verdict}"

NOT_CENTRED = "not centred: {verdict}"

ALL_STEPS = "Every step of the preparation"

STEPS_LABEL = "The steps of the preparation"

STEPS = {
    "original": "as it came",
    "grey": "grey: seen in the colour in which the pen is darkest",
    "paper": "paper removed: only what is darker or lighter than the paper around it",
    "ink": "ink found: without ruled lines, edges and specks, white on black",
    "cropped": "cut out: the edges of the ink",
    "strokes": "strokes evened: far thinner or thicker than any that the network knows",
    "scaled": "scaled: its longer side is 20 pixels",
    "shrunk": "shrunk to 28×28",
    "exact": "taken pixel for pixel",
    "centred": "centred by its weight in 28×28",
    "blank": "nothing there",
}

OTHERS_FOUND = "{count} digits were found on this picture. The largest is taken; choose another:"

OTHER_LABEL = "Digit {number} of {count} on this picture"

OTHERS_LABEL = "Digits found on this picture"

CENTRE = "Crop, scale and centre"

CENTRE_HELP = (
    "The network learned from digits that were all cut out, scaled to 20 pixels and centred. "
    "Switched off, it gets your picture as it is, and you can see how much it depends on that."
)

INVERT = "Swap black and white"

INVERT_HELP = "Swap black and white: the network has only ever seen light ink on dark paper."
