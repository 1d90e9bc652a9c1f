"""All steps and their classic mistakes as text: what is shown is what is run.

It must not run anything. Each step goes on with the names of the steps before it, so that all of
them, one after the other, are one program.
Source of the first ten: "Build a neural network", PyTorch's tutorials and Microsoft Learn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mlp.dataset import SIDE
from mlp.lesson.learning import LEARNING, learning_code
from mlp.lesson.step import Mistake, Settings, Step, before_step

_DEVICE = """\
import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
print("The tutorial's line chooses:", device)

if torch.accelerator.is_available():
    device = torch.accelerator.current_accelerator().type
print("Today's general form chooses:", device)
"""

_CLASS = """\
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
            nn.ReLU(),
        )

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits


torch.manual_seed(seed)
model = NeuralNetwork().to(device)
print(model)
"""

TRAINED_CODE = """
from mlp.files.read import BUNDLED_WEIGHTS
from safetensors.torch import load_file

model.load_state_dict(load_file(BUNDLED_WEIGHTS))
"""
"""What makes the random network of step 2 one that has learned."""

_DATA_END = """\
print(X.shape, X.dtype, X.device)
print(X[0, 14, 10:16])
"""

_FORWARD = """\
one = X[:1]
print(one.shape)
logits = model(one)
pred_probab = nn.Softmax(dim=1)(logits)
y_pred = pred_probab.argmax(1)
print(f"Predicted class: {y_pred}")

logits = model(X)
print(logits.shape)
print(logits)
"""

_FLATTEN = """\
flatten = nn.Flatten()
flat_image = flatten(X)
print(X.shape)
print(flat_image.shape)

print(X[0, 14, 10].item())
print(flat_image[0, 28 * 14 + 10].item())
"""

_LINEAR = """\
layer1 = nn.Linear(
    in_features=28 * 28,
    out_features=hidden_features,
).to(device)
hidden1 = layer1(flat_image)
print(hidden1.shape)

products = flat_image[0] * layer1.weight[0]
by_hand = products.sum() + layer1.bias[0]
print(f"by hand:   {by_hand:.4f}")
print(f"the layer: {hidden1[0, 0]:.4f}")
"""

_RELU = """\
relu1 = nn.ReLU()(hidden1)
print(f"Before ReLU: {hidden1}\\n")
print(f"After ReLU: {relu1}\\n")

zeros = (relu1 == 0).sum().item()
print(f"{zeros} of {relu1.numel()} numbers are now 0")
"""

_SEQUENTIAL = """\
seq_modules = nn.Sequential(
    flatten,
    layer1,
    nn.ReLU(),
    nn.Linear(hidden_features, 10),
).to(device)
logits = seq_modules(X)
print(logits.shape)
"""

_SOFTMAX = """\
softmax = nn.Softmax(dim=1)
pred_probab = softmax(logits)
y_pred = pred_probab.argmax(1)
print(f"Predicted class: {y_pred}")
print(f"Shares of image 0: {pred_probab[0]}")
print(f"Sum of image 0: {pred_probab[0].sum():.4f}")

wrong_way = nn.Softmax(dim=0)(logits)
print(f"With dim=0, sum of image 0: {wrong_way[0].sum():.4f}")

after_relu = softmax(nn.ReLU()(logits))
print(f"With a last ReLU: {after_relu.argmax(1).tolist()}")
"""

_PARAMETERS = """\
for name, param in model.named_parameters():
    print(f"Layer: {name} | Size: {param.size()} | Values : {param[:2]} \\n")
"""

_ANSWERING: tuple[Step, ...] = (
    Step(
        "device",
        _DEVICE,
        mistakes=(
            Mistake(
                "elsewhere",
                "features = torch.ones(3, device=device)\n"
                "target = torch.zeros(3, device=elsewhere)\n"
                "print((features - target).sum().item())\n",
                wrong="target = torch.zeros(3, device=elsewhere)",
                right="target = torch.zeros(3, device=device)",
            ),
        ),
    ),
    Step(
        "class",
        _CLASS,
        settings=("seed",),
        mistakes=(
            Mistake(
                "super",
                "class Forgetful(nn.Module):\n"
                "    def __init__(self):\n"
                "        pass\n"
                "        self.flatten = nn.Flatten()\n"
                "\n"
                "\n"
                "print(Forgetful())\n",
                wrong="        pass",
                right="        super().__init__()",
            ),
        ),
    ),
    Step(
        "data",
        _DATA_END,
        settings=("batch_size",),
        mistakes=(
            Mistake(
                "integers",
                "pixels = (X * 255).to(torch.uint8)\nlogits = model(pixels)\nprint(logits.shape)\n",
                wrong="logits = model(pixels)",
                right="logits = model(pixels.float() / 255)",
            ),
        ),
    ),
    Step(
        "forward",
        _FORWARD,
        mistakes=(
            Mistake(
                "places",
                "far_away = X.to(elsewhere)\nlogits = model(far_away)\nprint(logits.shape)\n",
                wrong="far_away = X.to(elsewhere)",
                right="far_away = X.to(device)",
            ),
        ),
    ),
    Step(
        "flatten",
        _FLATTEN,
        mistakes=(
            Mistake(
                "batch",
                "image = torch.rand(28, 28, device=device)\n"
                "flat_image = flatten(image)\n"
                "print(flat_image.shape)\n"
                "hidden1 = nn.Linear(28 * 28, 20).to(device)(flat_image)\n"
                "print(hidden1.shape)\n",
                wrong="image = torch.rand(28, 28, device=device)",
                right="image = torch.rand(1, 28, 28, device=device)",
            ),
        ),
    ),
    Step(
        "linear",
        _LINEAR,
        settings=("hidden_features",),
        mistakes=(
            Mistake(
                "in_features",
                "layer1 = nn.Linear(\n"
                "    in_features=28,\n"
                "    out_features=hidden_features,\n"
                ").to(device)\n"
                "hidden1 = layer1(flat_image)\n"
                "print(hidden1.shape)\n",
                wrong="    in_features=28,",
                right="    in_features=28 * 28,",
            ),
        ),
    ),
    Step(
        "relu",
        _RELU,
        mistakes=(
            Mistake(
                "call",
                "relu1 = nn.ReLU(hidden1)\nprint(relu1.shape)\n",
                wrong="relu1 = nn.ReLU(hidden1)",
                right="relu1 = nn.ReLU()(hidden1)",
            ),
        ),
    ),
    Step(
        "sequential",
        _SEQUENTIAL,
        mistakes=(
            Mistake(
                "mismatch",
                "seq_modules = nn.Sequential(\n"
                "    flatten,\n"
                "    layer1,\n"
                "    nn.ReLU(),\n"
                "    nn.Linear(512, 10),\n"
                ").to(device)\n"
                "logits = seq_modules(X)\n"
                "print(logits.shape)\n",
                wrong="    nn.Linear(512, 10),",
                right="    nn.Linear(hidden_features, 10),",
            ),
        ),
    ),
    Step(
        "softmax",
        _SOFTMAX,
        mistakes=(
            Mistake(
                "silent",
                "pred_probab = nn.Softmax(dim=0)(logits)\n"
                'print(f"Sum of image 0: {pred_probab[0].sum():.4f}")\n'
                'print(f"Predicted classes: {pred_probab.argmax(1).tolist()}")\n',
                wrong="pred_probab = nn.Softmax(dim=0)(logits)",
                right="pred_probab = nn.Softmax(dim=1)(logits)",
                is_silent=True,
            ),
            Mistake(
                "dim",
                "one_image = logits[0]\n"
                "pred_probab = nn.Softmax(dim=1)(one_image)\n"
                "print(pred_probab.shape)\n",
                wrong="one_image = logits[0]",
                right="one_image = logits[0:1]",
            ),
        ),
    ),
    Step(
        "parameters",
        _PARAMETERS,
        mistakes=(
            Mistake(
                "numpy",
                "bias = model.linear_relu_stack[4].bias\nprint(bias.numpy().shape)\n",
                wrong="print(bias.numpy().shape)",
                right="print(bias.detach().cpu().numpy().shape)",
            ),
        ),
    ),
)

STEPS: tuple[Step, ...] = _ANSWERING + LEARNING
NUM_STEPS = len(STEPS)

NUM_ANSWERING = len(_ANSWERING)
"""How many steps the tutorial has; after them the network learns."""

MIXED_LAYERS = ("Flatten", "Linear", "ReLU", "Softmax")


@dataclass(frozen=True)
class Layer:
    """One link of a chain that the visitor builds.

    Attributes:
        kind: One of `MIXED_LAYERS`.
        in_features: Of a Linear.
        out_features: Of a Linear.
    """

    kind: str
    in_features: int = 0
    out_features: int = 0

    @property
    def code(self) -> str:
        """The layer as PyTorch is told."""
        match self.kind:
            case "Linear":
                return f"nn.Linear({self.in_features}, {self.out_features})"
            case "Softmax":
                return "nn.Softmax(dim=-1)"
            case "Flatten" | "ReLU":
                return f"nn.{self.kind}()"
        raise ValueError(f"{self.kind} is no layer of the lesson")


def settings_up_to(settings: Settings, last: int) -> Settings:
    """Keep only what the program up to and including a step depends on."""
    later = tuple(name for step in STEPS[last:] for name in step.all_settings)
    return before_step(settings, later)


def step_number(name: str) -> int:
    """Tell which step it is, from 1."""
    return next(number for number, step in enumerate(STEPS, 1) if step.name == name)


def step_code(step: Step, settings: Settings) -> str:
    """Write the code of a step: its settings as variables, then what it does with them."""
    variables = "".join(f"{name} = {getattr(settings, name)!r}\n" for name in step.settings)
    code = step.code
    if step.name == "device":
        code += _chosen_device(settings)
    if step.name == "class" and settings.weights == "trained":
        code += TRAINED_CODE
    if step.name == "data":
        code = _data(settings) + code
    code = learning_code(step.name, settings) + code
    separator = "\n\n" if code.startswith(("class", "def")) else "\n"
    return f"{variables}{separator}{code}" if variables else code


def mistake_code(mistake: Mistake, *, is_cpu: bool, right: bool = False) -> str:
    """Write the code of a mistake, or of its correction.

    Args:
        mistake: Of a step.
        is_cpu: Whether the lesson runs on the CPU: then "elsewhere" is PyTorch's device without
            values, "meta".
        right: With the mistake corrected.
    """
    code = mistake.code.replace(mistake.wrong, mistake.right) if right else mistake.code
    if "elsewhere" in mistake.code:
        code = f'elsewhere = "{"meta" if is_cpu else "cpu"}"\n{code}'
    return code


def chain_code(layers: Sequence[Layer]) -> str:
    """Write the code that sends X through a chain and says each shape on the way."""
    lines = "".join(f"    {layer.code},\n" for layer in layers)
    chain = f"nn.Sequential(\n{lines})" if layers else "nn.Sequential()"
    return (
        "torch.manual_seed(seed)\n"
        f"chain = {chain}.to(device)\n"
        "numbers = X\n"
        "shapes = [tuple(X.shape)]\n"
        "print(shapes[-1])\n"
        "for layer in chain:\n"
        "    numbers = layer(numbers)\n"
        "    shapes.append(tuple(numbers.shape))\n"
        '    print("→", layer, "→", shapes[-1])\n'
    )


def race_code(place: str, size: int) -> str:
    """Write the measurement: many simple things at once, and few that wait for one another."""
    return f"""\
import time

place = "{place}"
size = {size}

def milliseconds(work):
    times = []
    for _ in range(8):
        start = time.perf_counter()
        work()
        if place != "cpu":
            torch.accelerator.synchronize()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times[1:])

def many_simple_things():
    return square @ square

def few_in_a_row():
    number = one
    for _ in range(100):
        number = number * number - 0.5
    return number

square = torch.full((size, size), 0.5, device=place)
one = torch.full((1,), 0.25, device=place)
many_ms = milliseconds(many_simple_things)
few_ms = milliseconds(few_in_a_row)
print(f"{{size ** 3:,}} products at once on {{place}}: {{many_ms[3]:.3f}} ms")
print(f"100 sums in a row on {{place}}: {{few_ms[3]:.3f}} ms")
"""


def script(settings: Settings, last: int) -> str:
    """Write the whole program up to and including a step, fit for a file of its own.

    NOTE: BLAS may add up in another order with another number of threads.
    """
    parts = [
        f"# Step {number}: {step.name}\n{step_code(step, settings)}"
        for number, step in enumerate(STEPS[:last], 1)
    ]
    program = "\n\n".join(parts)
    if "from mlp" in program:
        program = "# Run it in Glassbox's folder: it takes MNIST's digits from there.\n" + program
    return program


def _chosen_device(settings: Settings) -> str:
    """Write what follows from the visitor's own choice of a device."""
    chosen = f'\ndevice = "{settings.device}"' if settings.device else ""
    return chosen + '\nprint(f"Using {device} device")\n'


def _data(settings: Settings) -> str:
    """Write where the pictures come from."""
    if settings.source == "random":
        return "X = torch.rand(batch_size, 28, 28, device=device)\n"
    dataset = "from mlp.dataset import load_digits\n\n"
    if settings.source == "test":
        return (
            f'{dataset}digits = load_digits("test")\n'
            "X = digits.images(0, batch_size).to(device)\n"
            'print("The labels:", digits.labels[:batch_size].tolist())\n'
        )
    if settings.example is not None:
        mine = f'X = load_digits("test").images({settings.example}, {settings.example + 1})\n'
    elif settings.picture_seed is not None:
        mine = (
            f"chance = torch.Generator().manual_seed({settings.picture_seed})\n"
            "X = torch.rand(1, 28, 28, generator=chance)\n"
        )
    elif settings.pixels is not None:
        mine = (
            f'my_digit = """\n{_hexadecimal(settings.pixels)}"""\n'
            'pixels = bytes.fromhex(my_digit.replace("..", "00"))\n'
            "X = torch.tensor(list(pixels)).reshape(1, 28, 28) / 255\n"
        )
    else:
        raise ValueError("there is no digit of the visitor's own")
    return (
        f"{dataset}{mine}"
        'others = load_digits("test").images(0, batch_size - 1)\n'
        "X = torch.cat([X, others]).to(device)\n"
    )


def _hexadecimal(pixels: bytes) -> str:
    """Write a picture as text in which it can be seen: 28 rows, ".." is black."""
    rows = [pixels[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    cells = [[".." if pixel == 0 else f"{pixel:02x}" for pixel in row] for row in rows]
    return "".join("".join(row) + "\n" for row in cells)


def step_of_mistake(name: str) -> int:
    """Tell after which step a mistake is made, from 1."""
    return next(
        number
        for number, step in enumerate(STEPS, 1)
        if any(mistake.name == name for mistake in step.mistakes)
    )
