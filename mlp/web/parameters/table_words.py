"""What is said about the table of all parameters and their files.

It must not know how that is laid out.
"""

TABLE = (
    "Each layer keeps its numbers in two lists: its weights and its biases. These are the names "
    "that PyTorch itself gives them, counted and measured."
)

TABLE_NUMBERS = (
    "Standard deviation: how far the numbers lie from their mean, as a rule. Near zero: the share "
    "of numbers whose absolute value is below {near}."
)

TOTAL = "Together **{count}** numbers, {memory}, on {device}."

PRINTED_TITLE = "The tutorial's own loop prints the name, the size and the first two entries:"

COLUMNS: dict[str, str] = {
    "name": "name",
    "size": "size",
    "count": "numbers",
    "dtype": "dtype",
    "device": "device",
    "memory": "memory",
    "mean": "mean",
    "std": "std",
    "least": "min",
    "largest": "max",
    "near_zero": "near zero",
    "first_values": "first two values",
}

NEAR_ZERO_HELP = "Share of numbers with an absolute value below {near}"

FIRST_VALUES_HELP = "As PyTorch prints them, rounded to four decimals; all digits are in the maps"

SAFETENSORS = "Parameters (.safetensors)"

SAFETENSORS_HELP = "All weights and biases, for `safetensors.torch.load_file` and this app."

NPZ = "Parameters (.npz)"

NPZ_HELP = 'All weights and biases as one NumPy file: `numpy.load(file)["{name}"]`.'
