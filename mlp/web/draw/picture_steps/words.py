"""What is said of a picture on its way to the network.

It must not know how that is laid out.
"""

STEPS = {
    "label": "Your picture on its way to the network",
    "original": "picture",
    "cut": "cut out",
    "prepared": "28×28",
}
