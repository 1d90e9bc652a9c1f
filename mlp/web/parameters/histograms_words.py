"""What is said about how the numbers of a parameter are spread.

It must not know how that is laid out.
"""

HISTOGRAMS = (
    "Each bar counts how many numbers have about the same value. Before learning all numbers are "
    "small and random; learning moves them."
)

HISTOGRAMS_NUMBERS = (
    "A fresh `nn.Linear` draws each number evenly between ±1/√inputs: here ±{bound}. Standard "
    "deviation: {std} now, {fresh_std} fresh."
)

HISTOGRAMS_CODE = "torch.manual_seed({seed})\nfresh = {call}  # untrained: random numbers"

SPREAD = "**{what}**, {count} numbers"

COMPARED = "**{title}** and **freshly initialised** (seed {seed})"

COMPARED_CAPTION = "Each line up is ten times as many, so that even a single number is seen."

FRESH = "freshly initialised, seed {seed}"

IS_UNTRAINED = (
    "The network that you look into is untrained itself, so both have the same shape. Choose "
    "another one above to see what learning changes."
)

SPREAD_LABEL = "How many numbers of {what} have which value"

COMPARED_LABEL = "How many numbers of {what} have which value, and in a fresh network"
