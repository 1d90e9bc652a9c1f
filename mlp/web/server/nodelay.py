"""What this process sends leaves at once: TCP_NODELAY on the sockets it listens on.

It must not know what is sent.
"""

import socket
from contextlib import suppress
from pathlib import Path

_DESCRIPTORS = Path("/dev/fd")  # not there on Windows


def send_at_once() -> None:
    """Let no answer's last segment wait until what was sent before it has been received.

    asyncio sees to that itself, but only on sockets that name TCP as their protocol; Streamlit's
    listening socket leaves it to the system. What is accepted inherits the option.
    """
    descriptors = list(_DESCRIPTORS.iterdir()) if _DESCRIPTORS.exists() else []
    for descriptor in (int(each.name) for each in descriptors if each.is_socket()):
        copy = socket.fromfd(descriptor, socket.AF_INET, socket.SOCK_STREAM)
        with copy, suppress(OSError):  # it is not one of TCP
            if copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                copy.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
