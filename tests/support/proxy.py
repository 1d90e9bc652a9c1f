"""nginx before the app, in the ways in which people put it there.

It must not know what is claimed of the app.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tests.support.server import Server, free_port

Way = Literal["prefix kept", "prefix stripped", "TLS", "no WebSocket"]

KEPT = "some/base"
"""The app's `server.baseUrlPath` where nginx leaves paths as they are."""

_CONFIG = """
daemon off;
master_process off;
pid nginx.pid;
events {{}}
http {{
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  scgi_temp_path scgi;
  uwsgi_temp_path uwsgi;
  map $http_upgrade $to_connection {{ default upgrade; "" ""; }}
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $to_connection;
  server {{
    listen 127.0.0.1:{port};
    location /{kept}/ {{ proxy_pass http://127.0.0.1:{kept_port}; }}
    location /user/x/proxy/8501/ {{ proxy_pass http://127.0.0.1:{app_port}/; }}
    location /office/ {{ proxy_pass http://127.0.0.1:{app_port}/; }}
    location = /office/glassbox/live {{
      if ($http_upgrade) {{ return 403; }}
      proxy_pass http://127.0.0.1:{app_port}/glassbox/live;
    }}
  }}
  server {{
    listen 127.0.0.1:{tls_port} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    location / {{ proxy_pass http://127.0.0.1:{app_port}; }}
  }}
}}
"""


def nginx_path() -> str | None:
    """Find nginx, also where only root has its folder among the paths."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


@contextmanager
def running_nginx(folder: Path, *, app: Server, kept: Server) -> Iterator[dict[Way, str]]:
    """Run nginx for the length of a `with` block.

    Args:
        folder: For its files.
        app: The app at the root of its port.
        kept: The app at `KEPT`.

    Yields:
        Where a browser finds the app, without a "/" at the end. "No WebSocket" refuses them on the
        app's own route only.
    """
    port, tls_port = free_port(), free_port()
    certificate, key = _self_signed(folder)
    config = folder / "nginx.conf"
    config.write_text(
        _CONFIG.format(
            port=port,
            tls_port=tls_port,
            app_port=app.port,
            kept_port=kept.port,
            kept=KEPT,
            certificate=certificate,
            key=key,
        )
    )
    nginx = nginx_path() or "nginx"
    process = subprocess.Popen([nginx, "-p", str(folder), "-e", "error.log", "-c", str(config)])
    try:
        _wait_for(process, port)
        yield {
            "prefix kept": f"http://127.0.0.1:{port}/{KEPT}",
            "prefix stripped": f"http://127.0.0.1:{port}/user/x/proxy/8501",
            "TLS": f"https://127.0.0.1:{tls_port}",
            "no WebSocket": f"http://127.0.0.1:{port}/office",
        }
    finally:
        process.terminate()
        process.wait(timeout=10)


def _self_signed(folder: Path) -> tuple[Path, Path]:
    """Make a certificate that nobody trusts, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = ["openssl", "req", "-x509", *curve, "-subj", "/CN=127.0.0.1", "-days", "1"]
    subprocess.run(
        [*command, "-out", certificate, "-keyout", key], check=True, capture_output=True, timeout=60
    )
    return certificate, key


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline_s = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline_s:
                raise
            time.sleep(0.02)
        else:
            return
