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
