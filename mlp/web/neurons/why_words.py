"""What is said about why it is this digit and not the next one.

It must not know how that is laid out.
"""

WHY_HEADING = "Why {winner}, and not {runner_up}?"

WHY_WORDS = (
    "Each unit of the last hidden layer speaks for some digits and against others, as loudly as it "
    "fires. Here {winner} and {runner_up} came first and second; each number says how far that "
    "unit alone put one ahead of the other. Choose a unit to see what it is."
)

WHY_WORDS_OF_PIXELS = (
    "This network has no hidden layer: each pixel speaks for a digit by itself. Here {winner} and "
    "{runner_up} came first and second; each number says how far that pixel alone put one ahead "
    "of the other."
)

WHY_NUMBERS = (
    "A unit's voice is its value after ReLU times (its weight to {winner} − its weight to "
    "{runner_up}). All voices and the two biases add up to the distance between the two scores, "
    "before any last ReLU: {distance}."
)

WHY_UNIT = "unit {unit} · {loudness}"

WHY_PIXEL = "row {row}, column {column} · {loudness}"

WHY_CODE = """\
inputs = model.linear_relu_stack[:{layer}](model.flatten(image))
weight = model.linear_relu_stack[{layer}].weight  # {shape}
voices = inputs[0] * (weight[{winner}] - weight[{runner_up}])
print(voices.topk({count}))  # for the {winner}
print((-voices).topk({count}))  # for the {runner_up}"""

WHY_FOR = "Spoke most for {winner}"

WHY_AGAINST = "Spoke most for {runner_up}"

WHY_NOBODY = "None did."
