"""What several tests share; benchmarks and scripts may use it, too."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
