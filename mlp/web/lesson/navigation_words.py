"""What is said about turning pages and about the settings of all steps.

It must not know how that is laid out.
"""

CONTROLS = "Settings"

CONTROLS_NOTE = (
    "Each of these is a value with a name in the program. Change one, and the code changes with it "
    "and is run again."
)

INPUTS = {"test": "test digits", "mine": "my digit", "random": "random numbers"}

INPUT_HELP = (
    "What goes in: handwritten test digits from the collection MNIST; your digit from the Draw "
    "page, followed by test digits; or random numbers, as in the tutorial."
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

ALL_NAME = "steps"

ANSWERING = "How it answers: the tutorial"

LEARNING = "How it learns"

WEIGHTS_CHOICE = "The network's weights"

WEIGHTS = {"random": "random", "trained": "trained"}

WEIGHTS_HELP = (
    "Random, as in the tutorial: it has learned nothing. Trained: one more line in step 2 loads "
    "the weights of Glassbox's own network."
)

BACK = "Back"

NEXT = "Next"

KEYBOARD = "The arrow keys ← and → turn the pages."

STEP_LIST = "Steps"

INPUT = "Pictures that go in"

BATCH_SIZE = "Batch size"

SEED = "Seed"

DEVICE = "Device"

TO_DRAW = "Draw a digit"
