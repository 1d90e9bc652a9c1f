import numpy as np
import pytest

from mlp.study.photographs.materials import LIGHTS, PAPERS, PENS, materials


def test_every_paper_pen_and_light_occurs() -> None:
    random = np.random.default_rng(0)
    papers, pens, lights = zip(*(materials(random) for _ in range(500)), strict=True)
    assert (set(papers), set(pens), set(lights)) == (set(PAPERS), set(PENS), set(LIGHTS))


def test_shares_of_papers_and_lights_add_up() -> None:
    assert sum(paper.share for paper in PAPERS.values()) == pytest.approx(1)
    assert sum(light.share for light in LIGHTS.values()) == pytest.approx(1)
