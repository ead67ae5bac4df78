"""The WSGI application in front of Django: answers from memory, or lets Django make the page and keeps it.

What a hit does is all in :meth:`PageCache.__call__`; it touches nothing of Django's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from site_project.logs import log_request, request_id_for
from site_project.page_cache import routes
from site_project.page_cache.codings import best
from site_project.page_cache.generation import Generation
from site_project.page_cache.making import Answer, ask, request_for
from site_project.page_cache.page import Page
from site_project.page_cache.shelf import Key, Shelf
from site_project.page_cache.warming import Warmer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_TURNS = 64


@dataclass(frozen=True)
class Site:
    """What of the settings decides who is answered from memory."""

    hosts: frozenset[str]
    session_cookie: str
    believes_proxy: bool

    @classmethod
    def from_settings(cls) -> Site:
        """Hosts are the names written out in full: a pattern would let strangers fill the memory with names."""
        names = frozenset(name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*")))
        return cls(names, settings.SESSION_COOKIE_NAME, bool(settings.LEGWISE_TRUSTED_PROXIES))

    def key_of(self, environ: WSGIEnvironment) -> Key | None:
        """Where to look for the page; ``None`` for what is never answered from memory."""
        host = environ.get("HTTP_HOST", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or self.session_cookie in environ.get("HTTP_COOKIE", "")
            or environ.get("SCRIPT_NAME")
            or (host not in self.hosts and host.removesuffix(f":{environ['SERVER_PORT']}") not in self.hosts)
        ):
            return None
        path = environ.get("PATH_INFO", "")
        return Key(self._scheme(environ), host, path, routes.query_of(path, environ.get("QUERY_STRING", "")))

    def _scheme(self, environ: WSGIEnvironment) -> str:
        """http or https, as Django would say."""
        forwarded = environ.get("HTTP_X_FORWARDED_PROTO") if self.believes_proxy else None
        if forwarded is None:
            return str(environ["wsgi.url_scheme"])
        return "https" if forwarded.partition(",")[0].strip() == "https" else "http"


class PageCache:
    """Pages of ``application`` kept by generation."""

    def __init__(
        self, application: WSGIApplication, *, generation: Generation, site: Site, most_bytes: int, warms: bool = True
    ) -> None:
        self._application = application
        self._generation = generation
        self._site = site
        self.shelf = Shelf(most_bytes)
        # The same page is made by one thread at a time. A few locks for all pages, so that none is left behind.
        self._turns = [threading.Lock() for _ in range(_TURNS)]
        self._warmer = Warmer(self.shelf, generation, self.warm) if warms else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the request."""
        began = time.perf_counter()
        key = self._site.key_of(environ)
        generation = self._generation.now() if key else None
        if key is None or generation is None:
            return self._application(environ, start_response)
        page = self.shelf.get(key)
        if page is None or not page.is_true(generation, time.time()):
            return self._cold(key, environ, start_response, began)
        if page.route in routes.ASKED_WITH_PARAMETERS and environ.get("QUERY_STRING"):
            return self._application(environ, start_response)
        return self._send(key, page, environ, start_response, began)

    def _send(
        self,
        key: Key,
        page: Page,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        began: float,
        logged: str = "",
    ) -> Iterable[bytes]:
        """Send the page in the form the reader takes. ``logged`` is the request's id if Django wrote its line."""
        coding = best(environ.get("HTTP_ACCEPT_ENCODING", ""))
        is_new = coding not in page.forms
        headers, body = page.form(coding)
        if is_new and self.shelf.peek(key) is page:
            self.shelf.put(key, page)
        held = environ.get("HTTP_IF_NONE_MATCH", "")
        tag = page.matching(held, coding) if held else ""
        method = environ["REQUEST_METHOD"]
        if tag or method == "HEAD":
            body = b""
        number = logged or request_id_for(environ.get("HTTP_X_REQUEST_ID", ""), trusted=self._site.believes_proxy)
        if tag:
            start_response("304 Not Modified", [*page.headers_unchanged(tag), ("X-Request-ID", number)])
        else:
            start_response("200 OK", [*headers, ("X-Request-ID", number)])
        if not logged:
            status = 304 if tag else 200
            log_request(number, method=method, route=page.route, status=status, began=began, size=len(body), kept=True)
        return [body] if body else []

    # -- when the page is not there --

    def _cold(self, key: Key, environ: WSGIEnvironment, start_response: StartResponse, began: float) -> Iterable[bytes]:
        route = routes.route_of(key.path)
        if not route or (route in routes.ASKED_WITH_PARAMETERS and environ.get("QUERY_STRING")):
            return self._application(environ, start_response)
        if self._warmer:
            self._warmer.start_once()
        turn = self._turns[hash(key) % _TURNS]
        if not turn.acquire(blocking=False):
            return self._after(turn, key, environ, start_response, began)
        try:
            if made := self._true_page(key):  # in the moment before this thread's turn
                return self._send(key, made, environ, start_response, began)
            answer, page = self._make(key, route, environ)
        finally:
            turn.release()
        if page:
            logged = "" if answer.is_unchanged() else answer.header("X-Request-ID")
            return self._send(key, page, environ, start_response, began, logged=logged)
        start_response(answer.status, answer.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _after(
        self, turn: threading.Lock, key: Key, environ: WSGIEnvironment, start_response: StartResponse, began: float
    ) -> Iterable[bytes]:
        """Wait while another thread makes the page. Only once: what it could not make is asked of Django at once."""
        with turn:
            page = self._true_page(key)
        if page:
            return self._send(key, page, environ, start_response, began)
        return self._application(environ, start_response)

    def warm(self, key: Key) -> None:
        """Make a page again that has become untrue; forget it when it is no page any more."""
        with self._turns[hash(key) % _TURNS]:
            if not self._true_page(key):
                _, page = self._make(key, routes.route_of(key.path), None)
                if page is None:
                    self.shelf.drop(key)

    def _true_page(self, key: Key) -> Page | None:
        page, generation = self.shelf.peek(key), self._generation.now()
        return page if page and generation is not None and page.is_true(generation, time.time()) else None

    def _make(self, key: Key, route: str, reader: WSGIEnvironment | None) -> tuple[Answer, Page | None]:
        """Django's answer, and the page of it if it is one for everybody; kept if no publish came between."""
        before, old = self._generation.now(), self.shelf.peek(key)
        held = old.made_of if old else b""
        environ = request_for(key, forwarded=self._site.believes_proxy, reader=reader, held=held)
        answer = ask(self._application, environ)
        made = _page(answer, route, before, old) if before is not None and route else None
        if made is None:
            return answer, None
        if reader and not old:
            made.begin_with(best(reader.get("HTTP_ACCEPT_ENCODING", "")))
        # Asked anew: from the number before, even if that was half a second old, to this one nothing was published.
        if self._generation.ask() == before:
            self.shelf.put(key, made)
        return answer, made


def _page(answer: Answer, route: str, generation: int, old: Page | None) -> Page | None:
    """The page that this answer gives, with what can be used again of the old one; nothing if it may not be kept."""
    if old and answer.is_unchanged():
        return old.again(generation=generation, ends=answer.ends)
    if not answer.may_be_kept():
        return None
    page = Page(
        plain=answer.body,
        headers=answer.headers,
        route=route,
        generation=generation,
        ends=answer.ends,
        made_of=answer.made_of,
    )
    if old:
        page.follow(old)
    return page
