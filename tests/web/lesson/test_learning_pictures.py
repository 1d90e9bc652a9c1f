"""Maps of all weights, made small."""

import numpy as np
import pytest

from mlp.web.lesson.learning_pictures import strongest


@pytest.mark.parametrize("shape", [(512, 784), (512, 512), (10, 512)])
def test_a_dot_of_a_map_is_the_strongest_value_that_shares_it(shape: tuple[int, int]) -> None:
    values = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    values[shape[0] // 2, 300] = -9
    pooled = strongest(values)
    assert max(pooled.shape) <= 128 < 1.2 * min(pooled.shape) * 1.1
    assert pooled.min() == -9
    assert set(pooled.ravel()) <= set(values.ravel())
