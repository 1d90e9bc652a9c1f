"""What the browser is told to write into the page's address."""

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    from mlp.web.shell.address import complete_address

    complete_address("neurons", {"stage": "linear1", "unit": "7"})


@pytest.mark.parametrize(
    ("said", "is_completed"), [({}, True), ({"unit": "5"}, False), ({"explain": "code"}, True)]
)
def test_only_an_address_that_says_nothing_is_completed(
    said: dict[str, str], is_completed: bool
) -> None:
    app = AppTest.from_function(page)
    for name, value in said.items():
        app.query_params[name] = value
    (component,) = app.run().get("bidi_component")
    assert (b"linear1" in component.proto.SerializeToString()) is is_completed
