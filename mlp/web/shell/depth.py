"""What stands beside a picture of the Neurons page, as deep as the visitor wants it.

It must not know what is explained.
"""

import streamlit as st

from mlp.web.shell import session


def render_by_depth(told: str, numbers: str = "", code: str = "") -> None:
    """Place an explanation.

    Args:
        told: For somebody who never programmed; always shown.
        numbers: Shown at the depths "numbers" and "code"; may be empty.
        code: Lines of PyTorch, shown at the depth "code"; may be empty.
    """
    st.markdown(told)
    if numbers and session.depth() != "words":
        st.markdown(numbers)
    if code and session.depth() == "code":
        st.code(code, language="python", wrap_lines=True)
