"""The app that most people would write: a canvas component, a `go.Figure` for each tensor.

It shows what Glassbox's Draw page shows of the network (all stages and the softmax bars), with the
same weights, Streamlit's default settings, and no cleverness. Run by benchmarks/ratio.py.
"""

import cv2
import numpy as np
import plotly.graph_objects as go
import streamlit as st
import torch

# The package ships no types.
from streamlit_drawable_canvas import st_canvas  # type: ignore[import-untyped]

from mlp.files.read import load_model
from mlp.net.network import NeuralNetwork, named_layers


@st.cache_resource
def cached_model() -> NeuralNetwork:
    """Load the network once."""
    return load_model()


def tensors(image: torch.Tensor) -> dict[str, torch.Tensor]:
    """Run the network layer by layer on float32 (1, 28, 28) and keep what each gave."""
    tensor = image
    kept = {"image": tensor}
    with torch.no_grad():
        for name, layer in named_layers(cached_model()):
            tensor = layer(tensor)
            kept[name] = tensor
        kept["softmax"] = torch.softmax(tensor, dim=1)
    return kept


def bars(name: str, values: np.ndarray) -> go.Figure:
    """Draw ten values."""
    return go.Figure(go.Bar(x=list(range(10)), y=values), layout={"title": name, "height": 260})


def heatmap(name: str, values: np.ndarray) -> go.Figure:
    """Draw a tensor: the picture as it is, others 32 values in a row."""
    columns = 28 if values.size == 784 else 32
    return go.Figure(
        go.Heatmap(z=values.reshape(-1, columns)), layout={"title": name, "height": 260}
    )


st.set_page_config(layout="wide")
st.title("Draw a digit")
drawing = st_canvas(
    stroke_width=25,
    stroke_color="#fff",
    background_color="#000",
    height=280,
    width=280,
    return_image_data=True,
    key="canvas",
)
if drawing.image_data is not None and drawing.image_data[:, :, 0].any():
    small = cv2.resize(drawing.image_data[:, :, 0], (28, 28), interpolation=cv2.INTER_AREA)
    stages = tensors(torch.from_numpy(small.astype(np.float32))[None] / 255)
    probabilities = stages["softmax"][0].numpy()
    st.header(f"It is a {probabilities.argmax()} ({probabilities.max():.1%})")
    st.plotly_chart(bars("softmax", probabilities), key="softmax")
    for name, tensor in stages.items():
        if name != "softmax":
            figure = (bars if tensor.shape[-1] == 10 else heatmap)(name, tensor[0].numpy())
            st.plotly_chart(figure, key=name)
