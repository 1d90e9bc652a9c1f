"""How a network learns: recipe, loop, augmentation, teacher, ranks, checkpoints.

It does not know who watches.
"""
