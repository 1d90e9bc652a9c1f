"""What the steps of part two say: how the network learns.

It must not know how that is laid out.
"""

from mlp.web.lesson.told import MistakeWords, StepWords

LEARNING: dict[str, StepWords] = {
    "loss": StepWords(
        short="Loss",
        title="How wrong is it? The loss",
        words=(
            "To learn, the network needs the right answer, the **target**: this picture is a "
            "**{loss_target}**. It gives that digit a share of {loss_share}. The **loss** makes "
            "one number of it: 0 if the share were 100 %, and the larger, the smaller the share. "
            "Here it is **{loss_loss}**. Learning means: change the weights so that this number "
            "gets smaller.\n\n"
            "One trap is built into this network. Its last ReLU makes every score below zero a 0, "
            "and a score that is cut off cannot be learned: nothing that you change a little "
            "changes it. So the program lifts all ten scores by 1 before it begins."
        ),
        numbers=(
            "Cross-entropy: loss = −log(share of the target) = −log({loss_share_number}) = "
            "{loss_loss}. Whoever guesses has a share of 1/10 and a loss of log 10 ≈ 2.303. The "
            "slope of the loss by each score is its share minus its target (1 for the right digit, "
            "0 for the others): only the right one is pulled up."
        ),
        code=(
            "`nn.CrossEntropyLoss` takes the logits, not the shares: it contains the softmax. The "
            "target is the digit's number (int64), not a row of ten. `no_grad()` keeps PyTorch "
            "from writing down the change of the biases as a part of the calculation."
        ),
        reading=(
            ("lift = ", "What is added to the scores; switch it off beside this."),
            ("y = ", "The right answers of all pictures."),
            ("image, target = X[:1], y[:1]", "Picture 0 alone, and its right answer."),
            ("with torch.no_grad():", "Do what is indented without taking notes for learning."),
            (".bias += lift", "Make the biases of the last Linear larger."),
            ("nn.CrossEntropyLoss()", "What measures how wrong ten scores are."),
            ("loss = loss_fn(logits, target)", "Scores and right answer in, one number out."),
            ("share.log()", "The natural logarithm; of numbers below 1 it is negative."),
            ("Target: tensor([", "The right answer, as a tensor with one number."),
        ),
    ),
    "backward": StepWords(
        short="Slopes",
        title="loss.backward(): the slope of every weight",
        words=(
            "Which weights are to blame? Imagine to turn one of them up a little and to look "
            "whether the loss grows or shrinks, and how fast. That is its **slope**, also called "
            "its **gradient**. There are {num_parameters} weights and biases, and "
            "`loss.backward()` finds the slopes of all of them in one go, from the last layer back "
            "to the first: **back-propagation**.\n\n"
            "The network is not changed yet. We only know now in which direction each of its "
            "numbers should go: down where the slope is above zero, up where it is below."
        ),
        numbers=(
            "A slope is a derivative: ∂loss/∂weight. PyTorch keeps it in `.grad`, in the shape of "
            "the parameter. It is 0 for every weight of a pixel that is black and of a unit that a "
            "ReLU has cut off."
        ),
        code=(
            "`backward()` *adds* to `.grad`; that is why `zero_grad()` comes first. PyTorch has "
            "noted each operation on the way forward (the graph), and frees it after one "
            "`backward()`. `.1e` writes two digits and the power of ten."
        ),
        reading=(
            ("model.zero_grad()", "Forget the slopes of before."),
            ("loss.backward()", "Find the slope of every weight and bias."),
            ("param.grad", "The slopes of one block, as many as it has numbers."),
            (".abs().max()", "The largest, whatever its sign."),
            ("param.grad.numel()", "How many slopes there are in a block."),
        ),
    ),
    "chain_rule": StepWords(
        short="Chain rule",
        title="Where a slope comes from: the chain rule",
        words=(
            "There is no magic in `backward()`: each slope is a product of two numbers. One is the "
            "**value that comes in** through this weight: nothing comes in, nothing to blame. The "
            "other is the **error** of the number that comes out: how much the loss would grow "
            "with it.\n\n"
            "And that error is the sum of what all numbers after it pass back. So it goes on, link "
            "by link, from the loss to the first layer: the **chain rule**.\n\n"
            "Do you believe it? The program also tries it out: it turns this one weight up and "
            "down by a hundred-thousandth and looks at the loss. Both say **{chain_rule_tried}**."
        ),
        numbers=(
            "slope = error × value: {chain_rule_error} × {chain_rule_value} = {chain_rule_slope}. "
            "Tried out: (loss(w + h) − loss(w − h)) ÷ 2h with h = 0.00001, in numbers with twice "
            "as many digits (float64): {chain_rule_tried}."
        ),
        code=(
            "`retain_grad()` keeps the slopes of values on the way, which PyTorch else throws "
            "away. The derivative of a ReLU is 1 where it lets through and 0 where not; that of a "
            "Linear by its input is its weight. The check needs float64: in float32 the tiny "
            "difference would drown in rounding."
        ),
        reading=(
            ("import copy", "Fetch the tool that makes copies."),
            ("layer = ", "Which place of the chain: 0, 2 or 4 are its Linear layers."),
            ("unit, source = ", "Which number that comes out, and which that comes in."),
            ("divmod(", "Divide, and keep the rest too: from one count to row and column."),
            ("values = [model.flatten(image)]", "A list of all values on the way."),
            (".retain_grad()", "Keep the slopes of these values too."),
            ("copy.deepcopy(model)", "A copy to play with."),
            (".double()", "With twice as many digits."),
            ("def loss_with(change):", "A piece of program: the loss with the weight changed."),
            ("/ 2e-5", "Divided by the whole way from down to up."),
        ),
    ),
    "step": StepWords(
        short="Step",
        title="One step of learning",
        words=(
            "Now every weight takes a step against its slope. How large? Slope times **learning "
            "rate**, here {step_learning_rate}. This weight goes from {step_before} to "
            "**{step_after}**. All {num_parameters} do it at once, and the loss goes from "
            "{step_loss} to **{step_new_loss}**; the share of the right answer from {step_share} "
            "to **{step_new_share}**.\n\n"
            "The rule by which they step is the **optimizer**. SGD steps straight against the "
            "slope; with **momentum** it keeps some of the step before, like a rolling ball; "
            "**Adam** gives every weight a step size of its own."
        ),
        numbers=(
            "SGD: weight − rate × slope. Momentum: step = 0.9 × step before + slope, then "
            "likewise; the first step is that of SGD. Adam divides by how large the slope usually "
            "is, so that at first every weight goes ±rate, whatever its slope."
        ),
        code=(
            "The order of the four lines is always the same: `zero_grad()`, loss, `backward()`, "
            "`step()`. `step()` changes the parameters in place. `no_grad()`: what only looks "
            "needs no graph."
        ),
        reading=(
            ("learning_rate = ", "How large the steps are; change it beside this."),
            ("torch.optim.", "PyTorch's optimizers."),
            ("model.parameters()", "All numbers that it may change."),
            ("optimizer.zero_grad()", "Forget the slopes of before."),
            ("optimizer.step()", "Change every weight and bias, once."),
            ("weight.grad[unit, source]", "The slope of the one weight that we watch."),
            ("logits.argmax(1)", "The digit that now has the highest score."),
        ),
    ),
    "epoch": StepWords(
        short="Epoch",
        title="A batch, and all of them: an epoch",
        words=(
            "One picture is not enough: a network that learned only this one would say the same to "
            "everything. So it learns from many, 128 at a time: a **batch**. The loss of a batch "
            "is the mean of its pictures, and so is each slope: what helps only one picture "
            "cancels out, what helps most of them stays.\n\n"
            "Forget the slopes, loss, slopes, step, and the next batch. 469 batches are all 60,000 "
            "training pictures: an **epoch**. Here it has learned from {epoch_count}, and the loss "
            "went from {epoch_first} to **{epoch_last}**. On the page *Train* runs the same loop."
        ),
        numbers=(
            "60,000 ÷ 128 = 468.75: the last batch has 96 pictures. The loss jumps from batch to "
            "batch, because each has other pictures; what counts is where it goes."
        ),
        code=(
            "`randperm` shuffles, `split` cuts into batches; the tutorial's `DataLoader` with "
            "`shuffle=True` does the same. It is the loop in `mlp/training/loop.py`, without what "
            "that adds: falling step sizes, augmentation, averaging."
        ),
        reading=(
            ("num_batches = ", "How many batches; change it beside this."),
            ("torch.randperm(", "All picture numbers, shuffled."),
            ("torch.split(order, 128)", "Cut into pieces of 128: the batches."),
            ("for batch in batches[:num_batches]:", "For each of them, do what is indented."),
            ("train.pixels[batch]", "The pictures with these numbers."),
            ("/ 255", "0 to 255 become 0 to 1."),
            ("losses.append(", "Write the loss down at the end of a list."),
            ("losses[-1]", "The last one of the list."),
        ),
    ),
    "test": StepWords(
        short="Test",
        title="Has it understood? The test set",
        words=(
            "A good mark on the exercises proves nothing: one can learn them by heart. So 10,000 "
            "digits were kept apart. The network never learns from these **test digits**; they "
            "only tell how well it reads what it has never seen: **{test_share}**.\n\n"
            "If a network is much better on what it has learned from than on the test digits, it "
            "has **overfitted**: learned by heart instead of understood. The mistake below does "
            "exactly that."
        ),
        numbers=(
            "Guessing gives 10 %. {test_right} of 10,000 are right; a second look by chance would "
            "differ by about half a percent. Who tries many settings and keeps the one that is "
            "best on the test digits has learned from them too: that is what a third set, for "
            "validation, is for."
        ),
        code=(
            "`no_grad()` saves the notes for learning. Networks with dropout or batch "
            "normalisation also need `model.eval()`; this one has neither. `count_right` is given "
            "the model, so that it can judge any."
        ),
        reading=(
            ("def count_right(model, digits):", "A piece of program: count the right answers."),
            ("range(0, len(digits), 1000)", "1000 pictures at a time."),
            ("is_right = ", "For each picture whether the answer is the label."),
            ("torch.bincount(", "Count how often each digit is there."),
            (":.1%", "Write it in percent, with one digit after the point."),
            ("enumerate(right)", "Each number with its place: the digit."),
        ),
    ),
}

MISTAKES: dict[str, MistakeWords] = {
    "softmax_first": MistakeWords(
        "softmax before `CrossEntropyLoss`",
        "The loss contains a softmax. With one more before it even a perfect answer, 50 for the "
        "right digit and 0 for all others, has a loss of 1.46 instead of 0, and the slopes become "
        "so flat that it hardly learns. Hand over the logits.",
    ),
    "float_labels": MistakeWords(
        "labels with a decimal point",
        "A target is the number of a class: a whole number (Long), not 7.0 (Float). `.long()` "
        "makes it one.",
    ),
    "no_grad": MistakeWords(
        "forget `no_grad()`",
        "PyTorch takes notes of everything that is done with a parameter (“a leaf Variable that "
        "requires grad”), and would lose track if it were changed in place. `no_grad()` says: "
        "this is no part of the calculation.",
    ),
    "target_elsewhere": MistakeWords(
        "the target in another place than the model",
        "The scores lie on `{device}`, the target on `{elsewhere}`. Model, pictures *and* targets "
        "must lie in the same place.",
    ),
    "no_zero_grad": MistakeWords(
        "forget `zero_grad()`",
        "`backward()` adds the new slopes to the old ones. Without `zero_grad()` each step also "
        "goes where all the steps before wanted to go: here twice as far.",
    ),
    "backward_twice": MistakeWords(
        "`backward()` twice",
        "PyTorch throws its notes of the way forward away as soon as they were used once. Compute "
        "the loss anew, and call `backward()` once.",
    ),
    "no_step": MistakeWords(
        "forget `optimizer.step()`",
        "Everything is computed and nothing is changed: the loss stays as it is, to the last "
        "digit.",
    ),
    "high_rate": MistakeWords(
        "a learning rate far too high",
        "Each step jumps far over the goal: instead of shrinking, the loss explodes. If it ends at "
        "2.30, all scores are below zero, cut off by the last ReLU: the network is dead "
        "and can only guess (1 in 10).",
    ),
    "by_heart": MistakeWords(
        "judge by the pictures it has learned from",
        "It has crammed 100 pictures, forty times each, and knows them all by heart. Only pictures "
        "that it has never seen tell how well it reads.",
    ),
}
