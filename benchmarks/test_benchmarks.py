"""The benchmarks' visitors keep to the pad's rules. How fast anything is belongs to benchmarks/."""

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.__main__ import renewed
from benchmarks.crowd import LIFTING, Drawing, rows
from benchmarks.report import Row, Section, Target
from benchmarks.soak import collect, soaking_server
from benchmarks.trainee import Log as TrainingLog
from benchmarks.visitors import (
    HUB,
    Log,
    Pad,
    Place,
    Tab,
    Visitor,
    connect_pad,
    decode_reply,
    encode_details_request,
    encode_update,
    growing_ink,
    load_generator,
)
from mlp.net.reading import read
from mlp.web.server.channel import Channel
from mlp.web.server.messages import Asked, Request, decode_request, encode_answer, encode_reply
from mlp.web.server.models import bundled_models
from mlp.web.server.visitors.digit import EMPTY_PAD
from mlp.web.server.visitors.visitors import Visitors
from tests.support.strokes import DIGIT_STROKES

INKS = [bytes([number]) * 112 * 112 for number in range(4)]
PLACE = Place("/glassbox/live", bytes(range(16)))

Arrived = asyncio.Queue[tuple[ServerConnection, Request]]


def with_pad(act: Callable[[Pad, Arrived], Awaitable[None]]) -> None:
    """Connect a pad to a channel that only puts requests down; the test itself replies."""

    async def run() -> None:
        arrived: Arrived = asyncio.Queue()

        async def put_down(connection: ServerConnection) -> None:
            async for message in connection:
                assert isinstance(message, bytes)
                arrived.put_nowait((connection, decode_request(message)))

        async with serve(put_down, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            pad = await connect_pad(f"http://127.0.0.1:{port}", PLACE)
            async with asyncio.timeout(30):
                await act(pad, arrived)
            await pad.close()

    asyncio.run(run())


async def answer(arrived: Arrived, *, after_s: float = 0.02, is_busy: bool = False) -> Request:
    """Reply to the request that waits, which must be alone."""
    connection, request = await arrived.get()
    await asyncio.sleep(after_s)
    assert arrived.empty(), "a second update was sent before the answer to the first"
    await reply(connection, request, is_busy=is_busy)
    return request


async def reply(connection: ServerConnection, request: Request, *, is_busy: bool = False) -> None:
    """Send the answer of an empty pad, or no details."""
    digit = replace(EMPTY_PAD, sequence=request.sequence, is_unfinished=request.is_unfinished)
    model = bundled_models().default
    reading = read(model, digit.prepare(centre=True, invert=False))
    content = encode_answer(reading, digit, number=1) if request.asked == Asked.INK else b"{}"
    await connection.send(encode_reply(request, content, is_busy=is_busy))


def raster_of(request: Request) -> bytes:
    assert request.raster is not None
    return request.raster.tobytes()


def test_the_newest_ink_waits_for_the_answer_and_the_last_is_always_sent() -> None:
    async def act(pad: Pad, arrived: Arrived) -> None:
        for ink in INKS:
            await pad.move(ink, time.perf_counter())
        shown = [raster_of(await answer(arrived)), raster_of(await answer(arrived))]
        assert shown == [INKS[0], INKS[-1]]
        assert await pad.wait_until_answered()
        assert arrived.empty()

    with_pad(act)


def test_every_move_is_counted_also_one_that_left_with_a_newer_one() -> None:
    async def act(pad: Pad, arrived: Arrived) -> None:
        for ink in INKS:
            await pad.move(ink, time.perf_counter() - 1)
        await answer(arrived)
        await answer(arrived)
        await pad.wait_until_answered()
        assert (len(pad.log.from_move_ms), len(pad.log.from_send_ms)) == (len(INKS), 2)
        assert min(pad.log.from_move_ms) >= 1000 > max(pad.log.from_send_ms)

    with_pad(act)


def test_a_lifted_pen_is_an_update_of_its_own_and_then_the_details_are_asked_for() -> None:
    async def act(pad: Pad, arrived: Arrived) -> None:
        await pad.move(INKS[1], time.perf_counter())
        await pad.lift(time.perf_counter() - 1)
        assert pad.num_unsettled == 1
        requests = [await answer(arrived) for _ in range(3)]
        assert await pad.wait_until_answered()
        assert [request.asked for request in requests] == [Asked.INK, Asked.INK, Asked.DETAILS]
        assert [request.is_unfinished for request in requests[:2]] == [True, False]
        assert raster_of(requests[1]) == INKS[1]
        [settled_ms], [details_ms] = pad.log.settled_ms, pad.log.details_ms
        assert settled_ms >= 1000 > details_ms
        assert (pad.num_unsettled, pad.log.errors) == (0, [])

    with_pad(act)


def test_an_answer_that_does_not_say_that_the_pen_is_up_settles_nothing_unnoticed() -> None:
    async def act(pad: Pad, arrived: Arrived) -> None:
        await pad.move(INKS[1], time.perf_counter())
        await answer(arrived)
        await pad.lift(time.perf_counter())
        connection, request = await arrived.get()
        await reply(connection, replace(request, is_unfinished=True))
        assert await pad.wait_until_answered()
        assert "pen is up" in pad.log.errors[0]

    with_pad(act)


@pytest.mark.parametrize(("is_busy", "num_at_once"), [(False, 3), (True, 1)])
def test_on_a_slow_line_three_are_under_way_but_not_if_the_server_is_busy(
    is_busy: bool, num_at_once: int
) -> None:
    async def act(pad: Pad, arrived: Arrived) -> None:
        await pad.move(INKS[0], time.perf_counter())
        first = await answer(arrived, after_s=0.2, is_busy=is_busy)
        for _ in range(10):
            await pad.move(INKS[1], time.perf_counter())
            await asyncio.sleep(0.03)
        later = [arrived.get_nowait()[1] for _ in range(arrived.qsize())]
        assert [request.is_slow for request in [first, *later]] == [
            False,
            *[not is_busy] * len(later),
        ]
        assert len(later) == num_at_once

    with_pad(act)


def test_a_visitor_of_a_slow_server_loses_nothing() -> None:
    async def act(pad: Pad, arrived: Arrived) -> None:
        seen: list[bytes] = []

        async def answer_slowly() -> None:
            while True:
                seen.append(raster_of(await answer(arrived, is_busy=True)))
                await asyncio.sleep(random.Random(len(seen)).uniform(0, 0.1))

        answering = asyncio.create_task(answer_slowly())
        log = await Visitor(pad, None, digit=3).draw(0.6)
        answering.cancel()
        assert (log.num_lost, log.errors, len(log.from_move_ms)) == (0, [], 18)
        assert seen[-1] == growing_ink(3)[17]
        assert len(seen) == log.num_answered < 18

    with_pad(act)


def test_a_closed_channel_is_an_error_and_a_lost_update(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.visitors.LOST_AFTER_S", 0.2)

    async def act(pad: Pad, arrived: Arrived) -> None:
        drawing = asyncio.create_task(Visitor(pad, None, digit=3).draw(0.1))
        connection, _ = await arrived.get()
        await connection.close(4002)
        log = await drawing
        assert log.num_lost == 1
        assert "4002" in log.errors[0]

    with_pad(act)


def test_a_lift_that_is_never_answered_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.visitors.LOST_AFTER_S", 0.2)

    async def act(pad: Pad, arrived: Arrived) -> None:
        drawing = asyncio.create_task(Visitor(pad, None, digit=3).draw_at_once(1, lift=True))
        await answer(arrived)
        assert (await drawing).num_lost == 1

    with_pad(act)


def test_a_reply_to_something_else_is_an_error() -> None:
    async def act(pad: Pad, arrived: Arrived) -> None:
        await pad.move(INKS[0], time.perf_counter())
        connection, request = await arrived.get()
        await reply(connection, replace(request, sequence=77))
        while not pad.log.errors:
            await asyncio.sleep(0.01)
        assert "77" in pad.log.errors[0]

    with_pad(act)


@pytest.mark.parametrize("is_down", [True, False])
@pytest.mark.parametrize("is_slow", [True, False])
def test_a_visitors_update_is_what_the_server_expects(is_down: bool, is_slow: bool) -> None:
    ink = growing_ink(7)[-1]
    update = encode_update(5, ink, token=PLACE.token, is_down=is_down, is_slow=is_slow)
    request = decode_request(update)
    assert (request.asked, request.sequence, request.revision) == (Asked.INK, 5, 0)
    assert (request.token, request.is_unfinished, request.is_slow) == (
        PLACE.token,
        is_down,
        is_slow,
    )
    assert raster_of(request) == ink


@pytest.mark.parametrize("is_slow", [True, False])
@pytest.mark.parametrize("digit", DIGIT_STROKES)
def test_the_app_reads_the_digit_that_a_visitor_draws(digit: int, is_slow: bool) -> None:
    visitors = Visitors(bundled_models())
    visitor = visitors.welcome()
    update = encode_update(
        9, growing_ink(digit)[-1], token=visitor.token, is_down=False, is_slow=is_slow
    )
    answer = decode_reply(asyncio.run(Channel(visitors).reply(update)))
    assert (answer.sequence, answer.shown, answer.is_settled) == (9, 9, True)
    assert visitor.reading().verdict.digit == digit
    details = encode_details_request(10, token=visitor.token, is_slow=is_slow)
    assert decode_reply(asyncio.run(Channel(visitors).reply(details))).shown is None


def test_half_a_reply_is_none() -> None:
    visitors = Visitors(bundled_models())
    visitor = visitors.welcome()
    update = encode_update(9, growing_ink(7)[-1], token=visitor.token, is_down=False)
    whole = asyncio.run(Channel(visitors).reply(update))
    for part in (whole[:-4], whole[:30], whole[:3], b""):
        with pytest.raises(ValueError, match="bytes"):
            decode_reply(part)


def with_tab(messages: list[ForwardMsg], act: Callable[[Tab], Awaitable[None]]) -> None:
    """Open a tab of an app that answers with these messages."""

    async def answer_run(connection: ServerConnection) -> None:
        await connection.recv()
        for message in messages:
            await connection.send(message.SerializeToString())
        await connection.wait_closed()

    async def run() -> None:
        async with serve(answer_run, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            tab = Tab(await connect(f"ws://127.0.0.1:{port}"))
            await act(tab)
            await tab.close()

    asyncio.run(run())


FINISHED = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)


def test_an_exception_on_the_page_is_reported() -> None:
    failed = ForwardMsg()
    failed.delta.new_element.exception.message = "no such network"

    async def act(tab: Tab) -> None:
        with pytest.raises(RuntimeError, match="no such network"):
            await tab.run()

    with_tab([failed, FINISHED], act)


def test_the_hub_says_where_the_pad_sends_its_ink_and_script_runs_are_counted() -> None:
    begun, placed = ForwardMsg(), ForwardMsg()
    begun.new_session.SetInParent()
    hub = placed.delta.new_element.bidi_component
    hub.component_name = HUB
    hub.json = json.dumps({"path": PLACE.path, "token": PLACE.token.hex()})

    async def act(tab: Tab) -> None:
        assert await tab.run() == PLACE
        async with asyncio.timeout(5):
            while tab.num_runs < 2:
                await asyncio.sleep(0.01)

    with_tab([begun, placed, FINISHED, begun], act)


@pytest.mark.parametrize(
    ("spoilt", "missed"),
    [
        ({"num_lost": 1}, "all: last updates lost"),
        ({"num_runs": 1}, "all: script runs while drawing"),
        ({"errors": ["closed"]}, "all: errors of each visitor"),
        ({"from_move_ms": [41.0]}, "30 drawing, 10 lifting: move → answer"),
        ({"settled_ms": [31.0]}, "30 drawing, 10 lifting: pen up → answer settled"),
        ({"updates_per_s": 19.0}, "30 drawing, 10 lifting: updates shown to each"),
    ],
)
def test_what_went_wrong_for_one_misses_its_target(spoilt: dict[str, Any], missed: str) -> None:
    good = Log([1.0], [1.0], [1.0], [1.0], updates_per_s=30, num_answered=1)

    def missed_of(log: Log) -> list[str]:
        drawing = Drawing(30, 10, [log], 1.0, 0.1, 0.1, 0.1)
        return [row.label for row in rows([drawing], LIFTING) if row.is_missed]

    assert (missed_of(good), missed_of(replace(good, **spoilt))) == ([], [missed])


def test_a_section_is_renewed_in_the_report_and_the_others_stay() -> None:
    reached = Row("slow", [5.0], target=Target("max", 9))
    before = "# P\n\n- date: then\n\n1 of 1 rows with a target reach it.\n\n"
    before += "\n\n".join(Section(name, [reached]).as_markdown() for name in ("A", "B")) + "\n"
    missed = replace(reached, samples=[99.0])
    facts = {"date": "today", "load before the run": "0.1"}
    after = renewed(before, [Section("A", [missed]), Section("C", [reached])], facts)
    assert re.findall("(?m)^## .", after) == ["## A", "## B", "## C"]
    assert Section("B", [reached]).as_markdown() in after and after.count("today") == 2
    assert "2 of 3 rows with a target reach it.\n- missed: slow\n" in after
    assert "date: then" in after


def test_a_trainings_rate_is_counted_second_by_second() -> None:
    [row] = TrainingLog([number / 4 for number in range(9)], [100 * n for n in range(9)]).rows()
    assert (row.samples, row.unit) == ([400, 400], "images/s")


def test_visitors_of_the_real_app_draw_lift_the_pen_and_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process that is spawned imports the main module, which tests of pages have replaced by one.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules[__name__])
    with soaking_server(tmp_path) as server, load_generator(server.address) as visitors:
        visitors.arrive(2)
        logs = visitors.draw(0.5, num_lifting=1, lift_every_s=0.5)
        went = [(log.errors, log.num_lost, log.num_runs) for log in logs]
        assert went == [([], 0, 0)] * 2, server.log()
        assert len(logs[0].from_move_ms) < len(logs[1].from_move_ms) == 15
        assert [len(log.settled_ms) for log in logs] == [1, 0]
        assert collect(server).sessions == 2
        logs = visitors.draw_in_turn(20, lift=True)
        went = [(log.errors, log.num_lost, log.num_answered) for log in logs]
        assert went == [([], 0, 21)] * 2, server.log()
        assert all(len(log.details_ms) == 1 for log in logs)
        visitors.leave()
