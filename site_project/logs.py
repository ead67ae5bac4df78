"""Log lines that hold no address of a person, no query and no slug.

Words of other libraries are not trusted: a message of Django or gunicorn may hold the path or the host
that somebody sent. So from their records only the fixed text is kept, and from an exception its type and
where it happened, not its words.
"""

import json
import logging
import os
import re
import sys
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from types import TracebackType
from typing import Any

from gunicorn.glogging import Logger

request_id: ContextVar[str] = ContextVar("request_id", default="")

_REQUEST_ID = re.compile(r"[0-9a-f]{32}")

# Django names the logger of a refused request after the reason, such as DisallowedHost; where is no news.
_REFUSALS = "django.security."


def request_id_for(given: str, *, trusted: bool) -> str:
    """The id that a trusted proxy gave in X-Request-ID, else a new one."""
    return given if trusted and _REQUEST_ID.fullmatch(given) else os.urandom(16).hex()


_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_LINE = (
    '{"ts": "%s.%03d+00:00", "level": "info", "logger": "legwise.access", "event": "request", "request_id": "%s", '
    '"method": "%s", "route": "%s", "status": %d, "ms": %.1f, "bytes": %s%s}\n'
)


def log_request(
    number: str,
    *,
    method: str | None,
    route: str,
    status: int,
    began: float,
    size: int | None,
    kept: bool = False,
) -> None:
    """Write the one line about a request: the route's name, never the path.

    ``began`` is the :func:`time.perf_counter` of its begin, ``size`` the bytes of the body; ``kept`` says that the
    answer came out of the page cache. By hand, because a log record and its formatting cost more than everything else
    such an answer needs.
    """
    now = time.time()
    ms = (time.perf_counter() - began) * 1000
    told = method if method in _METHODS else "other"
    line = _LINE % (
        _second(int(now)), now % 1 * 1000, number, told, route, status, ms,
        "null" if size is None else size, ', "kept": true' if kept else "",
    )  # fmt: skip
    try:
        sys.stdout.write(line)
        sys.stdout.flush()
    except OSError:
        pass  # nobody reads the log any more; the reader is answered all the same


@lru_cache(maxsize=1)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


class PrivateJSONFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`."""
        line: dict[str, Any] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line.update(getattr(record, "fields", {}))
        refused = record.name.startswith(_REFUSALS)
        if isinstance(record.exc_info, tuple) and record.exc_info[1] and not refused:
            line["exception"] = describe_exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """Return what happened, without a word that may come from outside."""
    if record.name.startswith("legwise"):
        return record.getMessage()
    if record.name.startswith(_REFUSALS):
        return record.name.removeprefix(_REFUSALS)
    if hasattr(record, "status_code"):
        return f"answered {record.status_code}"
    if isinstance(record.args, tuple) and record.args and isinstance(record.msg, str):
        # The fixed text; numbers are shown, words that belong in its gaps are not.
        return record.msg % tuple(arg if isinstance(arg, int | float) else "…" for arg in record.args)
    return f"{record.module}:{record.lineno}"


def describe_exception(error: BaseException) -> list[str]:
    """Return types and code positions of `error` and what caused it, innermost last; never their words."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None and len(lines) < 200:
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines.extend(_frames(current.__traceback__))
        current = current.__cause__ or current.__context__
    return lines


def _frames(start: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(start)]


class GunicornLogger(Logger):
    """Gunicorn's logger with our line format; its access log, which has addresses and paths, stays off."""

    def access(self, *args: Any, **options: Any) -> None:
        """Nothing, whatever the settings say."""

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's handlers, then give them our formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(PrivateJSONFormatter())
