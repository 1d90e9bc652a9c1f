"""Keeps the page's address in the browser: plain, and saying what its page shows.

It leaves no entry in the browser's history, as Streamlit does wherever Python changes the address.
It must not know what anything in an address means.
"""

from collections.abc import Mapping, Sequence

from mlp.web.browser.component import load_component


def render_address(
    *, key: str, taken: Sequence[str] = (), own: Mapping[str, str] | None = None
) -> None:
    """Place it; it takes no room.

    Args:
        key: Streamlit's key.
        taken: What the app has taken over and the address is to say no more, by name.
        own: What the page shows, for an address that says none of it.
    """
    load_component("shell/address", "address")(
        key=key, data={"taken": list(taken), "own": dict(own or {})}
    )
