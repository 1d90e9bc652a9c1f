"""What is said about turning pages and about the settings of all steps.

It must not know how that is laid out.
"""

CONTROLS = "Change the experiment: pictures, batch size, hidden features, seed, device"

CONTROLS_NOTE = (
    "Each of these is a value with a name in the program. Change one, and the code changes with it "
    "and is run again."
)

INPUTS = {"random": "random numbers", "mine": "my digit", "test": "test digits"}

INPUT_HELP = (
    "What goes in: random numbers as in the tutorial; your digit from the Draw page, followed by "
    "test digits; or test digits only. The test digits are handwritten ones from the collection "
    "MNIST."
)

BATCH_HELP = "How many pictures go through together; in the code `batch_size`."

SEED_HELP = "The number that “random” numbers start from: the same seed gives the same numbers."

DEVICE_HELP = "Where the numbers lie and the sums are done; the same choice as in the sidebar."

ONE_DEVICE_HELP = "This machine has one device."

NOTHING_DRAWN = (
    "Nothing is drawn yet, so the test digits stand in. Draw one on the Draw page and come back: "
    "it will be picture 0 here, the first one: programs count from 0."
)

NO_SUCH_STEP = (
    "There is no step “{asked}” in this lesson: it has the steps 1 to {last}, and “all”. "
    "You see step {shown}."
)

ALL = "All"

BACK = "Back"

NEXT = "Next"

KEYBOARD = "The arrow keys ← and → turn the pages."

STEP_LIST = "Steps"

INPUT = "Pictures that go in"

BATCH_SIZE = "Batch size"

SEED = "Seed"

DEVICE = "Device"

TO_DRAW = "Draw a digit"
