"""The lesson: PyTorch's tutorial as ten steps of code that really runs.

It must not know how a step is shown, nor the words that explain it.
"""
