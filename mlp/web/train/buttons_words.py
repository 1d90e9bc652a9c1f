"""What the buttons say that steer a training.

It must not know how that is laid out.
"""

START, START_AGAIN = "Start training", "Start again"

PAUSE, RESUME, ONE_BATCH, STOP = "Pause", "Resume", "One batch", "Stop"

START_HELP = "Train a new network with these settings."

START_AGAIN_HELP = (
    "Train a new network with these settings; the training below is then forgotten. If you want to "
    "keep its network, save it before, or use it: then the app goes on looking into it."
)

START_DISABLED = "A training is on. Stop it before you start another."

START_INVALID = "First put right what is wrong with the settings."

PAUSE_HELP = "Hold on; nothing is lost."

RESUME_HELP = "Go on where it was paused."

NOTHING_IS_ON = "Nothing is being trained."

ONE_BATCH_HELP = "Take a single step: look at {batch_size} pictures, change all weights, pause."

ONE_BATCH_FRESH_HELP = (
    "Start, take a single step and pause: look at {batch_size} pictures, change all weights once."
)

STOP_HELP = "End it here. Everything up to now stays, and you can use the network as it is."

FOLLOW = "The whole app looks into this network"

FOLLOW_HELP = (
    "On: the Draw page, the parameters and the neurons show this network as it is at that moment, "
    "while it learns. Off: they show the network that comes with the app, or another that you have "
    "chosen. Only you see it."
)
