"""What a visitor can take along: tensors, picture, program, all of it.

It must not know how the files are made.
"""

from functools import partial

import streamlit as st

from mlp.export import bundle_zip, image_png, script, tensors_npz
from mlp.live import Reading
from mlp.models import PlacedModel
from mlp.ui import state, words


def render_downloads(reading: Reading, placed: PlacedModel) -> None:
    """Place the downloads; each file is made only when it is asked for."""
    trace, prepared, active = reading.trace, reading.prepared, state.digit()
    if trace is None:
        return
    device = str(trace["image"].device)
    with st.popover(
        "Download", icon=":material/download:", help=words.DOWNLOADS_HELP, width="stretch"
    ):
        st.download_button(
            "Everything (.zip)",
            partial(
                bundle_zip,
                trace,
                prepared,
                placed.cpu_model,
                caption=active.caption,
                seed=active.seed,
            ),
            "glassbox-digit.zip",
            "application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            help=words.BUNDLE_HELP,
            width="stretch",
        )
        st.download_button(
            "Tensors (.npz)",
            partial(tensors_npz, trace),
            "tensors.npz",
            "application/octet-stream",
            icon=":material/dataset:",
            on_click="ignore",
            help=words.TENSORS_HELP.format(count=len(trace.stages), stage=trace.stages[2].name),
            width="stretch",
        )
        st.download_button(
            "Picture (.png)",
            partial(image_png, prepared),
            "image.png",
            "image/png",
            icon=":material/image:",
            on_click="ignore",
            help=words.PICTURE_HELP,
            width="stretch",
        )
        st.download_button(
            "Program (.py)",
            partial(script, placed.cpu_model, seed=active.seed, device=device),
            "reproduce.py",
            "text/x-python",
            icon=":material/code:",
            on_click="ignore",
            help=words.SCRIPT_HELP,
            width="stretch",
        )
