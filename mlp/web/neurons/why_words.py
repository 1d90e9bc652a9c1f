"""What is said about why it is this digit and not the next one.

It must not know how that is laid out.
"""

WHY_HEADING = "Why {winner}, and not {runner_up}?"

WHY_WORDS = "What each looks for, and how far it put one ahead:"

WHY_PIXELS = "How far each pixel put one ahead:"

WHY_HELP = (
    "Of the {units} before the scores, these spoke loudest. The picture is what each looks for "
    "just now: ink on orange raises it, ink on blue lowers it. The number is how far it alone put "
    "{winner} or {runner_up} ahead. Choose one to see all of it."
)

WHY_HELP_OF_PIXELS = (
    "This network has no hidden layer: each pixel speaks for a digit by itself. Here {winner} and "
    "{runner_up} came first and second; each number says how far that pixel alone put one ahead "
    "of the other."
)

WHY_NUMBERS = (
    "A unit's voice is its value after ReLU times (its weight to {winner} − its weight to "
    "{runner_up}). All voices and the two biases add up to the distance between the two scores, "
    "before any last ReLU: {distance}."
)

WHY_UNIT = "{meaning}\n{loudness}"

WHY_UNIT_NUMBERS = "unit {unit}\n{loudness}\n{meaning}"

WHY_UNIT_LABEL = ": {loudness} for {digit}"

WHY_DIGIT = "Your digit, as the network sees it"

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
