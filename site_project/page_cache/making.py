"""Asks Django for a page in nobody's name, and says whether the answer may be kept.

The request is made anew from the key alone. So a kept page cannot depend on a cookie, a parameter or any other header
of the reader who happened to come first.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.finished import HELD
from site_project.page_cache.page import Headers
from site_project.page_cache.shelf import Key

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

MADE_FOR = "legwise.page_cache.made_for"
"""Key of the WSGI environment that tells Django who it makes a page for: the cache packs and logs itself."""
READER, WARMING = "reader", "warming"

_FOR_ANSWERS_NOT_KEPT = ("HTTP_ACCEPT_ENCODING", "HTTP_X_REQUEST_ID")
"""What of the reader's request goes on to Django; none of it changes the words of a page."""


@dataclass(frozen=True)
class Answer:
    """What Django answered."""

    status: str
    headers: Headers
    body: bytes
    ends: float = float("inf")
    made_of: bytes = b""
    """A name for all that the page is made of, where the view says it (:mod:`articles.finished`)."""

    def is_unchanged(self) -> bool:
        """Whether the page that was held when this was asked is still the same."""
        return self.status.startswith("304 ")

    def may_be_kept(self) -> bool:
        """Whether it is for everybody: found, without cookie, and neither private nor different for some."""
        names = {name.lower(): value.lower() for name, value in self.headers}
        control = names.get("cache-control", "")
        return (
            self.status.startswith("200 ")
            and "set-cookie" not in names
            and "public" in control
            and "no-store" not in control
            and "private" not in control
            and "content-encoding" not in names
            and names.get("vary", "accept-encoding") == "accept-encoding"
        )

    def header(self, wanted: str) -> str:
        """One header's value, or nothing."""
        return next((value for name, value in self.headers if name.lower() == wanted.lower()), "")


def request_for(
    key: Key, *, forwarded: bool, reader: WSGIEnvironment | None = None, held: bytes = b""
) -> WSGIEnvironment:
    """The request that Django answers: the key's, and ``forwarded`` when Django believes its proxy's headers.

    ``held`` names what a page is made of that is here already: then it need not be made if it is still made of that.
    """
    host, _, port = key.host.partition(":") if not key.host.startswith("[") else key.host.rpartition("]")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": host,
        "SERVER_PORT": port.lstrip(":") or ("443" if key.scheme == "https" else "80"),
        "HTTP_HOST": key.host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        MADE_FOR: READER if reader else WARMING,
        HELD: held,
    }
    if forwarded:
        environ["HTTP_X_FORWARDED_PROTO"] = key.scheme
    return environ | {name: reader[name] for name in _FOR_ANSWERS_NOT_KEPT if reader and name in reader}


def ask(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Django's whole answer. A view may say when its page changes by itself, ``response.changes_at``, and what it is
    made of, ``response.made_of``.
    """
    started: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, _error: Any = None) -> Any:
        started.append((status, headers))

    response = application(environ, start)
    try:
        body = b"".join(response)
    finally:
        if close := getattr(response, "close", None):
            close()
    status, headers = started[-1]
    changes_at = getattr(response, "changes_at", None)
    ends = changes_at.timestamp() if changes_at else float("inf")
    return Answer(status, headers, body, ends, getattr(response, "made_of", b""))
