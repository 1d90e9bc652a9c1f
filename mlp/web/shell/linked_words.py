"""What is said about a link.

It must not know how that is laid out.
"""

BROKEN_LINK = "{reason} Nothing else has changed."
