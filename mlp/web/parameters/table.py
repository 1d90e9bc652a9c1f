"""All parameters in a table, as the tutorial's loop prints them, and as files to take along.

It must not know how the maps are drawn.
"""

from dataclasses import asdict, dataclass

import streamlit as st
import torch
from torch import nn

from mlp.files.export import parameters_npz, parameters_safetensors
from mlp.net.placed import PlacedModel
from mlp.numbers import memory
from mlp.web.parameters import table_words as words
from mlp.web.shell.depth import reaches, render_by_depth
from mlp.web.shell.exhibit import exhibit
from mlp.web.shell.take_along import render_download

NEAR_ZERO = 0.001
"""Numbers of a smaller absolute value are counted as near zero."""

_LOOP = """\
for name, param in model.named_parameters():
    print(f"Layer: {name} | Size: {param.size()} | Values : {param[:2]} \\n")
"""


@dataclass(frozen=True)
class ParameterFacts:
    """One line of the table.

    Attributes:
        device: Where it really lies, for example "cuda:0".
        memory: In bytes.
        near_zero: Share of its numbers, [0, 1].
        first_values: Its first two, as PyTorch prints them.
    """

    name: str
    size: str
    count: int
    mean: float
    std: float
    least: float
    largest: float
    near_zero: float
    dtype: str
    device: str
    memory: int
    first_values: str


def parameter_facts(model: nn.Module) -> list[ParameterFacts]:
    """Measure all parameters of a network where they lie."""
    return [_measure(name, parameter.detach()) for name, parameter in model.named_parameters()]


def _measure(name: str, parameter: torch.Tensor) -> ParameterFacts:
    first_values = str(parameter.flatten()[:2].cpu())
    return ParameterFacts(
        name=name,
        size=" × ".join(str(size) for size in parameter.shape),
        count=parameter.numel(),
        mean=parameter.mean().item(),
        std=parameter.std(correction=min(1, parameter.numel() - 1)).item(),
        least=parameter.min().item(),
        largest=parameter.max().item(),
        near_zero=(parameter.abs() < NEAR_ZERO).float().mean().item(),
        dtype=str(parameter.dtype).removeprefix("torch."),
        device=str(parameter.device),
        memory=parameter.numel() * parameter.element_size(),
        first_values=first_values.removeprefix("tensor([").removesuffix("])").strip(),
    )


def printed_by_tutorial(model: nn.Module) -> str:
    """Print all parameters as the tutorial's loop does: what it would write on the screen."""
    return "".join(
        f"Layer: {name} | Size: {param.size()} | Values : {param[:2]} \n\n"
        for name, param in model.named_parameters()
    )


def render_parameter_table(placed: PlacedModel) -> None:
    """Place the table, its sum, and the tutorial's loop."""
    st.header(words.TABLE_TITLE, anchor=False)
    render_by_depth(words.TABLE, words.TABLE_NUMBERS.format(near=NEAR_ZERO))
    facts = parameter_facts(placed.model)
    number = st.column_config.NumberColumn
    titles = words.COLUMNS
    st.dataframe(
        [asdict(one) for one in facts],
        hide_index=True,
        key="parameter_table",
        column_config={
            "name": st.column_config.TextColumn(titles["name"], pinned=True),
            "size": st.column_config.TextColumn(titles["size"]),
            "count": number(titles["count"], format="localized"),
            "mean": number(titles["mean"], format="%.4f"),
            "std": number(titles["std"], format="%.4f"),
            "least": number(titles["least"], format="%.3f", width=62),
            "largest": number(titles["largest"], format="%.3f", width=62),
            "near_zero": number(
                titles["near_zero"],
                format="percent",
                width=76,
                help=words.NEAR_ZERO_HELP.format(near=NEAR_ZERO),
            ),
            "first_values": st.column_config.TextColumn(
                titles["first_values"], help=words.FIRST_VALUES_HELP
            ),
            "dtype": st.column_config.TextColumn(titles["dtype"], width=62),
            "device": st.column_config.TextColumn(titles["device"], width=60),
            "memory": number(titles["memory"], format="bytes", width=70),
        },
    )
    st.caption(
        words.TOTAL.format(
            count=f"{sum(one.count for one in facts):,}",
            memory=memory(sum(one.memory for one in facts)),
            device=placed.device.title,
        )
    )
    if reaches("code"):
        st.markdown(words.PRINTED_TITLE)
        st.code(_LOOP, language="python", wrap_lines=True)
        st.code(printed_by_tutorial(placed.model).rstrip("\n"), language=None, wrap_lines=True)


def render_parameter_files(placed: PlacedModel) -> None:
    """Place the files to take along, if there are any; each is made only when it is asked for."""
    if exhibit() is not None:
        return
    st.header(words.DOWNLOADS_TITLE, anchor=False)
    first_name, _ = next(placed.cpu_model.named_parameters())
    stem = f"parameters-{placed.fingerprint[:8]}"
    with st.container(horizontal=True, gap="small"):
        render_download(
            words.SAFETENSORS,
            lambda: parameters_safetensors(placed.cpu_model),
            f"{stem}.safetensors",
            "application/octet-stream",
            icon=":material/download:",
            help=words.SAFETENSORS_HELP,
        )
        render_download(
            words.NPZ,
            lambda: parameters_npz(placed.cpu_model),
            f"{stem}.npz",
            "application/octet-stream",
            icon=":material/dataset:",
            help=words.NPZ_HELP.format(name=first_name),
        )
