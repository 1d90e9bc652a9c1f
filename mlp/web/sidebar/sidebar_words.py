"""What the sidebar says.

It must not know how that is laid out.
"""

COMPUTE_ON = "Compute on"

DIGIT = "Active digit"

DEVICE = "Device"

DEVICE_FACTS = "`{name}` · {title}  \n{count:,} parameters, {memory}  \n"

FORWARD = "Last forward pass: {forward}"
"""For `render_sentence`."""

NO_FORWARD = "Last forward pass: none yet"

NETWORK_SIDEBAR = "This is not the trained network: {title}."

NETWORK_BACK = "Back to the trained one"

NETWORK_FOLLOWING = "This is the network of your training, as it is at each moment."

NETWORK_FOLLOWING_WAITS = (
    "This is the network of your training. It has not begun, so all its numbers are still random."
)

NETWORK_FOLLOWING_OVER = "This is the network of your training, which has ended."

NETWORK_FOLLOWING_UNBEGUN = (
    "This is the network of your training, which ended before it began: all its numbers are random."
)
