"""Starts and stops the servers that are measured: our site, R and nginx, each on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SLOWEST_START = 120
"""Seconds; a busy machine may take long."""
_GUNICORN = (
    sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--workers", "2",
    "--worker-class", "sync", "--threads", "1", "--max-requests", "0",
)  # fmt: skip
_NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 256; }}
http {{ access_log off; client_body_temp_path {folder}/t; proxy_temp_path {folder}/t; fastcgi_temp_path {folder}/t;
  uwsgi_temp_path {folder}/t; scgi_temp_path {folder}/t; keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on; default_type text/html; }} }}
"""


@dataclass(frozen=True)
class Server:
    """A running server: the session of its processes, its port, and the seconds until it first answered."""

    session: int
    port: int
    started_in: float


def site(var: Path, *, cache_mb: int, log: Path) -> tuple[list[str], dict[str, str]]:
    """How to start our site on the library in ``var``."""
    return list(_GUNICORN), {
        "DJANGO_SETTINGS_MODULE": "deploy.bench.settings",
        "LEGWISE_VAR": str(var),
        "LEGWISE_PAGE_CACHE_MB": str(cache_mb),
        "LOG": str(log),
    }


def reference(folder: Path, *, log: Path, bare: bool = False) -> tuple[list[str], dict[str, str]]:
    """How to start R on the bytes in ``folder``, by the same settings of gunicorn; ``bare``: without middleware."""
    return [*_GUNICORN, "deploy.bench.reference:application"], {
        "DJANGO_SETTINGS_MODULE": "deploy.bench.settings",
        "BENCH_BYTES": str(folder),
        "LOG": str(log),
    } | ({"BENCH_BARE": "1"} if bare else {})


@contextmanager
def running(how: tuple[list[str], dict[str, str]], path: str) -> Iterator[Server]:
    """The server while the block runs; it has answered at ``path``. :class:`RuntimeError` if it does not."""
    command, settings = how
    port = _free_port()
    began = time.perf_counter()
    with Path(settings.get("LOG", os.devnull)).open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | settings | {"GUNICORN_BIND": f"127.0.0.1:{port}"},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}")
        yield Server(process.pid, port, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextmanager
def nginx(folder: Path) -> Iterator[Server | None]:
    """nginx with the file ``page`` of this folder; nothing where it is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        yield None
        return
    port = _free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(folder=folder, port=port))
    folder.chmod(0o755)  # its workers have an account of their own
    process = subprocess.Popen([program, "-c", str(configuration)], stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(process, f"http://127.0.0.1:{port}/page")
        yield Server(process.pid, port, 0)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + SLOWEST_START
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=30):  # noqa: S310 - an http address of this machine
                return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{url} answers {error.code}") from error
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.01)
    raise RuntimeError(f"{url} does not answer")
