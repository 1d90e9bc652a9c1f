"""Any ASGI app on a free port.

It must not know what the app answers.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

_SOCKETS = "websockets-sansio"
"""As Streamlit has it."""


@contextmanager
def serving_app(app: ASGIApp, **options: Any) -> Iterator[str]:
    """Serve an app for as long as the context lasts; its host and port are given.

    Args:
        app: Without a lifespan.
        **options: More settings of uvicorn's.
    """
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws=_SOCKETS, **options)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:  # connections wait until it runs
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        host, port = listener.getsockname()
        try:
            yield f"{host}:{port}"
        finally:
            server.should_exit = True
            thread.join()
