"""The Parameters page: every weight and bias as a heatmap."""

import streamlit as st

from mlp.figures.stages import matrix_heatmap
from mlp.network import num_parameters
from mlp.ui import state
from mlp.ui.plotly_view import render_plotly

placed = state.model()
st.title("Parameters", anchor=False)
st.caption(
    f"All {num_parameters(placed.cpu_model):,} numbers that the network learned, in true values: "
    "zero is neutral, blue below, orange above; weights beyond a quarter of the largest have full "
    "colour. Point at a cell to read it. With a mouse, drag to zoom and double-click to go back."
)
for name, parameter in placed.cpu_model.named_parameters():
    values = parameter.detach().numpy()
    with st.container(border=True):
        st.markdown(
            f"**`{name}`** · `{tuple(parameter.shape)}` · {parameter.numel():,} numbers · "
            f"from {values.min():.3f} to {values.max():.3f}"
        )
        render_plotly(matrix_heatmap(values), key=f"parameter_{name}", label=f"Values of {name}")
