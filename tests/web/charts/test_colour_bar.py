import pytest

from mlp.web.charts.colour_bar import colour_ticks, room_px


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0, 1, ["0", "0.5", "1"]),
        (-38.3, 38.3, ["−20", "0", "20"]),
        (0, 22.9, ["0", "5", "10", "15", "20"]),
        (0, 0.3, ["0", "0.1", "0.2", "0.3"]),
        (-1e-5, 1e-5, ["−1e−5", "−5e−6", "0", "5e−6", "1e−5"]),
    ],
)
def test_numbers_beside_the_colours_are_round(low: float, high: float, texts: list[str]) -> None:
    assert [tick["text"] for tick in colour_ticks(low, high)] == texts


@pytest.mark.parametrize("limit", [1e-30, 0.07, 3.0, 41.5, 3e38])
def test_a_number_stands_where_its_colour_is(limit: float) -> None:
    ticks = colour_ticks(-limit, limit)
    assert 2 <= len(ticks) <= 5
    for tick in ticks:
        value = float(tick["text"].replace("−", "-").replace(",", ""))
        assert (2 * tick["share"] - 1) * limit == pytest.approx(value)


def test_longer_numbers_get_more_room() -> None:
    assert room_px(colour_ticks(0, 1e-7)) > room_px(colour_ticks(0, 1))
