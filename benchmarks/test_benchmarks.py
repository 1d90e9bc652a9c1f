"""The benchmarks' visitors keep to the pad's rules. How fast anything is belongs to benchmarks/."""

import asyncio
import random
import re
import struct
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.__main__ import renewed
from benchmarks.crowd import ALONE, Drawing, rows
from benchmarks.report import Row, Section, Target
from benchmarks.soak import collect, soaking_server
from benchmarks.trainee import Log as TrainingLog
from benchmarks.visitors import (
    LivePad,
    Log,
    Tab,
    Visitor,
    answered_sequence,
    connect_pad,
    encode_update,
    growing_ink,
    load_generator,
)
from mlp.net.reading import read
from mlp.picture.prepare import from_pad
from mlp.web.server.messages import decode_update, encode_answer
from mlp.web.server.models import bundled_models
from tests.support.strokes import DIGIT_STROKES

INKS = [bytes([number]) * 112 * 112 for number in range(4)]

Arrived = asyncio.Queue[tuple[ServerConnection, bytes]]


def with_pad(act: Callable[[LivePad, Arrived], Awaitable[None]]) -> None:
    """Connect a pad to a channel that only puts updates down; the test itself answers them."""

    async def run() -> None:
        arrived: Arrived = asyncio.Queue()

        async def put_down(connection: ServerConnection) -> None:
            async for message in connection:
                assert isinstance(message, bytes)
                arrived.put_nowait((connection, message))

        async with serve(put_down, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            pad = await connect_pad(f"http://127.0.0.1:{port}")
            await act(pad, arrived)
            await pad.close()

    asyncio.run(run())


async def answer(arrived: Arrived) -> bytes:
    """Answer the update that waits, which must be alone; return its ink."""
    connection, update = await arrived.get()
    await asyncio.sleep(0.02)
    assert arrived.empty(), "a second update was sent before the answer to the first"
    [sequence] = struct.unpack_from("<I", update, 4)
    await connection.send(struct.pack("<BBBBIfffI", 1, 0, 255, 255, sequence, 0, 0, 0, 0))
    return update[24:]


def test_the_newest_ink_waits_for_the_answer_and_the_last_is_always_sent() -> None:
    async def act(pad: LivePad, arrived: Arrived) -> None:
        for ink in INKS:
            await pad.offer(ink, time.perf_counter())
        assert [await answer(arrived), await answer(arrived)] == [INKS[0], INKS[-1]]
        assert await pad.wait_until_answered()
        assert arrived.empty()

    with_pad(act)


def test_every_move_is_counted_also_one_that_left_with_a_newer_one() -> None:
    async def act(pad: LivePad, arrived: Arrived) -> None:
        for ink in INKS:
            await pad.offer(ink, time.perf_counter() - 1)
        await answer(arrived)
        await answer(arrived)
        await pad.wait_until_answered()
        assert (len(pad.log.from_move_ms), len(pad.log.from_send_ms)) == (len(INKS), 2)
        assert min(pad.log.from_move_ms) >= 1000 > max(pad.log.from_send_ms)

    with_pad(act)


def test_a_visitor_of_a_slow_server_loses_nothing() -> None:
    async def act(pad: LivePad, arrived: Arrived) -> None:
        seen: list[bytes] = []

        async def answer_slowly() -> None:
            while True:
                seen.append(await answer(arrived))
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

    async def act(pad: LivePad, arrived: Arrived) -> None:
        drawing = asyncio.create_task(Visitor(pad, None, digit=3).draw(0.1))
        connection, _ = await arrived.get()
        await connection.close(4002)
        log = await drawing
        assert log.num_lost == 1
        assert "4002" in log.errors[0]

    with_pad(act)


def test_an_answer_to_something_else_is_an_error() -> None:
    async def act(pad: LivePad, arrived: Arrived) -> None:
        await pad.offer(INKS[0], time.perf_counter())
        connection, _ = await arrived.get()
        await connection.send(struct.pack("<BBBBIfffI", 1, 0, 255, 255, 77, 0, 0, 0, 0))
        while not pad.log.errors:
            await asyncio.sleep(0.01)
        assert "77" in pad.log.errors[0]

    with_pad(act)


@pytest.mark.parametrize("is_down", [True, False])
def test_a_visitors_update_is_what_the_server_expects(is_down: bool) -> None:
    update = decode_update(encode_update(5, growing_ink(7)[-1], is_down=is_down))
    assert (update.sequence, update.centre, update.invert) == (5, True, False)
    assert update.is_unfinished == is_down
    assert update.raster.tobytes() == growing_ink(7)[-1]


@pytest.mark.parametrize("digit", DIGIT_STROKES)
def test_the_app_reads_the_digit_that_a_visitor_draws(digit: int) -> None:
    update = decode_update(encode_update(9, growing_ink(digit)[-1], is_down=False))
    reading = read(bundled_models().default, from_pad(update.raster))
    assert reading.verdict.digit == digit
    assert answered_sequence(encode_answer(reading, 9)) == 9


def test_half_an_answer_is_none() -> None:
    whole = encode_answer(
        read(
            bundled_models().default,
            from_pad(decode_update(encode_update(9, growing_ink(7)[-1], is_down=False)).raster),
        ),
        9,
    )
    for part in (whole[:-4], whole[:30], whole[:3], b""):
        with pytest.raises(ValueError, match="bytes"):
            answered_sequence(part)


def test_an_exception_on_the_page_is_reported() -> None:
    failed = ForwardMsg()
    failed.delta.new_element.exception.message = "no such network"
    finished = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)

    async def fail(connection: ServerConnection) -> None:
        await connection.recv()
        for message in (failed, finished):
            await connection.send(message.SerializeToString())
        await connection.wait_closed()

    async def run() -> None:
        async with serve(fail, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            tab = Tab(await connect(f"ws://127.0.0.1:{port}"))
            with pytest.raises(RuntimeError, match="no such network"):
                await tab.run()
            await tab.close()

    asyncio.run(run())


def test_one_lost_update_misses_the_target() -> None:
    logs = [Log([1.0], [1.0], updates_per_s=30, num_answered=1, num_lost=lost) for lost in (0, 1)]
    drawing = Drawing(30, 0, logs, 1.0, 0.1, 0.1, 0.1)
    missed = [row.label for row in rows([drawing], ALONE) if row.is_missed]
    assert missed == ["all: last updates lost"]


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
        assert [(log.errors, log.num_lost, len(log.from_move_ms)) for log in logs] == [
            ([], 0, 15)
        ] * 2, server.log()
        assert [len(log.settled_ms) for log in logs] == [1, 0]
        assert collect(server).sessions == 2
        logs = visitors.draw_in_turn(20, lift=True)
        assert [(log.errors, log.num_lost, log.num_answered) for log in logs] == [([], 0, 20)] * 2
        visitors.leave()
