"""What the lesson says, apart from layout: its steps, its mistakes, and a glossary.

It must not know Streamlit. `words` is for somebody who has never programmed; every technical word
in it has an entry in the glossary. What stands in braces comes from the real run.
"""

from dataclasses import dataclass

TITLE = "Lesson"
TAGLINE = (
    "PyTorch's tutorial “Build a neural network” in ten steps. Every line of code here is run, and "
    "every number comes from that run."
)
CONTROLS = "Change the experiment: pictures, batch size, hidden features, seed, device"
CONTROLS_NOTE = (
    "These are variables of the program below: the code changes with them, and is run again."
)
INPUTS = {"random": "random numbers", "mine": "my digit", "test": "test digits"}
INPUT_HELP = (
    "What goes in: random numbers as in the tutorial, the active digit of the Draw page followed "
    "by test digits, or the first of MNIST's 10,000 test digits."
)
BATCH_HELP = "How many pictures go through together: `batch_size`."
HIDDEN_HELP = "How many numbers the first layer gives: `out_features` of `layer1`."
SEED_HELP = "Where the chance begins: the same seed gives the same “random” numbers."
DEVICE_HELP = "Where the numbers live and are computed with; the same choice as in the sidebar."
ONE_DEVICE_HELP = "This machine has one device."
NOTHING_DRAWN = (
    "Nothing is drawn yet, so the test digits stand in. Draw one on the Draw page and come back: "
    "it will be picture 0 here."
)
NO_SUCH_STEP = (
    "There is no step “{asked}” in this lesson: it has the steps 1 to {last}, and “all”. "
    "You see step {shown}."
)
ALL = "All"
BACK = "Back"
NEXT = "Next"
KEYBOARD = "The arrow keys ← and → turn the pages."
CODE = "The code"
PRINTED = "What Python prints"
NOTHING_PRINTED = "(nothing)"
READING = "Line by line, in words"
GLOSSARY_TITLE = "The words:"
SCRIPT = "The program up to here"
SCRIPT_HELP = (
    "Steps 1 to {number} as one Python file. With Python and PyTorch it prints what you see "
    "here{place}."
)
SCRIPT_PLACE = ", if it is run in Glassbox's folder"
STEP_FAILED = (
    "This step could not be run on {device}: `{error}`. Choose another device or other settings "
    "above; nothing else is affected."
)
MISTAKE = "Make the classic mistake: {title}"
RUNNING = "Python is at work …"
RAISED = "Python stops here and says:"
SILENT = "No error! Python prints a wrong answer and says nothing. That makes this one dangerous."
FIXED = "So it works; run, it prints:"
FIX = "The fix: take the line with − away and write the one with + instead."
PICK_IMAGE = "Picture"
PICK_UNIT = "Output number"
STEP_LIST = "Steps"
INPUT = "Pictures that go in"
BATCH_SIZE = "Batch size"
HIDDEN_FEATURES = "Hidden features (out_features)"
SEED = "Seed"
DEVICE = "Device"
PICTURE_NUMBER = "picture {image}"
BATCH_LABEL = "The pictures that go in"
SCALE_SIGNED = "Blue is below zero, orange above; full colour is ±{scale:.2f}, the largest here."
SCALE_POSITIVE = (
    "The stronger the colour, the larger; full colour is {scale:.2f}, the largest here."
)
INK_SCALE = "0 is black, 1 is white."
ANY_NUMBER = "N pictures"
CLASS_PICTURE = (
    "What a picture will pass. In the boxes the shape of the numbers: how many in each direction. "
    "N is the number of pictures; it stays the same all the way."
)
X_NOTE = "pictures, rows, columns"
LOGITS_LABEL = "Ten scores for each picture"


@dataclass(frozen=True)
class StepWords:
    """One step, told.

    Attributes:
        short: For the list of steps.
        title: Above the step.
        words: For everybody.
        numbers: For the depth "numbers" and deeper.
        code: For the depth "code".
        reading: A piece of the code or of the output, and what it means.
        terms: Entries of the glossary, in the order in which the words need them.
    """

    short: str
    title: str
    words: str
    numbers: str
    code: str
    reading: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]


STEPS: dict[str, StepWords] = {
    "device": StepWords(
        short="Device",
        title="Choose where to compute",
        words=(
            "A computer has one or two places where it can do sums. The **CPU** is a small team of "
            "experts: quick at anything, a few things at a time. A **GPU** is a stadium full of "
            "school children: each can only do simple sums, but all at once. *Many simple things: "
            "GPU. Few complicated things: CPU.* PyTorch calls such a place a **device**.\n\n"
            "One rule follows you through all steps: the network, the pictures that go in and the "
            "answers to compare with must lie **in the same place**."
        ),
        numbers=(
            "The first measurement multiplies two square tables of numbers: for size n these are "
            "n × n × n products, none of which waits for another. The second is one hundred tiny "
            "sums, each of which needs the result of the one before. Each is done seven times; "
            "you see the middle time, and from the fastest to the slowest."
        ),
        code=(
            "`torch.cuda.is_available()` knows NVIDIA's (and AMD's) cards only. Since PyTorch 2.6 "
            "`torch.accelerator` finds any accelerator: `cuda`, `mps` (Apple), `xpu` (Intel). A "
            "GPU works while Python goes on, so the stopwatch waits with `synchronize()`. The app "
            "computes with one CPU thread; a plain Python session takes all of them."
        ),
        reading=(
            ("import torch", "Fetch PyTorch, the toolbox for all that follows."),
            ("from torch import nn", "From it take `nn`: the parts of neural networks."),
            ("device = ", "Give what stands on the right the name `device`."),
            (
                '"cuda" if torch.cuda.is_available() else "cpu"',
                "If there is a graphics card of the kind CUDA: the word “cuda”, if not: “cpu”.",
            ),
            ("torch.accelerator.is_available()", "Is there any helper of the CPU at all?"),
            ("print(", "Write this on the screen."),
        ),
        terms=("PyTorch", "device", "CPU", "GPU", "neural network"),
    ),
    "class": StepWords(
        short="Class",
        title="Describe the network",
        words=(
            "Before anything is computed, we write the plan. A **class** is a plan, as for a "
            "machine: `__init__` lists the parts and prepares them once; `forward` says what a "
            "picture passes, one part after the other, every time. So parts are made once and used "
            "again and again.\n\n"
            "`super().__init__()` comes first: it calls the preparations that PyTorch makes for "
            "every network, such as keeping a list of all its parts. Last, `print(model)` shows "
            "the finished machine. It knows nothing yet: its {num_parameters} **parameters** are "
            "random numbers."
        ),
        numbers=(
            "784 → 512 → 512 → 10. Each `Linear` has (numbers in) × (numbers out) weights and one "
            "bias for each number out: 784 × 512 + 512 = 401,920; 512 × 512 + 512 = 262,656; "
            "512 × 10 + 10 = 5,130. Together {num_parameters}."
        ),
        code=(
            "`nn.Module.__setattr__` registers every part that is assigned to `self`; that is why "
            "`super().__init__()` must have run. `.to(device)` moves all parameters in place and "
            "gives the module back. The numbers in brackets in the output are places in the "
            "`Sequential`: `model.linear_relu_stack[4]` is the last `Linear`."
        ),
        reading=(
            ("seed = ", "Where the chance begins. Change it above and all numbers change."),
            (
                "class NeuralNetwork(nn.Module):",
                "A plan named NeuralNetwork. It builds on PyTorch's general plan, `nn.Module`.",
            ),
            ("def __init__(self):", "How it is prepared. `self` is the machine being built."),
            ("super().__init__()", "First PyTorch's own preparations."),
            ("self.flatten = nn.Flatten()", "A part that lays a picture out in one row (step 5)."),
            ("nn.Sequential(", "Parts in a fixed order, one after the other (step 8)."),
            ("nn.Linear(28 * 28, 512)", "Mixes 784 numbers into 512 new ones (step 6)."),
            ("nn.ReLU()", "Turns everything below zero into 0 (step 7)."),
            ("def forward(self, x):", "What happens to a picture `x` each time one comes."),
            ("return logits", "Hand the ten scores out."),
            ("torch.manual_seed(seed)", "Begin the random numbers at the seed."),
            ("NeuralNetwork().to(device)", "Build the machine by its plan and put it in place."),
        ),
        terms=("class", "forward", "neural network", "PyTorch", "parameter", "layer", "seed"),
    ),
    "data": StepWords(
        short="Data",
        title="Something to look at",
        words=(
            "Now the network needs pictures. {what_goes_in} PyTorch keeps them in one **tensor**: "
            "a block of numbers, here called `X`. Its **shape** `({batch_size}, 28, 28)` says what "
            "is in it: {batch_size} pictures (the **batch**), each with 28 rows, each row with 28 "
            "**pixels**. Each pixel is one number from 0 (black) to 1 (white)."
        ),
        numbers=(
            "{batch_size} × 28 × 28 = {num_values} numbers of four bytes each. The tutorial takes "
            "a batch of 1; the first of the three numbers is always how many pictures there are."
        ),
        code=(
            "`torch.rand` draws evenly from [0, 1). The dimensions are (batch, height, width); the "
            "layers that follow treat dimension 0 as the batch. `dtype` is `float32` because "
            "weights are; `X[0, 14, 10:16]` is picture 0, row 14, columns 10 up to 15. "
            "`device=device` makes the tensor where the model is, instead of moving it later."
        ),
        reading=(
            ("batch_size = ", "How many pictures; change it above."),
            ("X = ", "Give the block of numbers the name X."),
            ("X.shape", "How many numbers in each direction: pictures, rows, columns."),
            ("X[0, 14, 10:16]", "Of picture 0, row 14, six pixels from column 10 on."),
            ("torch.Size(", "How Python writes a shape."),
            ("torch.float32", "The kind of number: with a decimal point, in 32 bits."),
            ("tensor([", "Here come the numbers of a tensor, in square brackets."),
        ),
        terms=("tensor", "shape", "batch", "pixel", "PyTorch"),
    ),
    "forward": StepWords(
        short="Forward",
        title="The first answer",
        words=(
            "`model(X)` sends the pictures through the network. Out come ten numbers for each "
            "picture, one **score** for each digit from 0 to 9, called **logits**: "
            "`({batch_size}, 10)`. The largest one is the answer. This network has learned "
            "nothing yet, so its answers are guesses.\n\n"
            "You call the model itself, not `forward`: PyTorch then calls `forward` for you, and "
            "does its own bookkeeping around it."
        ),
        numbers=(
            "{num_zero_logits} of the {num_logits} scores are exactly 0: they were negative, and "
            "the tutorial's last ReLU cut them off (step 9 asks whether that is wise). The others "
            "go up to {max_logit:.4f}."
        ),
        code=(
            "`model(X)` is `nn.Module.__call__`, which runs hooks and then `forward`; "
            "`model.forward(X)` would skip them. `grad_fn=<ReluBackward0>` says that the last "
            "operation was a ReLU, and that PyTorch remembers the way here so that it could learn "
            "from it. In `torch.inference_mode()` it would not."
        ),
        reading=(
            ("logits = model(X)", "Send X through the network and call what comes out logits."),
            ("print(logits.shape)", "Write down how many numbers came out, in each direction."),
            ("tensor([[", "One row of ten scores for each picture."),
            ("0.0000", "A score that is nothing at all: the last ReLU cut it off."),
            ("grad_fn=", "A note by PyTorch: how this was computed. Needed for learning."),
        ),
        terms=("logits", "forward", "batch", "neural network", "ReLU", "PyTorch"),
    ),
    "flatten": StepWords(
        short="Flatten",
        title="nn.Flatten: from square to row",
        words=(
            "The layers that follow want one long row of numbers, not a square. **Flatten** takes "
            "the first row of pixels, hangs the second behind it, then the third, down to the "
            "last: 28 rows of 28 become one row of 784. Nothing is computed, nothing is lost, the "
            "pictures stay apart: `({batch_size}, 28, 28)` becomes `({batch_size}, 784)`.\n\n"
            "Point at a pixel and see where it lands; point at the row and see where it was."
        ),
        numbers=(
            "Counted from 0: number = 28 × row + column. Backwards: row = number ÷ 28 without the "
            "rest, column = the rest. The pixel in row 14 and column 10 is number 28 × 14 + 10 = "
            "402; the program prints both, and they are the same number."
        ),
        code=(
            "`nn.Flatten()` is `flatten(start_dim=1, end_dim=-1)`: dimension 0, the batch, stays. "
            "The result is a view of the same memory wherever that is possible: no number is "
            "copied."
        ),
        reading=(
            ("flatten = nn.Flatten()", "Make the part once and give it a name."),
            ("flat_image = flatten(X)", "Send the pictures through it."),
            ("X[0, 14, 10].item()", "Picture 0, row 14, column 10, as one plain number."),
            ("28 * 14 + 10", "Where that pixel lands in the row. `*` means times."),
        ),
        terms=("Flatten", "pixel", "layer", "shape", "batch"),
    ),
    "linear": StepWords(
        short="Linear",
        title="nn.Linear: weigh and add up",
        words=(
            "A **Linear** layer makes new numbers out of old ones. For each new number it "
            "multiplies every old number by a **weight** of its own, adds all that up and adds one "
            "more number, the **bias**. This one makes {hidden_features} numbers out of 784.\n\n"
            "You cannot choose how many go in: that is whatever the layer before gives. You can "
            "choose how many come out: move the slider."
        ),
        numbers=(
            "output = input · weightᵀ + bias. The dot means: multiply place by place and add up; "
            "the small T: the table of weights is laid on its side so that the places fit. The "
            "weights are a table of {hidden_features} × 784, the biases {hidden_features} numbers: "
            "{layer_parameters} parameters. For number {unit} of picture {image}, 784 products add "
            "up to {products_sum:+.4f}; with the bias {bias:+.4f} that is **{output:+.4f}**."
        ),
        code=(
            "`weight` has shape (out_features, in_features), so the layer computes "
            "`flat_image @ layer1.weight.T + layer1.bias`. PyTorch starts both evenly spread "
            "between ±1/√784 ≈ ±0.036. In the last digits `by_hand` may differ: floating-point "
            "sums depend on their order."
        ),
        reading=(
            ("hidden_features = ", "How many numbers come out; change it with the slider."),
            ("in_features=28 * 28", "784 numbers come in: one for each pixel."),
            ("out_features=hidden_features", "So many come out."),
            ("hidden1 = layer1(flat_image)", "Send the rows through the layer."),
            (
                "flat_image[0] * layer1.weight[0]",
                "All 784 pixels of picture 0, each times its weight for output number 0.",
            ),
            ("products.sum() + layer1.bias[0]", "Add them all up, and then the bias."),
            ("by_hand:.4f", "As a plain number with four digits after the point."),
        ),
        terms=("Linear", "weight", "bias", "layer", "parameter"),
    ),
    "relu": StepWords(
        short="ReLU",
        title="nn.ReLU: below zero becomes zero",
        words=(
            "**ReLU** looks at each number by itself: is it below zero, it becomes 0; if not, it "
            "stays as it is. Here {zeros} of {num_hidden} numbers became 0. It sounds like "
            "nothing, but without it all layers together could do no more than one: only by "
            "switching some numbers off can a network answer differently for different pictures."
        ),
        numbers=(
            "f(x) = max(0, x): the larger of 0 and x. In the drawing x is the number before, f(x) "
            "the number after; each point is one real number of the picture. Left of 0 all lie on "
            "the floor, right of it on the slope."
        ),
        code=(
            "`nn.ReLU()` makes the module, the second pair of brackets calls it. It has no "
            "parameters. Where a value was negative its gradient is 0 as well: what is switched "
            "off does not learn from this picture."
        ),
        reading=(
            ("relu1 = nn.ReLU()(hidden1)", "Make the part and send the numbers through at once."),
            ("hidden1[0]", "The numbers of picture 0."),
            ("(relu1 == 0).sum()", "How many are equal to 0? `==` asks, `=` gives a name."),
            ("relu1.numel()", "How many numbers there are in all."),
        ),
        terms=("ReLU", "layer", "neural network"),
    ),
    "sequential": StepWords(
        short="Sequential",
        title="nn.Sequential: a chain of layers",
        words=(
            "**Sequential** hangs layers one behind the other, so that you can treat the chain as "
            "one: what comes out of the first goes into the second, and so on. Here the pictures "
            "go through Flatten, Linear, ReLU and one more Linear that makes ten scores.\n\n"
            "Build a chain of your own below. Each layer must take exactly as many numbers as the "
            "one before gives; see what happens if it does not."
        ),
        numbers=(
            "({batch_size}, 28, 28) → ({batch_size}, 784) → ({batch_size}, {hidden_features}) → "
            "({batch_size}, {hidden_features}) → ({batch_size}, 10). ReLU never changes the shape; "
            "the batch goes through all of it unchanged."
        ),
        code=(
            "The chain takes the same `flatten` and `layer1` as before, not copies: parameters are "
            "shared. In an f-string or a loop the layers are `seq_modules[0]`, `seq_modules[1]`, "
            "and so on. A mismatch shows only when data comes, not when the chain is built."
        ),
        reading=(
            ("seq_modules = nn.Sequential(", "A chain of what stands in the brackets, in order."),
            ("    layer1,", "The layer of step 6, used again."),
            ("nn.Linear(hidden_features, 10)", "Takes what layer1 gives and makes ten numbers."),
            ("logits = seq_modules(X)", "Send the pictures through the whole chain."),
        ),
        terms=("Sequential", "layer", "Flatten", "Linear", "ReLU", "shape"),
    ),
    "softmax": StepWords(
        short="Softmax",
        title="nn.Softmax: from scores to shares",
        words=(
            "Ten scores are hard to read. **Softmax** turns them into ten shares that together "
            "make 1, which is 100 %: the higher a score, the larger its share. **Argmax** then "
            "says in which place the largest share stands, and that place is the digit.\n\n"
            "`dim=1` says in which direction the shares are to make 1: along the ten digits of "
            "each picture. With `dim=0` they would be shared out among the *pictures*, and that "
            "answers a question nobody asked."
        ),
        numbers=(
            "share = exp(score) ÷ the sum of all ten exp(score); exp is the growth function eˣ "
            "with e ≈ 2.718. Of picture {image}, digit {winner} has the largest score, "
            "{best_score:+.4f}, and gets {best_share:.1%}; with a last ReLU it gets "
            "{relu_share:.1%}. With `dim=0` the shares of this picture make {wrong_sum:.4f} "
            "instead of 1."
        ),
        code=(
            "`dim` counts from 0: dimension 0 is the batch, 1 the classes. `argmax(1)` is along "
            "the same dimension. For training you would give `nn.CrossEntropyLoss` the logits "
            "themselves: it contains the softmax."
        ),
        reading=(
            ("softmax = nn.Softmax(dim=1)", "Shares along direction 1: the ten digits."),
            ("pred_probab = softmax(logits)", "Scores in, shares out."),
            ("pred_probab.argmax(1)", "The place of the largest share, for each picture."),
            ("nn.Softmax(dim=0)", "The wrong direction, to compare."),
            ("softmax(nn.ReLU()(logits))", "First negative scores to 0, then the shares."),
            ("Sum of image 0: 1.0000", "All ten shares together: 100 %."),
        ),
        terms=("softmax", "argmax", "logits", "ReLU", "dimension"),
    ),
    "parameters": StepWords(
        short="Parameters",
        title="What a network consists of",
        words=(
            "All that a network knows lies in its **parameters**: the **weights** and **biases** "
            "of its Linear layers. This loop goes through all six blocks of the model of step 2 "
            "and writes down the name of each, its size, and its first two rows. At the start they "
            "are random; learning means changing them, a little at a time, until the answers are "
            "right.\n\n"
            "On the page *Parameters* you see those of a network that has learned."
        ),
        numbers=(
            "Together {num_parameters} numbers, {megabytes:.2f} MB. The first block alone has "
            "512 × 784 = 401,408: one weight for each pair of a pixel and an output number."
        ),
        code=(
            "A name is the way to the part: `linear_relu_stack.0.weight` is "
            "`model.linear_relu_stack[0].weight`. Places 1, 3 and 5 are missing because a ReLU has "
            "no parameters. `…` in the output are numbers that Python leaves out; `param[:2]` are "
            "the first two entries of dimension 0."
        ),
        reading=(
            (
                "for name, param in model.named_parameters():",
                "Go through all blocks of numbers, one after the other, with their names.",
            ),
            ("param.size()", "How many rows and columns."),
            ("param[:2]", "The first two rows only."),
            ("linear_relu_stack.0.weight", "The weights of the part in place 0 of the chain."),
            ("...,", "Python leaves out the middle of long rows."),
        ),
        terms=("parameter", "weight", "bias", "layer", "Linear", "neural network"),
    ),
}

WHAT_GOES_IN = {
    "random": (
        "As in the tutorial they are made of random numbers: no digits, just snow. The network "
        "will answer all the same."
    ),
    "mine": "The first one is your own digit; test digits fill the batch.",
    "test": "They are the first ones of MNIST's 10,000 handwritten test digits.",
}

READING_OF_INPUT: dict[str, tuple[tuple[str, str], ...]] = {
    "random": (
        ("torch.rand(", "As many random numbers between 0 and 1 as the brackets say."),
        ("device=device", "Make them in the place that was chosen in step 1."),
    ),
    "mine": (
        ("load_digits", "Glassbox's own function that reads MNIST's files."),
        ("torch.cat([X, others])", "Hang the test digits behind yours."),
        (".to(device)", "Move them to the place that was chosen in step 1."),
    ),
    "test": (
        ("load_digits", "Glassbox's own function that reads MNIST's files."),
        ("digits.images(0, batch_size)", "The first pictures, as many as the batch has."),
        (".to(device)", "Move them to the place that was chosen in step 1."),
        ("The labels:", "Which digits these are: people wrote that down beside each."),
    ),
}
READING_OF_PIXELS = (
    "bytes.fromhex(",
    "Your digit is written as text: two characters for each pixel, `..` is black, `ff` white.",
)


@dataclass(frozen=True)
class MistakeWords:
    """A mistake, told.

    Attributes:
        title: What is done wrong.
        why: One sentence: what Python's message means.
    """

    title: str
    why: str


MISTAKES: dict[str, MistakeWords] = {
    "elsewhere": MistakeWords(
        "two tensors in different places",
        "One tensor lies on `{device}`, the other on `{elsewhere}`, and PyTorch never moves "
        "numbers behind your back: make both in the same place.",
    ),
    "super": MistakeWords(
        "forget `super().__init__()`",
        "PyTorch's own preparations were skipped, so there is no list yet in which it could keep "
        "the part: call them first.",
    ),
    "integers": MistakeWords(
        "whole numbers as input",
        "The pixels are whole numbers from 0 to 255 (PyTorch calls them Byte), the weights are "
        "numbers with a decimal point (Float), and the two cannot be multiplied: turn the pixels "
        "into such numbers from 0 to 1 first.",
    ),
    "places": MistakeWords(
        "the model here, the pictures elsewhere",
        "The model lies on `{device}` and the pictures on `{elsewhere}`: send them to the "
        "model's place.",
    ),
    "batch": MistakeWords(
        "forget the batch",
        "Without the batch in front, Flatten takes the 28 rows for 28 pictures and leaves them "
        "alone, and the next layer gets 28 numbers where it wants 784: one picture is a batch "
        "of 1.",
    ),
    "in_features": MistakeWords(
        "the wrong number of inputs",
        "Each picture brings 784 numbers, but the layer was made for 28 (the message shows both "
        "shapes): the input side must be what the layer before gives.",
    ),
    "call": MistakeWords(
        "one pair of brackets too few",
        "`nn.ReLU(hidden1)` only makes a ReLU and takes your numbers for one of its settings: "
        "first make it with `()`, then send the numbers through.",
    ),
    "mismatch": MistakeWords(
        "layers that do not fit",
        "The layer before gives {hidden_features} numbers for each picture, the last one was made "
        "for 512: the two must be the same.",
    ),
    "silent": MistakeWords(
        "softmax in the wrong direction",
        "The shares of one picture make {wrong_sum:.4f} instead of 1, because they were shared "
        "out among the pictures of the batch: take `dim=1`, along the digits.",
    ),
    "dim": MistakeWords(
        "softmax without a batch",
        "`logits[0]` takes the batch away; what is left has only direction 0 (or, counted from "
        "the end, −1), so there is no direction 1: keep a batch of one with `logits[0:1]`.",
    ),
    "numpy": MistakeWords(
        "take a parameter out as it is",
        "PyTorch watches parameters so that it can learn, and NumPy (another toolbox for numbers) "
        "could change them unnoticed: detach a copy from the watching first.",
    ),
}
META = (
    "This machine has only a CPU. `meta` is a place of PyTorch's for trying things out: it keeps "
    "shapes, but no numbers. With a graphics card the same mistake gives the same kind of error."
)

GLOSSARY: dict[str, str] = {
    "PyTorch": "A free toolbox for the programming language Python: it computes with large blocks "
    "of numbers and knows the parts of neural networks.",
    "device": "The place in the computer where numbers lie and are computed with: `cpu`, or a "
    "graphics card (`cuda`, `mps`, …).",
    "CPU": "The computer's main processor: a few fast cores that can do anything.",
    "GPU": "The graphics card: thousands of simple cores that do the same sum on many numbers at "
    "once. CUDA is the language of NVIDIA's cards.",
    "neural network": "A long sum with many adjustable numbers, arranged in layers. It learns by "
    "adjusting them.",
    "class": "A plan from which a program builds things. What is built from it is called an "
    "object; its abilities are called methods.",
    "parameter": "A number inside the network that learning changes: a weight or a bias.",
    "layer": "One step of a network: numbers go in, other numbers come out.",
    "seed": "The number at which a list of “random” numbers begins. The same seed gives the same "
    "list, so that everybody sees the same.",
    "tensor": "A block of numbers: a single one, a row, a table, a pile of tables, …",
    "shape": "How many numbers a tensor has in each direction, for example (3, 28, 28).",
    "batch": "Several pictures that go through the network together. Its size is the first number "
    "of the shape.",
    "pixel": "One dot of a picture; here a number from 0 (black) to 1 (white).",
    "logits": "The network's ten scores, one for each digit. They may be any number; the largest "
    "one wins.",
    "forward": "The way of a picture through the network, from the pixels to the scores.",
    "ReLU": "“Rectified linear unit”: turns every number below zero into 0 and leaves the others.",
    "Flatten": "Lays the rows of a picture out behind one another, as one long row.",
    "Linear": "A layer that weighs all its inputs and adds them up, anew for each of its outputs.",
    "weight": "By what a number is multiplied before it is added up: how much it counts.",
    "bias": "What is added at the end, whatever comes in.",
    "Sequential": "A chain: layers that are passed one after the other.",
    "softmax": "Turns scores into shares between 0 and 1 that together make 1.",
    "argmax": "The place of the largest number, counted from 0.",
    "dimension": "One direction of a tensor, counted from 0. In (3, 10), dimension 0 are the 3 "
    "pictures and dimension 1 the 10 digits.",
    "error": "Python cannot go on and says why. Programmers call it an exception. Nothing breaks: "
    "the program just stops there.",
    "signs in code": (
        "`=` gives a name to what stands on the right  \n"
        "`( )` behind a name: do this, with what stands inside  \n"
        "`.` “of”: `X.shape` is the shape of X  \n"
        "`[0]` take the entry with that number; counting starts at 0  \n"
        "`10:16` from 10 up to, but without, 16  \n"
        "`*` times, `/` divided by, `==` “is it equal?”  \n"
        '`" "` text; in a text that begins with `f`, `{ }` puts a value in; `\\n` is a new line  \n'
        "`:` and the indented lines below it belong together  \n"
        "`_` is part of a name, as a letter"
    ),
}
SIGNS = "signs in code"
ERROR = "error"

RACE_TITLE = "Measured on this machine, now"
RACE_SIZE = "Size of the tables (rows and columns)"
RACE_AGAIN = "Measure again"
RACE_WAIT = "Measuring on {place} …"
RACE_MANY = "**Many simple things** ({products} products at once)"
RACE_FEW = "**Few in a row** (100 sums, each waits for the last)"
RACE_TIME = "`{place}`: {middle} (from {fastest} to {slowest})"
RACE_ALONE = (
    "This machine has one device, so there is nothing to race against. Move the slider: twice the "
    "size is eight times the products, and the time shows it."
)
RACE_SPREAD = (
    "A point is the middle of seven times, its line goes from the fastest to the slowest: other "
    "work on the machine gets in the way. Both scales grow by factors, not by steps."
)
RACE_CODE = "How it is measured: the code, and what it printed"
RACE_LABEL = "Measured time of a multiplication of two tables, by size and device"
RACE_FAILED = "`{place}` could not be measured: {error}"

CHAIN_TITLE = "Build your own chain"
CHAIN_INTRO = "X goes in with the shape `{shape}`. Add layers at the end, take any of them away."
CHAIN_ADD = "Add a layer"
CHAIN_OUT = "Numbers out"
CHAIN_UNDO = "Start again"
CHAIN_REMOVE = "Take {layer} away"
CHAIN_FIT = "Make it fit: {layer}"
CHAIN_FULL = "Eight layers are enough here."
CHAIN_EMPTY = "An empty chain: what goes in comes out."
CHAIN_MISFIT = (
    "**{layer}** wants {wanted} numbers at the end of the shape, but gets {got}: the shape before "
    "it is `{shape}`. The input side is not yours to choose: it is whatever comes before."
)
CHAIN_ROWS = (
    "No error, but look at the shape: without Flatten in front, each *row* of 28 pixels goes "
    "through by itself."
)
CHAIN_TEN = "Ten numbers for each picture: fit for ten digits."

LINEAR_PICTURES = ("picture {image}", "weights of output {unit}", "picture × weights")
LINEAR_TERM = "({row}, {column}): {pixel:.2f} × {weight:+.3f}"
LINEAR_REST = "the other {count}"
LINEAR_OUT = "output"
SUM_OF_ROW = "Σ {total:.2f}"
LINEAR_SUM = "The largest of the 784 products, the rest, the bias, and what comes out"
RELU_BEFORE = "before ReLU: any sign"
RELU_AFTER = "after ReLU: zero or more"
RELU_CURVE = "f(x) = max(0, x), with the numbers of picture {image} as points"
SOFTMAX_RIGHT = "`dim=1`: each row makes 1"
SOFTMAX_WRONG = "`dim=0`: each column makes 1"
SOFTMAX_RELU = (
    "The tutorial's class ends with a ReLU on the scores. It turns negative scores into 0, so the "
    "digits {tied} of this picture all get the same share, however unlike their scores were; the "
    "shares of the others shrink a little. pytorch.org dropped this ReLU in 2021, Microsoft's "
    "version kept it."
)
SOFTMAX_RELU_NONE = (
    "The tutorial's class ends with a ReLU on the scores, which turns negative ones into 0. "
    "Picture {image} has fewer than two of them, so hardly anything changes; try another picture "
    "or seed. pytorch.org dropped this ReLU in 2021, Microsoft's version kept it."
)
SOFTMAX_WITHOUT = "without a last ReLU: digit {digit}"
SOFTMAX_WITH = "with a last ReLU: digit {digit}"
PARAMETER_LINE = "- `{name}` `{shape}`, {count} numbers:  \n  {origin}"
PARAMETER_ORIGIN = {
    "weight": "weights of `linear_relu_stack[{place}]`: {into} numbers in, {out} out",
    "bias": "biases of `linear_relu_stack[{place}]`: one for each number out",
}
TO_PARAMETERS = "All parameters of a trained network"
TO_DRAW = "Draw a digit"

FLATTEN_VIEW = {
    "label": (
        "Pictures and their flattened rows. With the keyboard: arrow keys move from pixel to "
        "pixel, Page Up and Page Down from picture to picture."
    ),
    "invite": "Point at a pixel or at a row. With the keyboard: Tab here, then the arrow keys.",
    "found": "picture {image}, row {row}, column {column} ↔ number {number} = 28 × {row} + "
    "{column}; value {value}",
    "picture": "picture {image}",
}


def duration(milliseconds: float) -> str:
    """Say a time with a fitting unit."""
    if milliseconds < 1:
        return f"{milliseconds * 1000:.0f} µs"
    if milliseconds < 1000:
        return f"{milliseconds:.1f} ms" if milliseconds < 10 else f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


def reading(step: str, shown: str, source: str) -> list[tuple[str, str]]:
    """Give the pieces of a step's code and output, each with its meaning.

    Args:
        step: Its name.
        shown: Its code and its output; what is not in there is not explained.
        source: Where the pictures come from.
    """
    pieces = list(STEPS[step].reading)
    if step == "data":
        pieces[2:2] = [READING_OF_PIXELS, *READING_OF_INPUT[source]]
    return [piece for piece in pieces if piece[0] in shown]
