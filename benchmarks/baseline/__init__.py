"""The app that most people would write, to compare with; benchmarks/ratio.py drives it."""
