"""What is said where there is nothing to say.

It must not know how that is laid out.
"""

MISSING = "—"
