"""Training by several processes: they must come to what one process comes to."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from mlp.files.read import load_model, load_parameters
from mlp.training.ranks import Rank
from tests.support import ROOT


def start(folder: Path, *options: str, num_ranks: int = 2) -> subprocess.Popen[str]:
    """Start training by torchrun, or plainly for one process."""
    runner = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(num_ranks)]
    command = [sys.executable, *(runner if num_ranks > 1 else []), "-m", "mlp", "train"]
    command += ["--out", str(folder / "my.safetensors"), "--device", "cpu", *options]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def losses(path: Path) -> list[float]:
    with path.open(encoding="utf-8") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


@pytest.mark.slow
@pytest.mark.parametrize("batch_size", ["256", "7"])
def test_two_processes_have_the_losses_of_one(tmp_path: Path, batch_size: str) -> None:
    # 1,003 images in batches of 7: parts of unequal size, and one that may be empty
    options = ["--images", "1003", "--epochs", "1", "--batch-size", batch_size]
    curves = []
    for num_ranks in (1, 2):
        folder = tmp_path / str(num_ranks)
        folder.mkdir()
        log = folder / "log.csv"
        process = start(folder, *options, "--losses", str(log), num_ranks=num_ranks)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
        curves.append(losses(log))
    assert len(curves[0]) == -(-1003 // int(batch_size))
    assert curves[1] == pytest.approx(curves[0], rel=1e-3, abs=1e-4)
    models = [load_model(tmp_path / str(n) / "my.safetensors") for n in (1, 2)]
    for one, other in zip(models[0].parameters(), models[1].parameters(), strict=True):
        assert torch.allclose(one, other, atol=2e-3)
    assert not list(tmp_path.glob("*/*.checkpoint.safetensors"))


def workers(process: subprocess.Popen[str]) -> list[int]:
    """Name the processes that torchrun started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes through Linux's /proc")
def test_a_lost_process_ends_training_with_a_sentence_and_a_checkpoint(tmp_path: Path) -> None:
    process = start(tmp_path, "--images", "2000", "--epochs", "100000", "--batch-size", "500")
    checkpoint = tmp_path / "my.checkpoint.safetensors"
    deadline_s = time.monotonic() + 90
    while not checkpoint.exists():
        assert process.poll() is None and time.monotonic() < deadline_s
        time.sleep(0.1)
    os.kill(workers(process)[-1], signal.SIGKILL)
    said, _ = process.communicate(timeout=90)
    assert process.returncode != 0
    assert "Another process is gone" in said and f"is in {checkpoint}" in said
    assert int(load_parameters(checkpoint).metadata["epoch"]) >= 1


def test_parts_cover_each_batch_once_and_an_image_is_always_the_same_ones() -> None:
    batch = torch.randperm(100)[:37]
    parts = [batch[Rank(rank, 3).places(batch)] for rank in range(3)]
    assert sorted(torch.cat(parts).tolist()) == sorted(batch.tolist())
    assert all(set((part % 3).tolist()) == {rank} for rank, part in enumerate(parts))
