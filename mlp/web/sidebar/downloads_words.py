"""What is said about what can be taken along.

It must not know how that is laid out.
"""

DOWNLOADS = "Download"

DOWNLOADS_HELP = "Everything on this page, to keep and to check."

TENSORS = "Tensors (.npz)"

TENSORS_HELP = 'All {count} tensors as one NumPy file: `numpy.load("tensors.npz")["{stage}"]`.'

PICTURE = "Picture (.png)"

PICTURE_HELP = "The 28×28 picture that the network reads."

SCRIPT = "Program (.py)"

SCRIPT_HELP = (
    "A short program with the tutorial's network. With picture and weights beside it, it computes "
    "every number of this page again, without this app."
)

BUNDLE = "Everything (.zip)"

BUNDLE_HELP = (
    "Picture, tensors, weights and the program in one .zip. Unpack it and run "
    "`python reproduce.py`: it compares all tensors, bit for bit."
)
