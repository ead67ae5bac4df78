"""Log lines that hold no address of a person, no query and no slug.

Words of other libraries are not trusted: a message of Django or gunicorn may hold the path or the host
that somebody sent. So from their records only the fixed text is kept, and from an exception its type and
where it happened, not its words.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from gunicorn.glogging import Logger

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Django names the logger of a refused request after the reason, such as DisallowedHost; where is no news.
_REFUSALS = "django.security."


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
    """Gunicorn's logger with our line format; its access log stays off."""

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's handlers, then give them our formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(PrivateJSONFormatter())
