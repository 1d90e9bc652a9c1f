"""What the network that a session looks into is called.

It must not know how that is laid out.
"""

TRAINED = "trained"

UNTRAINED = "untrained, seed {seed}"

IN_TRAINING = "in training"
