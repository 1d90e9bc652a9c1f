"""Read a file of parameters: `.safetensors`, or a `state_dict` of PyTorch.

It must not know the page or the command that takes the file. What comes is data, never a program:
nothing in a file is run. Names are taken as they come; what counts is that the layers form a chain
from 784 to 10.
"""

import io
import pickle
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_safetensors

from mlp.dataset import NUM_CLASSES, SIDE
from mlp.errors import InputError
from mlp.files.notes import Notes, read_metadata, read_notes
from mlp.net.network import MAX_LAYERS, MAX_UNITS, NeuralNetwork

BUNDLED_WEIGHTS = Path(__file__).parents[1] / "weights" / "mnist-512-512.safetensors"
"""The trained parameters that the app ships with."""

OTHER_SEEDS = tuple(sorted((BUNDLED_WEIGHTS.parent / "seeds").glob("seed-[0-9].safetensors")))
"""The same recipe from other seeds: they tell what is chance. The app does not use them."""

MAX_MEGABYTES = 64
"""Largest file; one megabyte is 2²⁰ bytes, as in Streamlit's uploader."""

_MAX_BYTES = MAX_MEGABYTES * 2**20
_MAX_DESCRIPTION_BYTES = 2**20  # of the file's table of tensors; a network's takes a few thousand
_MAX_RECORDS = 10_000
_ZIP_MAGIC = b"PK\x03\x04"
_HDF5_MAGIC = b"\x89HDF"
_NUM_LISTED = 6

_WANTED = (
    f"A stack of Linear layers from {SIDE * SIDE} to {NUM_CLASSES} was expected, each with a "
    "weight and a bias"
)
_HOW_TO_SAVE = "Save it with torch.save(model.state_dict(), “model.pth”) and try again."


@dataclass(frozen=True)
class Parameters:
    """Checked parameters of a stack of Linear layers, as a file holds them.

    Attributes:
        file_name: The file's, fit for a sentence.
        names: What each layer was called there, first to last, for example "fc1".
        layers: A weight, float32 (out, in), and a bias, float32 (out,), for each; cpu, finite.
        converted: The type they had, if it was not float32, for example "float16".
        metadata: The texts that the file says of itself, unchecked.
    """

    file_name: str
    names: tuple[str, ...]
    layers: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    converted: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def hidden_sizes(self) -> tuple[int, ...]:
        """Units of each hidden layer, first to last."""
        return tuple(len(bias) for _, bias in self.layers[:-1])

    @cached_property
    def notes(self) -> Notes:
        """What can be believed of what the file says of itself."""
        return read_notes(self.metadata, self.hidden_sizes)

    def network(self, *, last_relu: bool | None = None) -> NeuralNetwork:
        """Build the network, on the CPU, in evaluation mode, frozen; a ReLU after each layer.

        Args:
            last_relu: Whether one follows the scores too; None: as the file says, and if it does
                not, as in the tutorial, with one.
        """
        if last_relu is None:
            last_relu = self.notes.recipe is None or self.notes.recipe.last_relu
        model = NeuralNetwork(self.hidden_sizes, last_relu=last_relu)
        tensors = [tensor for layer in self.layers for tensor in layer]
        model.load_state_dict(dict(zip(model.state_dict(), tensors, strict=True)))
        return model.eval().requires_grad_(False)


def load_model(path: Path = BUNDLED_WEIGHTS) -> NeuralNetwork:
    """Read the network in a file of parameters.

    Returns:
        The network on the CPU, in evaluation mode, its parameters frozen; with the hidden layers
        that are found, and with a last ReLU unless the file says otherwise.

    Raises:
        InputError: The file is missing, none, damaged, or of another kind of network.
    """
    return load_parameters(path).network()


def load_parameters(path: Path) -> Parameters:
    """Read and check a file of parameters.

    Raises:
        InputError: It is missing, none, damaged, or of another kind of network.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The weights file {path} cannot be read ({error.strerror}). Give the path of a "
            ".safetensors file, or of a state_dict that PyTorch saved (.pt or .pth)."
        ) from None
    return read_parameters(content, path.name)


def read_parameters(content: bytes, file_name: str) -> Parameters:
    """Read and check a file of parameters; its first bytes tell what it is, not its name.

    Args:
        content: The file.
        file_name: For the messages.

    Raises:
        InputError: It is none, damaged, or of another kind of network.
    """
    name = _say_name(file_name)
    if len(content) > _MAX_BYTES:
        raise InputError(
            f"{name} has {len(content) / 2**20:.0f} MB; at most {MAX_MEGABYTES} MB are read. "
            "Save the parameters alone, without the optimizer's state."
        )
    if content.startswith(_ZIP_MAGIC):
        return _check(_read_torch(content, name), name, is_in_order=True)
    if content[8:9] == b"{":
        checked = _check(_read_safetensors(content, name), name, is_in_order=False)
        return replace(checked, metadata=read_metadata(content))
    raise InputError(_say_unknown(content, name))


def _read_safetensors(content: bytes, name: str) -> dict[str, torch.Tensor]:
    """Read a .safetensors file."""
    header_bytes = int.from_bytes(content[:8], "little")
    if header_bytes > min(_MAX_DESCRIPTION_BYTES, len(content) - 8):
        raise InputError(
            f"{name} says that its table of tensors takes {header_bytes:,} bytes; the file has "
            f"{len(content):,}. It is damaged or was cut off: copy or save it again."
        )
    try:
        return dict(parse_safetensors(content))
    except (SafetensorError, ValueError, KeyError) as error:  # KeyError: a type torch lacks
        raise InputError(
            f"{name} is not a whole .safetensors file ({_first_line(error)}). Save it again."
        ) from None


def _read_torch(content: bytes, name: str) -> dict[str, torch.Tensor]:
    """Read a file of `torch.save`; whatever is no plain data is refused by torch itself."""
    _check_archive(content, name)
    try:
        with warnings.catch_warnings(action="ignore"):
            loaded = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise InputError(
            f"{name} holds more than numbers: a whole model, or a program that would run when it "
            f"is opened. Such files are never opened; only a state_dict is. {_HOW_TO_SAVE}"
        ) from None
    # torch reports a damaged file by whatever went wrong inside.
    except Exception as error:
        raise InputError(
            f"{name} is damaged or was cut off ({_first_line(error)}). {_HOW_TO_SAVE}"
        ) from None
    return _state_dict(loaded, name)


def _check_archive(content: bytes, name: str) -> None:
    """Refuse an archive that is none, or that would swell when it is read."""
    try:
        records = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise InputError(f"{name} is damaged or was cut off. {_HOW_TO_SAVE}") from None
    if any(one.filename.endswith("/constants.pkl") for one in records):
        raise InputError(
            f"{name} is a TorchScript program. Only parameters are read, no programs. "
            f"{_HOW_TO_SAVE}"
        )
    descriptions = [one for one in records if one.filename.endswith("data.pkl")]
    if not descriptions:
        raise InputError(
            f"{name} is a .zip file, but none that torch.save wrote. {_HOW_TO_SAVE} "
            "If the file is packed, unpack it first."
        )
    too_large = (
        len(records) > _MAX_RECORDS
        or sum(one.file_size for one in records) > _MAX_BYTES
        or any(one.file_size > _MAX_DESCRIPTION_BYTES for one in descriptions)
    )
    if too_large:
        raise InputError(
            f"{name} unpacks to more than a network needs. At most {MAX_MEGABYTES} MB are read, "
            f"and {_MAX_RECORDS:,} tensors. {_HOW_TO_SAVE}"
        )


def _state_dict(loaded: Any, name: str) -> dict[str, torch.Tensor]:
    """Find the `state_dict` in what was saved: itself, or one entry of a checkpoint."""
    if isinstance(loaded, Mapping):
        inner = [value for value in loaded.values() if _is_state_dict(value)]
        if not _is_state_dict(loaded) and len(inner) == 1:
            loaded = inner[0]
    if not _is_state_dict(loaded):
        kind = "several things" if isinstance(loaded, Mapping) else f"a {type(loaded).__name__}"
        raise InputError(
            f"{name} holds {kind}, where a state_dict was expected: names, each with a tensor. "
            f"{_HOW_TO_SAVE}"
        )
    return dict(loaded)


def _is_state_dict(value: Any) -> bool:
    """Tell whether it is names, each with a plain tensor."""
    return (
        isinstance(value, Mapping)
        and len(value) > 0
        and all(isinstance(name, str) for name in value)
        and all(isinstance(tensor, torch.Tensor) for tensor in value.values())
    )


def _check(tensors: dict[str, torch.Tensor], file_name: str, *, is_in_order: bool) -> Parameters:
    """Refuse what is no stack of Linear layers, saying what was expected and what came.

    Args:
        tensors: As they came.
        file_name: For the messages.
        is_in_order: Whether they stand as their layers were made: a `state_dict` keeps that order,
            a .safetensors file sorts by name.
    """
    for name, tensor in tensors.items():
        role = name.rpartition(".")[2]
        is_plain = tensor.layout == torch.strided and tensor.device.type == "cpu"
        expected_dims = {"weight": 2, "bias": 1}.get(role)
        if not is_plain or expected_dims != tensor.ndim:
            raise InputError(
                f"{_WANTED}. {file_name} has “{_short(name)}” with the shape "
                f"{tuple(tensor.shape)}. Other kinds of layers cannot be read."
            )
        if not tensor.is_floating_point():
            raise InputError(
                f"“{_short(name)}” in {file_name} is {tensor.dtype}; float32 was expected. "
                "Save the network before it is quantised."
            )
    names = _chain(tensors, file_name, is_in_order=is_in_order)
    layers = tuple((tensors[f"{one}weight"], tensors[f"{one}bias"]) for one in names)
    num_units = max((len(bias) for _, bias in layers[:-1]), default=0)
    if len(layers) > MAX_LAYERS or num_units > MAX_UNITS:
        raise InputError(
            f"{file_name} has {len(layers)} layers with up to {num_units:,} units; at most "
            f"{MAX_LAYERS} layers and {MAX_UNITS:,} units can be read. Take a smaller network."
        )
    num_values = sum(tensor.numel() for tensor in tensors.values())
    if 4 * num_values > _MAX_BYTES:  # what is small in the file may be large: float16, or repeated
        raise InputError(
            f"{file_name} has {num_values:,} parameters; at most {_MAX_BYTES // 4:,} can be read, "
            f"which are {MAX_MEGABYTES} MB as float32. Take a smaller network."
        )
    dtypes = {str(tensor.dtype).removeprefix("torch.") for tensor in tensors.values()}
    # A copy, row by row: what was read may lie anyhow in memory that the whole file shares.
    layers = tuple(
        (weight.detach().float().contiguous().clone(), bias.detach().float().contiguous().clone())
        for weight, bias in layers
    )
    for name, (weight, bias) in zip(names, layers, strict=True):
        for role, tensor in (("weight", weight), ("bias", bias)):
            _check_finite(tensor, f"{name}{role}", file_name)
    return Parameters(
        file_name,
        tuple(name.rstrip(".") for name in names),
        layers,
        ", ".join(sorted(dtypes)) if dtypes != {"float32"} else None,
    )


def _check_finite(tensor: torch.Tensor, name: str, file_name: str) -> None:
    """Refuse NaN and infinity."""
    num_bad = int((~torch.isfinite(tensor)).sum())
    if num_bad:
        raise InputError(
            f"“{_short(name)}” in {file_name} has {num_bad:,} of {tensor.numel():,} values that "
            "are no finite numbers (NaN or infinite). Its training has probably diverged: train "
            "it again with a smaller learning rate."
        )


def _chain(tensors: dict[str, torch.Tensor], file_name: str, *, is_in_order: bool) -> list[str]:
    """Put the layers in order: as they stand in the file, or by the numbers in their names.

    Returns:
        What stands before "weight" and "bias" in the names of each layer.
    """
    prefixes = list(dict.fromkeys(name.rpartition(".")[0] for name in tensors))
    prefixes = [f"{prefix}." if prefix else "" for prefix in prefixes]
    lonely = [name for name in prefixes if not {f"{name}weight", f"{name}bias"} <= set(tensors)]
    if lonely:
        missing = "bias" if f"{lonely[0]}weight" in tensors else "weight"
        raise InputError(
            f"{_WANTED}. “{_short(lonely[0]) or 'The layer'}” in {file_name} has no {missing}."
        )
    orders = [prefixes, sorted(prefixes, key=_natural)]
    for order in orders if is_in_order else reversed(orders):
        sizes = [tuple(tensors[f"{prefix}weight"].shape) for prefix in order]
        fits = (
            sizes[0][1] == SIDE * SIDE
            and sizes[-1][0] == NUM_CLASSES
            and all(before[0] == after[1] for before, after in pairwise(sizes))
            and all(
                tensors[f"{prefix}bias"].shape == size[:1] and 0 not in size
                for prefix, size in zip(order, sizes, strict=True)
            )
        )
        if fits and (is_in_order or _tell_order(dict(zip(order, sizes, strict=True)))):
            return order
        if fits:
            raise InputError(
                f"{file_name} does not tell the order of its layers: several have the same "
                "shape, and no numbers in their names. Save the state_dict as .pth, which keeps "
                "the order."
            )
    found = [f"{_short(name)} {tuple(tensor.shape)}" for name, tensor in tensors.items()]
    listed = ", ".join(found[:_NUM_LISTED]) + (", …" if len(found) > _NUM_LISTED else "")
    raise InputError(
        f"{_WANTED}; each layer's weight has the shape (its outputs, its inputs), and its inputs "
        f"are the outputs of the layer before. {file_name} has: {listed}."
    )


def _tell_order(sizes: dict[str, tuple[int, ...]]) -> bool:
    """Tell whether layers of the same shape differ by numbers in their names alone."""
    patterns: dict[tuple[int, ...], set[str]] = {}
    for name, size in sizes.items():
        patterns.setdefault(size, set()).add(re.sub(r"\d+", "#", name))
    return all(len(alike) == 1 for alike in patterns.values())


def _natural(name: str) -> list[tuple[int, str]]:
    """Order "10" after "2", and letters as they are."""
    parts = re.split(r"(\d+)", name)
    return [(int(part) if part.isdecimal() else -1, part) for part in parts]


def _say_unknown(content: bytes, name: str) -> str:
    """Say what a file is that holds no parameters of ours."""
    if not content:
        return f"{name} is empty. {_HOW_TO_SAVE}"
    if content.startswith(_HDF5_MAGIC):
        return (
            f"{name} is an HDF5 file, as Keras writes them. Only parameters of PyTorch can be "
            "read: .safetensors, or a state_dict as .pt or .pth."
        )
    if content.startswith(b"\x80"):
        return (
            f"{name} is a pickle, or was saved by PyTorch before version 1.6. Such a file can hold "
            f"a program and is never opened. Load it where you trust it. {_HOW_TO_SAVE}"
        )
    return (
        f"{name} holds no parameters that can be read, or was cut off. A .safetensors file was "
        f"expected, or a state_dict as .pt or .pth. {_HOW_TO_SAVE}"
    )


def _say_name(file_name: str) -> str:
    """Make a file's name fit for a sentence."""
    return f"“{_short(file_name)}”"


def _short(text: str) -> str:
    """Cut what somebody else chose to a decent length: one line, no codes for a terminal."""
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= 60 else f"{text[:40]}…{text[-15:]}"


def _first_line(error: Exception) -> str:
    """Say what a library says, at a decent length."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:120]
