"""What each step of the lesson says, its mistakes included.

It must not know how that is laid out.
"""

from mlp.web.lesson.learning_words import LEARNING
from mlp.web.lesson.told import StepWords

IMPORTS: tuple[tuple[str, str], ...] = (
    ("import os", "The tutorial fetches it too: it knows files and folders. Not needed here."),
    (
        "from torch.utils.data import DataLoader",
        "The tutorial's: it hands out pictures batch by batch. Step 15 does that in two lines.",
    ),
    (
        "from torchvision import datasets, transforms",
        "The tutorial's: `datasets` fetches collections of pictures, `transforms` turns a picture "
        "into a tensor. Glassbox brings MNIST along and reads it with `load_digits`.",
    ),
)
"""What the tutorial imports beside what this lesson needs; explained, though not in the code."""

_ANSWERING: dict[str, StepWords] = {
    "device": StepWords(
        short="Device",
        title="Choose where to compute",
        words=(
            "We are going to build a small **neural network**: a calculation that takes a picture "
            "of a handwritten digit and says which digit it is. **PyTorch** is the toolbox for "
            "it.\n\n"
            "First: where to calculate? A computer has one or two places where it can do sums. The "
            "**CPU** is a small team of experts: quick at anything, a few things at a time. A "
            "**GPU** is a stadium full of school children: each can only do simple sums, but all "
            "at once. *Many simple things: GPU. Few complicated things: CPU.* PyTorch calls such a "
            "place a **device**.\n\n"
            "One rule holds in all steps: the network's numbers, the pictures that go in (the "
            "**features**) and the right answers (the **targets**) must lie **in the same "
            "place**."
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
            *IMPORTS,
            ("from torch import nn", "From it take `nn`: the parts of neural networks."),
            ("device = ", "Give what stands on the right the name `device`."),
            (
                '"cuda" if torch.cuda.is_available() else "cpu"',
                "If there is a graphics card of the kind CUDA: the word “cuda”, if not: “cpu”.",
            ),
            (
                "if torch.accelerator.is_available():",
                "If there is any accelerator, a helper of the CPU such as a graphics card, do what "
                "stands indented below. If not, skip it.",
            ),
            ("current_accelerator().type", "The helper's kind, as a word."),
            ("print(", "Write on the screen what stands in the brackets."),
        ),
    ),
    "class": StepWords(
        short="Class",
        title="Describe the network",
        words=(
            "Before anything is computed, we write the plan. A **class** is a plan, as for a "
            "machine: `__init__` lists the parts and prepares them once; `forward` says what a "
            "picture passes, one part after the other, every time. So parts are made once and used "
            "again and again.\n\n"
            "`super().__init__()` comes first: PyTorch's own preparations for every network, such "
            "as a list in which to keep its parts. Below the plan, the machine is built and called "
            "`model`; `print(model)` lists its parts. Its {num_parameters} **parameters**, the "
            "numbers that it learns, begin at random: it knows nothing yet."
        ),
        numbers=(
            "784 → 512 → 512 → 10. Each `Linear` has (numbers in) × (numbers out) weights and one "
            "bias for each number out: 784 × 512 + 512 = 401,920; 512 × 512 + 512 = 262,656; "
            "512 × 10 + 10 = 5,130. Together {num_parameters}."
        ),
        code=(
            "`nn.Module.__setattr__` registers every part that is assigned to `self`; that is why "
            "`super().__init__()` must have run. `.to(device)` moves all parameters in place and "
            "gives the module back. `super(NeuralNetwork, self).__init__()`, as the tutorial "
            "has it, is the form from before Python 3. The numbers in brackets in the output are "
            "places in the "
            "`Sequential`: `model.linear_relu_stack[4]` is the last `Linear`."
        ),
        reading=(
            ("seed = ", "The number that the random numbers start from; change it above."),
            (
                "class NeuralNetwork(nn.Module):",
                "A plan named NeuralNetwork. It builds on PyTorch's general plan, `nn.Module`.",
            ),
            ("def __init__(self):", "How it is prepared. `self` is the machine being built."),
            (
                "super().__init__()",
                "First PyTorch's own preparations. The tutorial writes the older form, "
                "`super(NeuralNetwork, self).__init__()`, which does the same.",
            ),
            ("self.flatten = nn.Flatten()", "A part that lays a picture out in one row (step 5)."),
            ("nn.Sequential(", "Parts in a fixed order, one after the other (step 8)."),
            ("nn.Linear(28 * 28, 512)", "Mixes 784 numbers into 512 new ones (step 6)."),
            ("nn.ReLU()", "Turns everything below zero into 0 (step 7)."),
            ("def forward(self, x):", "What happens to a picture `x` each time one comes."),
            ("x = self.flatten(x)", "Send `x` through that part; call what comes out `x` again."),
            ("return logits", "Hand the ten scores out."),
            ("torch.manual_seed(seed)", "Start the random numbers from the seed."),
            (
                "NeuralNetwork().to(device)",
                "Build the machine by its plan and put it in the place chosen in step 1.",
            ),
            (
                "start_dim=1, end_dim=-1",
                "What Flatten joins: from direction 1 to the last one (−1). Direction 0, the "
                "pictures, stays.",
            ),
            ("(0): Linear(", "The part in place 0 of the chain: programs count from 0."),
            ("in_features=784, out_features=512", "784 numbers go in, 512 come out."),
            ("bias=True", "Yes, this part also has biases (step 6)."),
        ),
    ),
    "data": StepWords(
        short="Data",
        title="Something to look at",
        words=(
            "Now the network needs pictures. {what_goes_in} PyTorch keeps them in one **tensor**: "
            "a block of numbers, here called `X`. Its **shape** `({batch_size}, 28, 28)` says how "
            "many there are in each direction: first the pictures, here {batch_size} (together "
            "they are the **batch**), then the 28 rows of each picture, then the 28 **pixels**, or "
            "dots, of each row. A pixel is one number from 0 (black) to 1 (white).\n\n"
            "Programs count from 0: the first picture is picture 0, its first row is row 0."
        ),
        numbers=(
            "(batch, height, width): {batch_size} × 28 × 28 = {num_values} numbers of four bytes "
            "each. The tutorial first takes a batch of 1, then of 3; the first of the three "
            "numbers is always how many pictures there are."
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
            ("X.dtype", "What kind of numbers they are."),
            ("X.device", "In which place they lie."),
            ("X[0, 14, 10:16]", "Of picture 0, row 14, the six pixels in columns 10 to 15."),
            (
                "torch.float32",
                "The kind of number: with a decimal point (float), each kept as 32 zeros and ones.",
            ),
        ),
    ),
    "forward": StepWords(
        short="Forward",
        title="The first answer",
        words=(
            "First one picture, as in the tutorial: a batch of 1, `(batch, height, width)` = "
            "`(1, 28, 28)`. Then all of them. `model(X)` sends them through the network, and out "
            "come ten **scores** for each picture, one for each digit from 0 to 9, called "
            "**logits**. The digit with the highest score is the answer; step 9 looks at the last "
            "lines. A network that has learned nothing only guesses.\n\n"
            "`forward` gets the pictures only, never the right answers: it must not know them. "
            "(Other toolboxes, such as scikit-learn, take both when they learn.) And we write "
            "`model(X)`, not `model.forward(X)`: PyTorch then runs `forward` for us and does its "
            "own bookkeeping around it."
        ),
        numbers=(
            "{num_zero_logits} of the {num_logits} scores are exactly 0: they were negative, and "
            "the tutorial's last ReLU cut them off (step 9 asks whether that is wise). The others "
            "go up to {max_logit}."
        ),
        code=(
            "`model(X)` is `nn.Module.__call__`, which runs hooks and then `forward`; "
            "`model.forward(X)` would skip them. `grad_fn=<ReluBackward0>` says that the last "
            "operation was a ReLU, and that PyTorch remembers the way here so that it could learn "
            "from it. In `torch.inference_mode()` it would not."
        ),
        reading=(
            ("logits = model(X)", "Send X through the network and call what comes out logits."),
            ("print(logits.shape)", "Show how many numbers came out, in each direction."),
            (
                "tensor([[",
                "For each picture ten scores in `[ ]`; the last may stand on a second line.",
            ),
            ("0.0000", "A score that was below zero: the last ReLU cut it off."),
        ),
    ),
    "flatten": StepWords(
        short="Flatten",
        title="nn.Flatten: from square to row",
        words=(
            "The layers that follow want one long row of numbers, not a square. **Flatten** takes "
            "the first row of pixels, hangs the second behind it, then the third, down to the "
            "last: 28 rows of 28 become one row of 784. Nothing is computed, nothing is lost, and "
            "each picture keeps to itself: the shape `({batch_size}, 28, 28)` becomes "
            "`({batch_size}, 784)`.\n\n"
            "Point at a pixel and see where it lands; point at the row and see where it was. Rows, "
            "columns and numbers are counted from 0."
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
            ("X[0, 14, 10].item()", "One pixel: picture 0, row 14, column 10."),
            (
                "28 * 14 + 10",
                "Where it lands in the long row: 14 rows of 28 come before its own, and 10 pixels. "
                "So the last two numbers printed are the same.",
            ),
        ),
    ),
    "linear": StepWords(
        short="Linear",
        title="nn.Linear: weigh and add up",
        words=(
            "A **Linear** layer makes new numbers out of old ones. For each new number it "
            "multiplies every old number by a **weight** of its own, adds all that up and adds one "
            "more number, the **bias**. This layer takes the 784 pixels of a picture and gives "
            "{hidden_features} new numbers. Its weights and biases are random: it has learned "
            "nothing yet.\n\n"
            "As a formula: `output = input · weightᵀ + bias`.\n\n"
            "You cannot choose how many go in: that is whatever the layer before gives. You can "
            "choose how many come out: move the slider. The code calls them **hidden features**: "
            "they are neither the picture nor the answer."
        ),
        numbers=(
            "In the formula the dot means: multiply place by place and add up; "
            "the small T: the table of weights is laid on its side so that the places fit. The "
            "weights are a table of {hidden_features} × 784, the biases {hidden_features} numbers: "
            "{layer_parameters} parameters. For number {unit} of picture {image}, 784 products add "
            "up to {products_sum}; with the bias {bias} that is **{output}**."
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
            ("hidden1[0, 0]", "What the layer made of picture 0: its number 0. It is the same."),
        ),
    ),
    "relu": StepWords(
        short="ReLU",
        title="nn.ReLU: below zero becomes zero",
        words=(
            "**ReLU** looks at each number by itself: if it is below zero, it becomes 0; if not, "
            "it stays as it is: `f(x) = 0 if x < 0 else x`. Here {zeros} of {num_hidden} numbers "
            "are 0 afterwards.\n\n"
            "It sounds like nothing, but without it a whole chain of Linear layers could do no "
            "more than one: weighing and adding up, and again, is still weighing and adding up. "
            "ReLU switches some numbers off for one picture and others for the next, so each "
            "picture is weighed in its own way.\n\n"
            "The tables show ten numbers to a line, counted from 0: line “10 +”, column 3 is "
            "number 13."
        ),
        numbers=(
            "Also written f(x) = max(0, x): the larger of 0 and x. In the drawing x is the number "
            "before, f(x) "
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
            ("Before ReLU: {hidden1}", "The numbers of all pictures, one row for each."),
            ("(relu1 == 0).sum()", "How many are equal to 0? `==` asks, `=` gives a name."),
            ("relu1.numel()", "How many numbers there are in all."),
        ),
    ),
    "sequential": StepWords(
        short="Sequential",
        title="nn.Sequential: a chain of layers",
        words=(
            "**Sequential** hangs layers one behind the other: what comes out of the first goes "
            "into the second, and so on. You can then use the whole chain as if it were one layer. "
            "Here the pictures go through Flatten, Linear, ReLU and one more Linear, which makes "
            "ten scores: one for each digit.\n\n"
            "You can also build a chain of your own. Each layer must take exactly as many numbers "
            "as the one before gives; see what happens if it does not."
        ),
        numbers=(
            "({batch_size}, 28, 28) → ({batch_size}, 784) → ({batch_size}, {hidden_features}) → "
            "({batch_size}, {hidden_features}) → ({batch_size}, 10). ReLU never changes the shape; "
            "the batch goes through all of it unchanged."
        ),
        code=(
            "The chain takes the same `flatten` and `layer1` as before, not copies: parameters are "
            "shared. The layers are `seq_modules[0]`, `seq_modules[1]`, and so on. A mismatch "
            "shows only when data comes, not when the chain is built."
        ),
        reading=(
            ("seq_modules = nn.Sequential(", "A chain of what stands in the brackets, in order."),
            ("    layer1,", "The layer of step 6, used again."),
            ("nn.Linear(hidden_features, 10)", "Takes what layer1 gives and makes ten numbers."),
            ("logits = seq_modules(X)", "Send the pictures through the whole chain."),
        ),
    ),
    "softmax": StepWords(
        short="Softmax",
        title="nn.Softmax: from scores to shares",
        words=(
            "Scores are hard to compare. **Softmax** turns the ten scores of step 8 into ten "
            "shares that add up to 1, which is 100 %: the higher a score, the larger its share. "
            "**Argmax** then says in which place the largest share stands, counted from 0, and "
            "that place is the digit.\n\n"
            "`dim` is short for **dimension**: the direction in which shares add up to 1. `dim=1` "
            "is along the ten digits of each picture. With `dim=0` each digit would be shared out "
            "among the *pictures*, which answers a question nobody asked."
        ),
        numbers=(
            "share = exp(score) ÷ the sum of all ten exp(score); exp is the growth function eˣ "
            "with e ≈ 2.718. Of picture {image}, digit {winner} has the largest score, "
            "{best_score}, and gets {best_share}; with a last ReLU it gets "
            "{relu_share}. With `dim=0` the shares of this picture make {wrong_sum} "
            "instead of 1."
        ),
        code=(
            "`dim` counts from 0: dimension 0 is the batch, 1 the classes. `argmax(1)` is along "
            "the same dimension. For training you would give `nn.CrossEntropyLoss` the logits "
            "themselves: it contains the softmax."
        ),
        reading=(
            ("softmax = nn.Softmax(dim=1)", "Shares along direction 1: the ten digits."),
            (
                "pred_probab = softmax(logits)",
                "Scores in, shares out. The name is short for “predicted probabilities”.",
            ),
            (
                "y_pred = pred_probab.argmax(1)",
                "The place of the largest share, for each picture: the predicted digit, `y_pred`.",
            ),
            (
                "Predicted class:",
                "The answer for each picture. Here a class is one of the ten digits, not a plan as "
                "in step 2.",
            ),
            ("nn.Softmax(dim=0)", "The wrong direction, to compare."),
            ("softmax(nn.ReLU()(logits))", "First negative scores to 0, then the shares."),
            ("Sum of image 0: 1.0000", "All ten shares of picture 0 together: 100 %."),
        ),
    ),
    "parameters": StepWords(
        short="Parameters",
        title="What a network consists of",
        words=(
            "All that a network knows lies in its **parameters**: the **weights** and **biases** "
            "of its Linear layers. The model of step 2 keeps them in six blocks. The code is a "
            "loop, a piece of program that is repeated: once for each block it writes down the "
            "block's name, its size and its first two rows. At the start all these numbers are "
            "random; learning means changing them, a little at a time, until most answers are "
            "right.\n\n"
            "On the page *Parameters* you see those of a network that has learned."
        ),
        numbers=(
            "Together {num_parameters} numbers, {memory}. The first block alone has "
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
            ("param.size()", "Its shape: how many rows and columns; biases are a single row."),
            ("param[:2]", "The first two rows only; of biases, the first two numbers."),
            ("linear_relu_stack.0.weight", "The weights of the part in place 0 of the chain."),
            ("...,", "Python leaves out the middle of long rows."),
        ),
    ),
}

STEPS = _ANSWERING | LEARNING
"""All steps, in order."""

READING_OF_INPUT: dict[str, tuple[tuple[str, str], ...]] = {
    "random": (
        ("torch.rand(", "As many random numbers between 0 and 1 as the brackets say."),
        ("device=device", "Make them in the place chosen in step 1."),
    ),
    "mine": (
        ("load_digits", "Glassbox's own tool that reads the digits of MNIST."),
        ("reshape(1, 28, 28) / 255", "As one picture of 28 rows of 28; 0 to 255 become 0 to 1."),
        ("torch.Generator()", "Your random picture once more, from its own seed."),
        ("torch.cat([X, others])", "Hang the test digits behind yours."),
        (".to(device)", "Move them to the place chosen in step 1."),
    ),
    "test": (
        ("load_digits", "Glassbox's own tool that reads the digits of MNIST."),
        ("digits.images(0, batch_size)", "The first pictures, as many as the batch has."),
        (".to(device)", "Move them to the place chosen in step 1."),
        ("The labels:", "Which digits they really are; people noted it beside each."),
    ),
}

READING_OF_PIXELS = (
    "bytes.fromhex(",
    "Your digit is written as text: two characters for each pixel, `..` is black, `ff` white.",
)

READING_OF_ALL: tuple[tuple[str, str], ...] = (
    ('print(f"', "Write this text; where `{ }` stands, put in the value."),
    (":.4f", "Write the number with four digits after the point."),
    (".item()", "Take it out of the tensor, as a plain number."),
    (".tolist()", "Take them out of the tensor, as a plain list."),
    (".to(device)", "Put it in the place chosen in step 1."),
    ("torch.Size(", "How Python writes a shape: how many in each direction."),
    ("tensor([", "Here come the numbers of a tensor, in square brackets."),
    ("e-0", "In 4.5e-02, “e-02” says: move the point two places to the left, 0.045."),
    ("grad_fn=", "PyTorch's note of how this was computed; it is needed only for learning."),
)
"""What may stand in any step."""


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
    explained = " ".join(piece for piece, _ in pieces)
    pieces += [common for common in READING_OF_ALL if common[0] not in explained]
    return [piece for piece in pieces if piece[0] in shown or piece in IMPORTS]
