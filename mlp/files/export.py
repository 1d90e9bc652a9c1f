"""What a visitor takes along: the tensors, the picture, the weights, and a script that proves them.

It must not know the page it is offered on. The same digit and network give the same bytes.
"""

import io
import zipfile
from string import Template

import numpy as np
import torch
from PIL import Image
from torch import nn

from mlp.files.save import model_safetensors
from mlp.net.network import NeuralNetwork, num_parameters, stage_names
from mlp.net.parameters import fingerprint
from mlp.net.trace import Trace
from mlp.picture.prepare import Prepared

_SCRIPT = Template('''\
"""Compute every number that Glassbox showed, from the weights and the picture, with plain PyTorch.

pip install torch==$version numpy pillow safetensors
python reproduce.py [folder with weights.safetensors, image.png and tensors.npz]
"""

import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn


class NeuralNetwork(nn.Module):  # as in PyTorch's tutorial "Build a neural network"
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()  # 28 rows of 28 pixels become one row of 784
        self.linear_relu_stack = nn.Sequential(
$layers
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


torch.set_num_threads(1)  # sums are then added up in the same order, down to the last digit
folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
model = NeuralNetwork()  # with random numbers at first; the next line brings the trained ones
model.load_state_dict(load_file(folder / "weights.safetensors"))
$image

stages = {"image": image}  # every tensor on the way, by name
names = [$names]
layers = [model.flatten, *model.linear_relu_stack, nn.Softmax(dim=1)]
with torch.inference_mode():  # only compute: nothing is to be learned here
    tensor = image
    for name, layer in zip(names, layers):
        stages[name] = tensor = layer(tensor)  # what one layer gives, the next one takes
    assert torch.equal(tensor, torch.softmax(model(image), dim=1))  # the usual way, at one go

for name, tensor in stages.items():  # name, shape, the first five values
    first_values = " ".join(f"{value:.4f}" for value in tensor.flatten()[:5])
    print(f"{name:8} {tuple(tensor.shape)!s:12} {first_values} ...")
for digit, probability in enumerate(stages["softmax"][0]):
    print(f"{digit}: {probability:7.2%}")

arrays = {name: tensor.numpy() for name, tensor in stages.items()}
np.savez(folder / "reproduced.npz", **arrays)
if (folder / "tensors.npz").exists():  # what Glassbox computed, on $device
    num_different = 0
    with np.load(folder / "tensors.npz") as shown:
        for name, values in arrays.items():
            if values.tobytes() != shown[name].tobytes():  # the very bits
                num_different += 1
                print(f"{name} differs by up to {abs(values - shown[name]).max():.2g}")
    if num_different:  # 0.00001 or less is rounding: chips add up in different orders
        sys.exit("A GPU, another processor or another PyTorch may differ in the last digits.")
    print(f"all {len(arrays)} stages agree, bit for bit")
''')

_FROM_PICTURE = """\
pixels = np.array(Image.open(folder / "image.png"), dtype=np.float32)  # 0 (black) to 255 (white)
image = torch.from_numpy(pixels)[None] / 255  # 0 to 1, and a batch of one picture: (1, 28, 28)"""

_FROM_SEED = """\
# The picture is noise, too fine for the 8 bits of image.png; the same seed makes the same noise.
image = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed($seed))"""

_README = Template("""\
Glassbox: everything a small network computed for one digit ($caption), on $device.
image.png: what it read$rounded. tensors.npz: the $num_stages stages, float32, for numpy.load.
weights.safetensors: its $num_parameters weights and biases; their fingerprint is $fingerprint.
reproduce.py computes the same numbers with plain PyTorch and compares them, bit for bit:
pip install torch==$version numpy pillow safetensors && python reproduce.py
""")


def tensors_npz(trace: Trace) -> bytes:
    """Pack every stage, under its name and in order, for `numpy.load`: float32, (N, …)."""
    arrays = {stage.name: stage.tensor.cpu().numpy() for stage in trace.stages}
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def parameters_safetensors(model: NeuralNetwork) -> bytes:
    """Pack all weights and biases as safetensors, named as in the `state_dict`.

    Args:
        model: On any device.
    """
    return model_safetensors(model, metadata={"fingerprint": fingerprint(model)})


def parameters_npz(model: NeuralNetwork) -> bytes:
    """Pack all weights and biases, named as in the `state_dict`, for `numpy.load`: float32.

    Args:
        model: On any device.
    """
    arrays = {name: value.cpu().numpy() for name, value in model.state_dict().items()}
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def image_png(prepared: Prepared) -> bytes:
    """Save what the network reads as a 28×28 grey picture, 8 bits for each pixel.

    Exact, `image * 255`, for all pictures but random ones, which are rounded.
    """
    file = io.BytesIO()
    Image.fromarray(prepared.steps[-1].pixels).save(file, "PNG")
    return file.getvalue()


def script(model: NeuralNetwork, *, seed: int | None = None, device: str = "cpu") -> str:
    """Write a Python program that computes every stage without this project.

    It reads weights.safetensors and image.png, writes reproduced.npz, and compares with
    tensors.npz, if there is one: exit code 1 if a bit differs.

    Args:
        model: Whose layers it builds.
        seed: Of a random picture, which then is made anew instead of read from image.png.
        device: Where tensors.npz was computed. The script computes on the CPU.
    """
    layers = [
        f"nn.Linear({layer.in_features}, {layer.out_features}),"
        if isinstance(layer, nn.Linear)
        else "nn.ReLU(),"
        for layer in model.linear_relu_stack
    ]
    image = _FROM_PICTURE if seed is None else Template(_FROM_SEED).substitute(seed=seed)
    return _SCRIPT.substitute(
        version=_torch_version(),
        layers="\n".join(" " * 12 + layer for layer in layers),
        image=image,
        names=", ".join(f'"{name}"' for name in stage_names(model)[1:]),
        device=device,
    )


def bundle_zip(
    trace: Trace,
    prepared: Prepared,
    model: NeuralNetwork,
    *,
    caption: str,
    seed: int | None = None,
) -> bytes:
    """Pack picture, tensors, weights and script into one file, with a few lines that explain it.

    Args:
        trace: Of this one picture.
        prepared: The picture.
        model: The network that was traced, on any device.
        caption: What the picture is, for example "your drawing".
        seed: Of a random picture.
    """
    readme = _README.substitute(
        caption=caption,
        device=trace["image"].device,
        rounded="" if seed is None else " (rounded to 8 bits)",
        num_stages=len(trace.stages),
        num_parameters=f"{num_parameters(model):,}",
        fingerprint=fingerprint(model),
        version=_torch_version(),
    )
    files = {
        "README.txt": readme.encode(),
        "image.png": image_png(prepared),
        "tensors.npz": tensors_npz(trace),
        "weights.safetensors": parameters_safetensors(model),
        "reproduce.py": script(model, seed=seed, device=trace["image"].device).encode(),
    }
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # dated 1980: no two bundles differ
    return bundle.getvalue()


def _torch_version() -> str:
    """Name PyTorch's version as pip takes it: without what it was built for."""
    return str(torch.__version__).partition("+")[0]
