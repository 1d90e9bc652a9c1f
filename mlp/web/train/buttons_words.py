"""What the buttons say that steer a training.

It must not know how that is laid out.
"""

START, START_AGAIN = "Start training", "Start again"

PAUSE, RESUME, ONE_BATCH, STOP = "Pause", "Resume", "One batch", "Stop"

START_HELP = "Train a new network with these settings."

START_INVALID = "First put right what is wrong with the settings."

NOTHING_IS_ON = "Nothing is being trained."

ONE_BATCH_HELP = (
    "Start, take a single step and pause: look at {batch_size} pictures, change all weights once."
)

RATE_LABEL, RATE = "Learning rate from now on", "learning rate {rate}"

FOLD, FOLD_CHANGED = "Settings: {preset}", "Settings: {preset}, changed"

FOLLOW = "The whole app looks into this network"

FOLLOW_HELP = (
    "On: the Draw page, the parameters and the neurons show this network as it is at that moment, "
    "while it learns. Off: they show the network that comes with the app, or another that you have "
    "chosen. Only you see it."
)
