"""From any picture to the 28×28 tensor, each step kept.

It knows no network.
"""
