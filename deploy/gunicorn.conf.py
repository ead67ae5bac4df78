"""Gunicorn's settings. HOST and PORT (or GUNICORN_BIND) say where it listens, WORKERS how many processes."""

import gc
import os
from pathlib import Path

_root = str(Path(__file__).resolve().parent.parent)

wsgi_app = "site_project.wsgi:application"
chdir = _root
pythonpath = _root
bind = os.environ.get("GUNICORN_BIND") or f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# The application is imported once, before the workers fork: they start at once and share what was imported, and a bad
# setting is told once. So new code and settings need a restart; a reload (SIGHUP) would bring workers of the old.
preload_app = True
# Looking for garbage while the application is imported takes a tenth of that time. The workers look for it again.
gc.disable()
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", "2"))
threads = 4
timeout = 30
graceful_timeout = 30
keepalive = 5
# A fresh process now and then bounds whatever a library may leak. Not often: it begins without a page in memory.
max_requests = 100_000
max_requests_jitter = 10_000
# The heartbeat file in memory, so that a slow disk cannot make a worker look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes its own name in it
# Started, watched and stopped by systemd or make; nobody else gives it orders.
control_socket_disable = True

# The application writes the access log, without addresses of people or pages (site_project/middleware.py).
accesslog = None
errorlog = "-"
logger_class = "site_project.logs.GunicornLogger"

limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190


def pre_request(worker, req):
    """Nothing: gunicorn's own would write the path into the log at level debug."""


def when_ready(server):
    """Look for garbage again, but leave what was imported alone, so that the workers go on sharing its memory."""
    gc.freeze()
    gc.enable()
