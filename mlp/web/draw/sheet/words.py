"""What is said of the digits on one picture.

It must not know how that is laid out.
"""

SHEET = {
    "label": "The digits on this picture, each with its answer",
    "digit": "Digit {number} of {count} on this picture: {verdict}",
    "few": "{found} digits on this picture. Click one to look into it.",
    "some": "{shown} of {found} digits on this picture are shown. Click one to look into it.",
    "whole": "{found} digits on this picture, read as one: they are not cut out.",
    "unsure": "{digit}?",
    "none": "–",
}
