"""What is said about which parameter is shown.

It must not know how that is laid out.
"""

CHOICE = "Which numbers"
