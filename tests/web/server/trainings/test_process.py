import os
from pathlib import Path

import pytest

from mlp.web.server.models import Models
from mlp.web.server.trainings.process import (
    _PROGRAM,
    NICENESS,
    Spare,
    WorkerProcess,
    new_folder,
    remove_left_folders,
)
from mlp.web.server.trainings.worker import Ended, Start
from tests.support.trainings import CPU, LONG, SHORT, is_alive, trainings, wait_until


def test_it_finds_this_very_package_whatever_folder_the_server_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("mlp", "torch", "queue"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a stranger')")
    monkeypatch.chdir(tmp_path)
    process = WorkerProcess()
    process.tell(Start(SHORT, CPU.name, tmp_path))
    events = list(process.events())
    assert (events[-1], process.close()) == (Ended("done"), 0)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="there is no niceness here")
def test_visitors_drawings_go_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "mlp.web.server.trainings.process._PROGRAM", _PROGRAM
    )  # as it is in the app
    process = WorkerProcess()
    nicest = min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
    try:
        wait_until(lambda: os.getpriority(os.PRIO_PROCESS, process.popen.pid) == nicest)
    finally:
        process.kill()
        process.close()


@pytest.mark.skipif(not hasattr(os, "getpgid"), reason="there are no groups of processes here")
def test_ctrl_c_is_not_for_it() -> None:
    process = WorkerProcess()
    try:
        assert os.getpgid(process.popen.pid) != os.getpgid(0)
    finally:
        process.kill()
        process.close()


def test_one_that_is_ready_is_taken_once() -> None:
    spare = Spare()
    spare.prepare()
    ready = spare.process
    spare.prepare()
    assert spare.process is ready
    taken = spare.take()
    assert taken is ready and spare.process is None
    taken.kill()
    taken.close()


def test_one_that_has_ended_meanwhile_is_not_taken() -> None:
    spare = Spare()
    spare.prepare()
    ready = spare.process
    assert ready is not None
    ready.kill()
    taken = spare.take()
    assert taken is not ready and is_alive(taken)
    taken.kill()
    taken.close()


def test_one_that_nobody_takes_is_ended() -> None:
    spare = Spare()
    spare.prepare()
    ready = spare.process
    spare.end()
    assert ready is not None and ready.popen.poll() is not None and spare.process is None


def test_it_ends_when_its_server_goes(models: Models) -> None:
    with trainings(models) as opened:
        run = opened.start(LONG, CPU)
        wait_until(lambda: run.num_steps > 0)
        process, folder = opened._processes[run.ticket], Path(run.folder.name)
        assert process.popen.stdin is not None
        process.popen.stdin.close()
        wait_until(lambda: not is_alive(process))
        assert not folder.exists()


def test_folders_of_servers_that_were_killed_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    gone, own, others = (
        tmp_path / f"glassbox-training-{name}"
        for name in ("4194305-abc", f"{os.getpid()}-abc", "of-somebody")
    )
    for folder in (gone, own, others):
        folder.mkdir()
    remove_left_folders()
    assert [folder.exists() for folder in (gone, own, others)] == [False, True, True]


def test_the_folder_of_a_training_is_one_of_this_servers() -> None:
    with new_folder() as folder:
        assert Path(folder).name.startswith(f"glassbox-training-{os.getpid()}-")
