"""What is said while it is not the bundled network that answers.

It must not know how that is laid out.
"""

OTHER = "This is not the bundled network: {title}."

BACK = "Back to the bundled one"

FOLLOWING = "This is the network of your training, as it is at each moment."

FOLLOWING_WAITS = (
    "This is the network of your training. It has not begun, so all its numbers are still random."
)

FOLLOWING_OVER = "This is the network of your training, which has ended."

FOLLOWING_UNBEGUN = (
    "This is the network of your training, which ended before it began: all its numbers are random."
)
