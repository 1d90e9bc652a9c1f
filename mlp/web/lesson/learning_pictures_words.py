"""What is said about the pictures of part two.

It must not know how that is laid out.
"""

LOSS_TABLE = "The ten digits, one in each column; the right answer is **{label}**:"

LOSS_ROWS = ("votes", "scores", "shares", "target", "slopes", "… of votes")

LOSS_ROWS_PX = 84

LOSS_LABEL = (
    "For each digit: its votes before the last ReLU, its score after it, its share, the target, "
    "and the slope of the loss by the score and by the votes"
)

LOSS_DEAD = (
    "The votes for {label} are below zero. The last ReLU makes them 0, and on the way back it lets "
    "nothing through: the slope of the votes is 0. Whatever this network sees of this picture, it "
    "cannot learn that it is a {label}."
)

LOSS_NOTE = "one number"

LIFT = "Lift all scores by 1 first"

LIFT_HELP = (
    "Adds 1 to the ten biases of the last layer, so that no vote starts below zero. Without it the "
    "last ReLU cuts about half of them off, and those digits are not learned. In the code `lift`."
)

TARGET = "Which digit is your drawing?"

TARGET_HELP = (
    "The right answer that it learns, at first what Glassbox's own network reads. Say something "
    "wrong and it learns that: a network believes its labels."
)

MAPS_OF_UNITS = (
    "{count} detectors: above, their **weights**; below, the **slope** of each weight, dot for dot:"
)

MAP_WEIGHTS = "detector {unit}"

MAP_SLOPES = "its slopes"

MAPS_COLOURS = (
    "Orange is above zero, blue below. Where a slope is orange, more of that weight would make the "
    "answer more wrong, so learning takes some away; where it is blue, it adds some. Where the "
    "picture is black, no weight has a slope: the digit shines through."
)

ERRORS_BACK = (
    "**The error goes back**, from the scores to the picture: one bar for each number on the way, "
    "how much the loss would grow with it. A number that a ReLU has cut off gets none."
)

ERROR_STAGES = {
    "relu3": "scores (relu3)",
    "linear3": "votes (linear3)",
    "relu2": "combinations that agree (relu2)",
    "linear2": "combinations (linear2)",
    "relu1": "detectors that agree (relu1)",
    "linear1": "detectors (linear1)",
}

ERRORS_LABEL = "Slopes of the loss by the numbers of each stage, from the scores back to the first"

ALL_MAPS = (
    "**All of them at once**: the weights of each layer, and right of them their slopes; rows are "
    "the numbers that come "
    "out, columns those that go in. A dot is the strongest of the neighbours that share it."
)

ALL_MAPS_LABEL = "Maps of all weights of each layer, and of their slopes"

ALL_SLOPES = "its slopes"

PICK_LAYER = "A weight of"

LAYERS = {0: "the detectors", 2: "the combinations", 4: "the scores"}

CLICK = "The slopes of all weights of **{what} {unit}**. Click one:"

UNIT_OF = {0: "detector", 2: "combination", 4: "the score of digit"}

SLOPES_LABEL = "Slopes of the weights of unit {unit}; a click chooses one"

PRODUCT = "**{error}** (error) × **{value}** (what comes in) = **{slope}** (slope)"

ERROR_SUM = (
    "Where the error at {unit} comes from: each of the {count} numbers after it passes its own "
    "error back, times the weight between the two."
)

ERROR_LABEL = "The error of a unit as a sum over the units after it"

ERROR_TERM = "from {unit}: {error} × {weight}"

ERROR_REST = "the other {count}"

ERROR_TOTAL = "error"

ERROR_OF_SCORE = (
    "The error at the votes for {digit} is its share minus its target: {share} − {target} = "
    "**{error}**."
)

ERROR_OFF = "But the ReLU has cut number {unit} off, so its error is 0, whatever is passed back."

PICK_UNIT = "Number that comes out (unit)"

PICK_SOURCE = "Number that comes in (source)"

STEP_WEIGHT = "**One weight takes its step:**"

STEP_WEIGHT_LABEL = "The weight before the step, what the step adds, and the weight after it"

STEP_TERMS = ("weight before", "the step", "weight after")

STEP_LOSS = (
    "**The answer**, after all 669,706 have taken theirs: the loss goes from {loss} to {new_loss}, "
    "and the shares of the ten digits:"
)

STEP_ROWS = ("before", "after")

STEP_ANSWERS_LABEL = "Shares of the ten digits before and after the step"

RULE = "Optimizer"

RULES = {"sgd": "SGD", "momentum": "momentum", "adam": "Adam"}

RATE = "Learning rate"

RATE_HELP = "How large the step is; in the code `learning_rate`."

COURSES = "**The same picture, learned {count} times** by each of the three:"

COURSE = "{rule}, {rate:g}"

COURSES_LABEL = "The loss of the picture after each of some steps, for three optimizers"

STEPS_AXIS = "steps"

COURSE_WEIGHT = (
    "- {rule}, {rate:g}: in its first step this weight goes from {before} to **{after}**"
)

EPOCH_LOSSES = "**The loss of each batch**, as it comes:"

EPOCH_NAME = "batch"

EPOCH_LABEL = "The loss of each batch"

BATCHES_AXIS = "batches"

NUM_BATCHES = "Batches that it learns from"

NUM_BATCHES_HELP = (
    "469 batches of 128 are all 60,000 training pictures, once: an epoch. That takes some seconds. "
    "In the code `num_batches`."
)

FIRST_BATCH = "**The first {count} pictures of the first batch**, each with its right answer:"

LABEL = "a {label}"

TEST_SHARES = (
    "Read rightly after {batches} batches: **{right:,} of {count:,}** test digits. By digit:"
)

TEST_LABEL = "How many of each digit are read rightly, in percent"

WHOLE_EPOCH = "Learn the whole epoch (469 batches)"

DOOR_TRAIN = "Train one yourself, and watch"

DOOR_DRAW = "Draw a digit for the one that has learned"
