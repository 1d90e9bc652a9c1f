"""What the probe notes becomes the right figures. How fast anything is belongs to benchmarks/."""

from typing import Any, cast

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.live import Log, chart_rate, pen_up
from benchmarks.script_runs import asks_for_run, begins_run


def chart(at: float, name: str = "linear1", *, is_softmax: bool = False) -> dict[str, Any]:
    return {"at": at, "name": name, "isSoftmax": is_softmax}


def log(**noted: Any) -> Log:
    """A short stroke whose pen lifts at 100 ms; its last update has the number 8."""
    inputs = [
        {"at": at, "type": kind, "stamp": at, "count": 1}
        for at, kind in ((0, "pointerdown"), (90, "pointermove"), (100, "pointerup"))
    ]
    usual = {
        "inputs": inputs,
        "sent": [{"at": 90, "sequence": 7, "input": 1}, {"at": 100, "sequence": 8, "input": 2}],
        "redraws": [{"at": 104, "sequence": 7}, {"at": 107, "sequence": 8}],
        "settled": [{"at": 50}, {"at": 106}],
        "charts": [chart(95), chart(120), chart(130, is_softmax=True)],
        "blanks": [],
    }
    return cast(Log, {**usual, **noted})


def test_a_lifted_pen_is_settled_when_verdict_and_network_show_the_last_update() -> None:
    lifted = pen_up(log())
    assert (lifted.verdict_ms, lifted.softmax_ms, lifted.last_chart_ms) == (7, 30, 30)
    assert (lifted.num_charts, lifted.num_blank) == (2, 0)


def test_charts_of_the_same_name_are_told_apart_and_blank_ones_counted_once() -> None:
    charts = [chart(110, name) for name in ("linear1", "relu1", "relu1")]
    blanks = [chart(111, "relu1"), chart(120, "relu1"), chart(111, "relu1", is_softmax=True)]
    lifted = pen_up(log(charts=charts, blanks=blanks))
    assert (lifted.num_charts, lifted.num_blank, lifted.softmax_ms) == (2, 2, None)


@pytest.mark.parametrize(
    "missing",
    [
        {"settled": [{"at": 50}]},
        {"redraws": [{"at": 104, "sequence": 7}]},
        {"charts": [chart(95)]},
    ],
)
def test_a_lifted_pen_that_nothing_follows_is_an_error(missing: dict[str, Any]) -> None:
    with pytest.raises(RuntimeError, match="no answer or no chart"):
        pen_up(log(**missing))


def test_a_charts_rate_counts_its_own_redraws_while_the_pen_moves() -> None:
    redraws = [{"at": 1000, "sequence": 7}, {"at": 2000, "sequence": 8}]
    drawn = [chart(at) for at in (100, 900, 1500, 2100)]
    noted = log(redraws=redraws, charts=[*drawn, chart(5, "relu1"), chart(6, is_softmax=True)])
    assert [chart_rate(noted, name) for name in ("linear1", "relu1", "relu2")] == [1.5, 0.5, 0]


def test_script_runs_are_seen_in_what_browser_and_streamlit_say() -> None:
    asked, begun = BackMsg(), ForwardMsg()
    asked.rerun_script.SetInParent()
    begun.new_session.SetInParent()
    finished = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
    assert asks_for_run(asked.SerializeToString())
    assert not asks_for_run(BackMsg(app_heartbeat=True).SerializeToString())
    assert begins_run(begun.SerializeToString())
    assert not begins_run(finished.SerializeToString())
    assert not (asks_for_run("text") or begins_run("text"))
