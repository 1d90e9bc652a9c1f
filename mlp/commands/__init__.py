"""The command line: `python -m mlp train | study | evaluate | predict`."""
