"""`python -m mlp`: the command line."""

import torch

from mlp.commands.main import main

if __name__ == "__main__":
    # One: a training gives the same file on machines with any number of cores.
    torch.set_num_threads(1)
    main(prog_name="python -m mlp")
