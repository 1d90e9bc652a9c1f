"""Training by several processes: they must come to what one process comes to."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from mlp.commands.main import main
from mlp.files.read import load_model, load_parameters
from mlp.training.ranks import Rank
from tests.support import ROOT
from tests.support.server import free_port

BATCH_SIZES = ("256", "7")  # 1,003 images: parts of unequal size, and one that may be empty

# Trains several times in the same processes: each time they meet at another port.
PROGRAM = """
import json, os, sys
from mlp.commands.main import main
for port, options in json.loads(sys.argv[1]):
    os.environ |= {"TORCHELASTIC_USE_AGENT_STORE": "False", "MASTER_PORT": str(port)}
    main(options, standalone_mode=False)
"""


@dataclass(frozen=True)
class Torchrun:
    """Two processes that train: with each batch size, and then until one of them is killed."""

    process: subprocess.Popen[str]
    folder: Path

    def wait_for(self, path: Path) -> None:
        deadline_s = time.monotonic() + 120
        while not path.exists():
            assert self.process.poll() is None and time.monotonic() < deadline_s
            time.sleep(0.1)


def options_of(batch_size: str, folder: Path) -> list[str]:
    options = ["train", "--device", "cpu", "--images", "1003", "--epochs", "1"]
    options += ["--batch-size", batch_size, "--losses", str(folder / f"{batch_size}.csv")]
    return [*options, "--out", str(folder / f"{batch_size}.safetensors")]


@pytest.fixture(scope="module")
def torchrun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torchrun]:
    folder = tmp_path_factory.mktemp("torchrun")
    (folder / "program.py").write_text(PROGRAM)
    endless = ["train", "--device", "cpu", "--images", "2000", "--epochs", "100000"]
    endless += ["--batch-size", "500", "--out", str(folder / "endless.safetensors")]
    trainings = [*(options_of(batch_size, folder) for batch_size in BATCH_SIZES), endless]
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", "2", str(folder / "program.py")]
    command += [json.dumps([(free_port(), options) for options in trainings])]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    yield Torchrun(process, folder)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=60)


def losses(path: Path) -> list[float]:
    with path.open(encoding="utf-8") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


@pytest.mark.slow
@pytest.mark.parametrize("batch_size", BATCH_SIZES)
def test_two_processes_have_the_losses_of_one(
    torchrun: Torchrun, tmp_path: Path, batch_size: str
) -> None:
    torchrun.wait_for(torchrun.folder / f"{batch_size}.safetensors")
    assert CliRunner().invoke(main, options_of(batch_size, tmp_path)).exit_code == 0
    alone, together = (losses(at / f"{batch_size}.csv") for at in (tmp_path, torchrun.folder))
    assert len(alone) == -(-1003 // int(batch_size))
    assert together == pytest.approx(alone, rel=1e-3, abs=1e-4)
    models = [load_model(at / f"{batch_size}.safetensors") for at in (tmp_path, torchrun.folder)]
    for one, other in zip(models[0].parameters(), models[1].parameters(), strict=True):
        assert torch.allclose(one, other, atol=2e-3)
    for folder in (tmp_path, torchrun.folder):
        assert not (folder / f"{batch_size}.checkpoint.safetensors").exists()


def workers(process: subprocess.Popen[str]) -> list[int]:
    """Name the processes that torchrun started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes through Linux's /proc")
def test_a_lost_process_ends_training_with_a_sentence_and_a_checkpoint(torchrun: Torchrun) -> None:
    checkpoint = torchrun.folder / "endless.checkpoint.safetensors"
    torchrun.wait_for(checkpoint)
    os.kill(workers(torchrun.process)[-1], signal.SIGKILL)
    said, _ = torchrun.process.communicate(timeout=90)
    assert torchrun.process.returncode != 0
    assert "Another process is gone" in said and f"is in {checkpoint}" in said
    assert int(load_parameters(checkpoint).metadata["epoch"]) >= 1


def test_parts_cover_each_batch_once_and_an_image_is_always_the_same_ones() -> None:
    batch = torch.randperm(100)[:37]
    parts = [batch[Rank(rank, 3).places(batch)] for rank in range(3)]
    assert sorted(torch.cat(parts).tolist()) == sorted(batch.tolist())
    assert all(set((part % 3).tolist()) == {rank} for rank, part in enumerate(parts))
