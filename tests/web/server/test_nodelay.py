import socket
from pathlib import Path

import pytest

from mlp.web.server.nodelay import send_at_once


def is_sent_at_once(listening: socket.socket) -> bool:
    """Whether small packets of a connection that is accepted now leave at once."""
    with socket.create_connection(listening.getsockname()[:2]), listening.accept()[0] as accepted:
        return bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_what_is_accepted_from_now_on_sends_at_once(host: str) -> None:
    # As Streamlit makes its own: the protocol is not named.
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listening:
        listening.bind((host, 0))
        listening.listen()
        assert not is_sent_at_once(listening)
        send_at_once()
        assert is_sent_at_once(listening)


def test_other_sockets_are_left_alone_and_open(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, socket.socket(socket.AF_INET) as idle, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "socket"))
        unix.listen()
        send_at_once()
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        ours.send(b"still open")
        assert theirs.recv(100) == b"still open"
