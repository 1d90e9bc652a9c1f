"""What is said about whose parameters the app looks into.

It must not know how that is laid out.
"""

from typing import Any

NETWORK_CHOICES: dict[Any, str] = {
    "trained": "Trained",
    "untrained": "Untrained",
    "own": "Your own",
    "learned": "Train page",
}

NETWORK_CHOICE = "Whose parameters?"

NETWORK_CHOICE_HELP = (
    "Everything in this app then looks into that network: the Draw page, the parameters, the "
    "neurons. Only you see it; other visitors keep theirs."
)

NETWORK_TRAINED = (
    "The network that comes with this app. It has learned from 60,000 handwritten digits; of "
    "{all:,} others, drawn anew, photographed or written in other ways, it misread {wrong}."
)

NETWORK_TRAINED_UNCOUNTED = "The network that comes with this app."

NETWORK_UNTRAINED = (
    "The same network before it has learned anything: all its numbers are random. Draw a digit "
    "with it, and see how learning is in these numbers alone."
)

NETWORK_SEED = "Seed"

NETWORK_NEXT_SEED = "Next seed"

NETWORK_SEED_HELP = (
    "The same seed gives the same random numbers: those of `torch.manual_seed(seed)` and "
    "`NeuralNetwork()` in the tutorial."
)

NETWORK_FILE = "Bring the parameters that you have trained"

NETWORK_FILE_HELP = (
    'A `state_dict` as `torch.save(model.state_dict(), "model.pth")` writes it at the end of the '
    "tutorial (.pth or .pt), or a .safetensors file. Any stack of Linear layers from 784 to 10. "
    "Nothing in the file is run, nobody else sees it, and it is gone when you leave."
)

NETWORK_NO_FILE = (
    "Until you bring a file, nothing changes: you still see the network “{title}”. No file at "
    "hand? `python -m mlp train --out my.safetensors` makes one in half a minute."
)

NETWORK_BROUGHT = "{name}: {sizes}, {count:,} parameters."

NETWORK_CONVERTED = "They were {dtype} and are computed as float32."

NETWORK_NAMES = "Its layers were called {names}. A ReLU after each is assumed: a file does not say."

NETWORK_LAST_RELU = "A ReLU after the scores"

NETWORK_LAST_RELU_HELP = (
    "A `state_dict` holds numbers, no ReLUs. Microsoft's tutorial has one after the scores, "
    "pytorch.org's has had none since 2021. Choose what yours was trained with."
)

NETWORK_REFUSED = "Nothing has changed. What you see is still: {title}."

NETWORK_LEARNED = (
    "The network “{title}” of the Train page. Everything in this app looks into it until you "
    "choose another."
)

NETWORK_IN_TRAINING = (
    "The network of your training on the Train page, as it is at each moment: the numbers here "
    "are those of when this page was drawn, and change as it learns."
)

NETWORK_TRAINING_OVER = (
    "The network of your training on the Train page, which has ended: its numbers no longer "
    "change. Everything in this app looks into it until you choose another or train anew."
)
