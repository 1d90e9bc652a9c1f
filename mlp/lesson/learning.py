"""Part two as text: how the network learns, from one picture's loss to the test digits.

It must not run anything, nor know the ten steps before, only the names that they make.
Source of the loop: `mlp/training/loop.py`, which the Train page runs.
"""

from mlp.lesson.step import Mistake, Settings, Step

_LOSS = """\
image, target = X[:1], y[:1]
with torch.no_grad():
    model.linear_relu_stack[4].bias += lift

loss_fn = nn.CrossEntropyLoss()
logits = model(image)
loss = loss_fn(logits, target)
print(f"Target: {target}")
print(f"Loss: {loss:.4f}")

share = nn.Softmax(dim=1)(logits)[0, target[0]]
print(f"Share of the target: {share:.4f}")
print(f"-log of that share: {-share.log():.4f}")
"""

_BACKWARD = """\
model.zero_grad()
loss = loss_fn(model(image), target)
loss.backward()
for name, param in model.named_parameters():
    steepest = param.grad.abs().max()
    print(f"{name}: {param.grad.shape}, up to {steepest:.1e}")

slopes = sum(param.grad.numel() for param in model.parameters())
print(f"{slopes:,} slopes")
"""

_CHAIN_RULE = """\

values = [model.flatten(image)]
for part in model.linear_relu_stack:
    values.append(part(values[-1]))
    values[-1].retain_grad()
model.zero_grad()
loss_fn(values[-1], target).backward()

error = values[layer + 1].grad[0, unit]
value = values[layer][0, source]
slope = model.linear_relu_stack[layer].weight.grad[unit, source]
print(f"error at unit {unit}: {error:.4e}")
print(f"value {source} that comes in: {value:.4e}")
print(f"error times value: {error * value:.4e}")
print(f"slope by backward(): {slope:.4e}")

exact = copy.deepcopy(model).cpu().double()
weight = exact.linear_relu_stack[layer].weight

def loss_with(change):
    with torch.no_grad():
        weight[unit, source] += change
        moved = loss_fn(exact(image.cpu().double()), target.cpu())
        weight[unit, source] -= change
    return moved

tried = (loss_with(1e-5) - loss_with(-1e-5)) / 2e-5
print(f"slope by trying it out: {tried:.4e}")
"""

_STEP = """\

optimizer.zero_grad()
loss = loss_fn(model(image), target)
loss.backward()
weight = model.linear_relu_stack[layer].weight
before, slope = weight[unit, source].item(), weight.grad[unit, source]
share = nn.Softmax(dim=1)(model(image))[0, target[0]].item()
optimizer.step()
after = weight[unit, source].item()
print(f"weight before: {before:.6f}")
print(f"its slope:     {slope:.6f}")
print(f"weight after:  {after:.6f}")

with torch.no_grad():
    logits = model(image)
    new_loss = loss_fn(logits, target)
    new_share = nn.Softmax(dim=1)(logits)[0, target[0]].item()
print(f"loss: {loss:.4f} -> {new_loss:.4f}")
print(f"share of the target: {share:.4f} -> {new_share:.4f}")
print(f"Predicted class: {logits.argmax(1)}")
"""

_EPOCH = """\
from mlp.dataset import load_digits

train = load_digits("train")
chance = torch.Generator().manual_seed(seed)
order = torch.randperm(len(train), generator=chance)
batches = torch.split(order, 128)
print(f"{len(train):,} pictures make {len(batches)} batches")

losses = []
for batch in batches[:num_batches]:
    images = train.pixels[batch].to(device) / 255
    labels = train.labels[batch].to(device)
    optimizer.zero_grad()
    loss = loss_fn(model(images), labels)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(f"loss of the first batch: {losses[0]:.2f}")
print(f"loss of batch {len(losses)}: {losses[-1]:.2f}")
"""

_TEST = """\
def count_right(model, digits):
    right = torch.zeros(10, dtype=torch.int64)
    with torch.no_grad():
        for start in range(0, len(digits), 1000):
            part = digits.part(start, start + 1000)
            answers = model(part.images().to(device)).argmax(1).cpu()
            is_right = answers == part.labels
            right += torch.bincount(part.labels[is_right], minlength=10)
    return right

test = load_digits("test")
right = count_right(model, test)
print(f"test digits read rightly: {right.sum() / len(test):.1%}")
for digit, count in enumerate(right):
    print(digit, f"{count / (test.labels == digit).sum():.0%}")
"""

LEARNING: tuple[Step, ...] = (
    Step(
        "loss",
        _LOSS,
        settings=("lift",),
        hidden_settings=("target",),
        mistakes=(
            Mistake(
                "softmax_first",
                "softmax = nn.Softmax(dim=1)\n"
                "perfect = torch.zeros(1, 10, device=device)\n"
                "perfect[0, target] = 50\n"
                "answer = softmax(perfect)\n"
                'print(f"Loss of a perfect answer: {loss_fn(answer, target):.4f}")\n',
                wrong="answer = softmax(perfect)",
                right="answer = perfect",
                is_silent=True,
            ),
            Mistake(
                "float_labels",
                "labels = target.float()\nloss = loss_fn(logits, labels)\nprint(loss.shape)\n",
                wrong="labels = target.float()",
                right="labels = target.long()",
            ),
            Mistake(
                "no_grad",
                "bias = model.linear_relu_stack[4].bias\nbias += 1\nprint(bias.shape)\n",
                wrong="bias += 1",
                right="with torch.no_grad():\n    bias += 1",
            ),
            Mistake(
                "target_elsewhere",
                "far_target = target.to(elsewhere)\n"
                "loss = loss_fn(model(image), far_target)\n"
                "print(loss.shape)\n",
                wrong="far_target = target.to(elsewhere)",
                right="far_target = target.to(device)",
            ),
        ),
    ),
    Step(
        "backward",
        _BACKWARD,
        mistakes=(
            Mistake(
                "no_zero_grad",
                "weight = model.linear_relu_stack[0].weight\n"
                "once = weight.grad.norm().item()\n"
                "# nothing is set to zero\n"
                "loss_fn(model(image), target).backward()\n"
                "again = weight.grad.norm().item()\n"
                'print(f"The same slopes, {again / once:.2f} times as steep")\n',
                wrong="# nothing is set to zero",
                right="model.zero_grad()",
                is_silent=True,
            ),
            Mistake(
                "backward_twice",
                "loss = loss_fn(model(image), target)\n"
                "loss.backward()\n"
                "loss.backward()  # once more\n"
                "print(model.linear_relu_stack[0].weight.grad.shape)\n",
                wrong="loss.backward()  # once more",
                right="# once is enough",
            ),
        ),
    ),
    Step("chain_rule", _CHAIN_RULE, hidden_settings=("layer", "weight")),
    Step(
        "step",
        _STEP,
        settings=("learning_rate",),
        hidden_settings=("rule",),
        mistakes=(
            Mistake(
                "no_step",
                "for _ in range(3):\n"
                "    optimizer.zero_grad()\n"
                "    loss = loss_fn(model(image), target)\n"
                "    loss.backward()\n"
                "    pass\n"
                '    print(f"loss: {loss:.4f}")\n',
                wrong="    pass",
                right="    optimizer.step()",
                is_silent=True,
            ),
            Mistake(
                "high_rate",
                "hasty = torch.optim.SGD(model.parameters(), lr=100)\n"
                "for _ in range(4):\n"
                "    hasty.zero_grad()\n"
                "    loss = loss_fn(model(X), y)\n"
                "    loss.backward()\n"
                "    hasty.step()\n"
                '    print(f"loss: {loss:,.2f}")\n',
                wrong="hasty = torch.optim.SGD(model.parameters(), lr=100)",
                right="hasty = torch.optim.SGD(model.parameters(), lr=0.01)",
                is_silent=True,
            ),
        ),
    ),
    Step("epoch", _EPOCH, settings=("num_batches",)),
    Step(
        "test",
        _TEST,
        mistakes=(
            Mistake(
                "by_heart",
                "few = train.part(0, 100)\n"
                "images, labels = few.images().to(device), few.labels.to(device)\n"
                "crammer = torch.optim.Adam(model.parameters())\n"
                "for _ in range(40):\n"
                "    crammer.zero_grad()\n"
                "    loss_fn(model(images), labels).backward()\n"
                "    crammer.step()\n"
                "judged_by = few\n"
                'print(f"{count_right(model, judged_by).sum() / len(judged_by):.1%} right")\n',
                wrong="judged_by = few",
                right="judged_by = test",
                is_silent=True,
            ),
        ),
    ),
)
"""After the tutorial's ten."""

_OPTIMIZERS = {
    "sgd": "optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)\n",
    "momentum": (
        "optimizer = torch.optim.SGD(\n    model.parameters(), lr=learning_rate, momentum=0.9\n)\n"
    ),
    "adam": "optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)\n",
}


def learning_code(name: str, settings: Settings) -> str:
    """Write what a step's code begins with, as the visitor chose it; empty where nothing does."""
    match name:
        case "loss":
            return _targets(settings)
        case "chain_rule":
            return _chosen_weight(settings)
        case "step":
            return _OPTIMIZERS[settings.rule]
    return ""


def _targets(settings: Settings) -> str:
    """Write which digits the pictures are."""
    match settings.source:
        case "test":
            return "y = digits.labels[:batch_size].to(device)\n"
        case "random":
            return (
                "chance = torch.Generator().manual_seed(seed)\n"
                "y = torch.randint(10, (batch_size,), generator=chance).to(device)\n"
            )
    others = 'others = load_digits("test").labels[: batch_size - 1]\n'
    if settings.example is not None:
        example = f"{settings.example} : {settings.example + 1}"
        mine = f'mine = load_digits("test").labels[{example}]\n'
    else:
        mine = f"mine = torch.tensor([{settings.target}])\n"
    return f"{mine}{others}y = torch.cat([mine, others]).to(device)\n"


def _chosen_weight(settings: Settings) -> str:
    """Write which weight is looked at."""
    begin = f"import copy\n\nlayer = {settings.layer}\n"
    if settings.weight is not None:
        unit, source = settings.weight
        return f"{begin}unit, source = {unit}, {source}\n"
    return (
        f"{begin}slopes = model.linear_relu_stack[layer].weight.grad\n"
        "unit, source = divmod(slopes.abs().argmax().item(), slopes.shape[1])\n"
    )
