"""What is said while unit statistics are counted.

It must not know how that is laid out.
"""

WAITING = "The network is reading all 10,000 test images, and every unit keeps a diary …"
