"""What is said about the real digits to choose from.

It must not know how that is laid out.
"""

EXAMPLE = "Example of {a_digit}"
