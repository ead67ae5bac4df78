"""Walks through an exported tree in a browser, from a plain file server or from the disk."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urldefrag

from playwright.sync_api import Browser, Request, Response

LINKS = """[...document.querySelectorAll('a[href], link[rel=alternate][href]')].map(
    link => new URL(link.getAttribute('href'), document.baseURI).href)"""
MISSING_ANCHOR = "!!location.hash && !document.getElementById(decodeURIComponent(location.hash.slice(1)))"
ROOTED = "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^\\/[^/]/.test(a.value))"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def file_server(folder: Path) -> Iterator[str]:
    """What ``python -m http.server`` does, at the address that is given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Walk:
    """What was met on the way: pages, and everything that should not be."""

    start: str
    pages: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        """Note a request that leaves the tree."""
        if not request.url.startswith(self.start):
            self.troubles.append(f"request to {request.url}")

    def failed(self, request: Request) -> None:
        """Note what did not load; a picture still on its way when the walk went on is no trouble."""
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{request.failure}: {request.url}")

    def response(self, response: Response) -> None:
        """Note a file that is not there."""
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")


def walk(browser: Browser, start: str, *, most: int = 100_000) -> Walk:
    """Open ``start`` (which ends in a stroke) with its ``index.html`` and every page that links lead to."""
    context = browser.new_context()
    found = Walk(start)
    context.on("request", found.request)
    context.on("response", found.response)
    context.on("requestfailed", found.failed)
    context.on("weberror", lambda error: found.troubles.append(f"script error: {error.error}"))
    window, waiting, anchors = context.new_page(), [f"{start}index.html"], set[str]()
    while waiting and len(found.pages) < most:
        address = waiting.pop()
        if address in found.pages:
            continue
        found.pages.add(address)
        window.goto(address)
        found.troubles += [f"{address}: {value}" for value in window.evaluate(f"{ROOTED}.map(a => a.name + a.value)")]
        for link in window.evaluate(LINKS):
            page, anchor = urldefrag(link)
            if not page.startswith(start):
                found.elsewhere.add(link)
            elif page.endswith(".html"):
                waiting.append(page)
                anchors |= {link} if anchor else set()
            elif not context.request.get(link).ok if link.startswith("http") else not Path(page[7:]).is_file():
                found.troubles.append(f"broken: {link} on {address}")
    for link in sorted(anchors) if most > len(found.pages) else ():
        window.goto(link)
        found.troubles += [f"no such place: {link}"] if window.evaluate(MISSING_ANCHOR) else []
    context.close()
    return found
