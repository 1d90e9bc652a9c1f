"""What is said of a line of tensors to those who do not see it.

It must not know how that is laid out.
"""

BROKEN = "{name} (does not fit)"
