"""What each technical word means, in one line: the one glossary of the app.

It must not know where a word is used.
"""

GLOSSARY: dict[str, str] = {
    "detector": "One of the many small calculators that look at the whole picture at once: it "
    "multiplies each dot by a weight of its own, adds everything up, and says yes or no. In a book "
    "it is called a unit or a neuron.",
    "combination": "A calculator like a detector, but it looks at what the detectors before it "
    "say, not at the picture.",
    "weight": "By what a number is multiplied before it is added up: how much it counts, and "
    "whether for or against.",
    "runner-up": "The digit that the network thinks of second.",
    "Python": "The programming language of this lesson. A program, or code, is a list of "
    "instructions; Python carries them out from top to bottom. To print is to write on the screen.",
    "PyTorch": "A free toolbox for the programming language Python: it computes with large blocks "
    "of numbers and knows the parts of neural networks.",
    "device": "The place in the computer where numbers lie and are computed with: `cpu`, or a "
    "graphics card (`cuda`; on Apple's computers `mps`).",
    "CPU": "The computer's main chip: it can do anything fast, but only a few things at a time.",
    "GPU": "The graphics card: a chip that does the same simple sum on thousands of numbers at "
    "once. PyTorch's name for NVIDIA's cards is `cuda`.",
    "neural network": "A calculation in layers, with many adjustable numbers. Here a picture goes "
    "in and ten scores come out. It learns by adjusting its numbers.",
    "class": "A plan from which a program builds things. What is built from it is called an "
    "object (PyTorch's name for its own: module); what it can do is called its methods.",
    "parameter": "A number inside the network that learning changes: a weight or a bias.",
    "layer": "One stage of a network: numbers go in, other numbers come out.",
    "seed": "A computer calculates its “random” numbers, one from another; the seed is the number "
    "it starts from. The same seed gives the same numbers, so that everybody sees the same.",
    "tensor": "A block of numbers: a single one, a row, a table, a pile of tables, …",
    "shape": "How many numbers a tensor has in each direction, for example (3, 28, 28).",
    "batch": "The pictures that go through the network together; how many is the first number of "
    "the shape. A single picture is a batch of 1.",
    "pixel": "One dot of a picture; here a number from 0 (black) to 1 (white).",
    "MNIST": "A well-known collection of 70,000 handwritten digits. Networks learn from 60,000 of "
    "them; the other 10,000, the test digits, show how well they do on digits they never saw.",
    "logits": "The network's ten scores, one for each digit. Each may be any number, also below "
    "zero; the highest score wins.",
    "forward": "A picture's way through the network, from pixels to scores. In the code: the "
    "method that describes this way.",
    "ReLU": "“Rectified linear unit”: a layer that turns every number below zero into 0 "
    "and leaves the others as they are.",
    "Flatten": "Lays the rows of a picture out behind one another, as one long row.",
    "Linear": "A layer that weighs all its inputs and adds them up, anew for each of its outputs.",
    "bias": "A number that a Linear layer adds at the end, whatever comes in.",
    "hidden features": "The numbers that a layer inside the network gives: neither the picture nor "
    "the answer. How many is written `out_features`.",
    "Sequential": "A chain: layers that are passed one after the other.",
    "softmax": "Turns scores into shares between 0 and 1 that add up to 1, that is 100 %.",
    "argmax": "The place of the largest number, counted from 0.",
    "dimension": "One direction of a tensor, counted from 0. In (3, 10), dimension 0 are the 3 "
    "pictures and dimension 1 the 10 digits.",
    "error": "Python cannot go on and says why. Programmers call it an exception. Nothing breaks: "
    "the program just stops there. Before the colon stands the kind of error, after it what is "
    "wrong, behind `→` the line that did it.  \n"
    "`mat1` and `mat2` are two tables of numbers to be multiplied: what came to a layer, and the "
    "layer's weights. `3x784 and 28x20`: 3 rows of 784 numbers came, to a layer that takes 28 and "
    "gives 20.",
    "signs in code": (
        "`=` gives the name on its left to what stands on its right  \n"
        "`( )` behind a name: do this, with what stands inside; with nothing inside, just do it; "
        "alone: work this out first  \n"
        "`.` “of”: `X.shape` is the shape of X; `nn.` of PyTorch's parts for neural networks  \n"
        "`[0]` take the entry with that number, counted from 0; `[-1]` is the last one  \n"
        "`[0, 14]` one number for each direction: picture 0, row 14  \n"
        "`10:16` from 10 up to, but without, 16; `:2` the first two  \n"
        "`+` plus, `-` minus, `*` times, `/` divided by, `**` to the power of, `@` multiplies two "
        "tables  \n"
        "`==` “is it equal?”, `!=` “is it different?”  \n"
        '`" "` text; in a text that begins with `f`, `{ }` puts a value in; `\\n` is a new line  \n'
        "`:` and the indented lines below it belong together  \n"
        "`def` gives a name to a piece of program; `return` hands its result back  \n"
        "`for … in …:` repeats the lines below it, once for each  \n"
        "`_` is part of a name, as a letter; `#` begins a note for people  \n"
        "`(3, 784)` a shape: 3 rows of 784; `(10,)` a shape with one direction only  \n"
        "`0.` is the number 0, with its decimal point; `...` or `…` something is left out"
    ),
    "unit": "One of the many small calculators in a layer, also called a neuron: it weighs all "
    "numbers before it, adds them up, and passes one number on.",
    "activation": "The number that a unit passes on for this picture: how strongly it responds.",
    "score": "The network's mark for one digit; the digit with the highest score wins.",
    "probability": "A share of 1, or of 100 %: how much of its confidence the network gives to a "
    "digit.",
    "stage": "One state of the numbers on their way through the network: before and after each "
    "layer.",
    "linear1": "The sums that the first Linear layer makes, before ReLU; linear2 and linear3 are "
    "those of the next ones.",
    "relu1": "What is left of linear1 when everything below zero has become 0; relu2 and relu3 "
    "come after linear2 and linear3.",
    "contribution": "What one number adds to a sum: the number times its weight.",
    "float32": "A number with a point, kept in 32 bits: about seven digits of it are exact.",
    "dtype": "The kind of number in a tensor, for example float32.",
    "norm": "The length of a list of numbers: the root of the sum of their squares.",
    "training": "Showing the network pictures with their answers, again and again, and changing "
    "its weights a little each time so that it answers better.",
    "loss": "How wrong the answers are, as one number: learning makes it small.",
    "gradient": "For each weight: how much the loss would grow if the weight grew a little. "
    "Learning steps the other way.",
    "back-propagation": "How the gradients of all weights are worked out in one go, from the last "
    "layer back to the first.",
    "optimizer": "The rule by which the weights are changed, for example SGD or Adam.",
    "SGD": "“Stochastic gradient descent”: change each weight a small step against its gradient, "
    "batch after batch.",
    "momentum": "Let each step keep some of the direction of the steps before, as a rolling ball "
    "does.",
    "Adam": "An optimizer that gives each weight a step size of its own.",
    "learning rate": "How large a step is: too small learns slowly, too large breaks what was "
    "learned.",
    "epoch": "Once through all training pictures.",
    "weight decay": "Making all weights a little smaller with each step, so that none grows "
    "without reason.",
    "augmentation": "Turning, shifting and bending the training pictures a little, so that the "
    "network sees more than there are.",
    "overfitting": "Learning the training pictures by heart, and failing on others.",
    "accuracy": "How many of 100 pictures are read correctly.",
    "checkpoint": "The weights as they were at one moment of a training.",
    "calibration": "Whether the network is right as often as it says it is sure.",
    "histogram": "Bars that count how many numbers lie where.",
    "state_dict": "PyTorch's table of all parameters by name; what is saved to a file.",
    "initialisation": "The random numbers that the weights are before any learning.",
}

ALIASES: dict[str, str] = {
    "biases": "bias",
    "batches": "batch",
    "linear2": "linear1",
    "linear3": "linear1",
    "relu2": "relu1",
    "relu3": "relu1",
    "neuron": "unit",
    "neurons": "unit",
    "probabilities": "probability",
    "backpropagation": "back-propagation",
    "hidden layer": "hidden features",
    "hidden layers": "hidden features",
    "initialised": "initialisation",
    "graphics card": "GPU",
    "AdamW": "Adam",
}
"""Other forms of a word; a plural with s needs none."""

TOO_PLAIN = (
    "class",
    "error",
    "signs in code",
    "forward",
    "device",
    "score",
    "training",
    "layer",
    "stage",
)
"""Not marked where they stand: everybody knows them, or they mean something else as well."""

FIRST = ("detector", "combination", "weight")
"""Always among the words of a page: they stand in the picture of the network."""

GLOSSARY_LABEL = {
    "open": "The words",
    "help": "What do the technical words on this page mean?",
    "title": "The technical words on this page",
    "none": "There is none on this page.",
    "hint": "Dotted words on the page open their meaning, too.",
    "close": "Close",
}
