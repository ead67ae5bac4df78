"""Asks a WSGI application without a server between."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

HTML = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=60")]


@dataclass
class Answer:
    """What it answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(application: Any, path: str = "/", method: str = "GET", query: str = "", **environ: str) -> Answer:
    """One request; names of headers as WSGI writes them."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    request = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "localhost:8000",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    } | environ
    response = application(request, lambda status, headers, _=None: started.append((status, headers)))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    status, headers = started[-1]
    assert len({name.lower() for name, _ in headers}) == len(headers), "a header came twice"
    return Answer(int(status.split()[0]), dict(headers), body)


class _Body(list[bytes]):
    """An answer's bytes, with what Django's response would say about them."""

    changes_at: datetime | None = None


@dataclass
class Pages:
    """Stands in for Django: answers every address, and remembers what it was asked."""

    body: bytes = b"<p>words</p>" * 500
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: list(HTML))
    changes_at: datetime | None = None
    meanwhile: Callable[[], Any] = lambda: None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> _Body:
        """Answer."""
        self.asked.append(environ)
        self.meanwhile()
        start_response(self.status, [*self.headers, ("X-Request-ID", "d" * 32)])
        body = _Body([self.body])
        body.changes_at = self.changes_at
        return body
