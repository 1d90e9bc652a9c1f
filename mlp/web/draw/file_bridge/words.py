"""What is said while files are dragged over the page.

It must not know how that is laid out.
"""

INVITATION = "Drop your pictures anywhere"
