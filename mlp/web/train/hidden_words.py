"""What is wrong with hidden sizes as they are typed.

It must not know how that is laid out.
"""

HIDDEN_NO_NUMBERS = (
    "Hidden layers are whole numbers with commas between them, for example 512, 512. “{text}” is "
    "something else."
)

HIDDEN_TOO_MANY = "{count} hidden layers are too many for this page: it takes at most {most}."

HIDDEN_WRONG_SIZE = "A hidden layer has from 1 to {most:,} units here; {size} is not one of these."
