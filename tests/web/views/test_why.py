from typing import Any

import numpy as np
import pytest
import torch

from mlp.explain.score_difference import score_difference
from mlp.net.network import untrained_network
from mlp.net.trace import trace
from mlp.web.views.why import code_template


@pytest.mark.parametrize("hidden_sizes", [(512, 512), (33,), ()])
@pytest.mark.parametrize("last_relu", [True, False])
def test_the_code_that_is_shown_computes_what_is_painted(
    hidden_sizes: tuple[int, ...], last_relu: bool
) -> None:
    model = untrained_network(1, hidden_sizes, last_relu=last_relu).eval()
    image = torch.rand(1, 28, 28, generator=torch.Generator().manual_seed(2))
    found = score_difference(model, trace(model, image), 7, 1)
    assert found is not None
    names: dict[str, Any] = {"model": model, "image": image, "torch": torch}
    exec(code_template(model).format(digit=7, against=1), names)
    np.testing.assert_allclose(names["painted"][0].numpy(), found.pixels, rtol=1e-3, atol=1e-6)
    logits = names["logits"].detach()
    assert found.difference == pytest.approx(float(logits[7] - logits[1]), abs=1e-5)
