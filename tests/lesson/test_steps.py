from typing import Any

import pytest

from mlp.lesson.steps import Settings


@pytest.mark.parametrize("wrong", [{"batch_size": 0}, {"hidden_features": 65}, {"seed": -1}])
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not between"):
        Settings(**wrong)
