"""The one error type for input that cannot be used; its message is shown to people as it is."""


class InputError(ValueError):
    """Something from outside cannot be used.

    The message says what was wanted, what came, and what to do, in whole sentences.
    """
