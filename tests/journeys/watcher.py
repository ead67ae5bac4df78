"""Notes what must never happen on any page: script errors, policy violations, requests to anybody else."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

REFUSES_IN_WORDS = "/admin/markdown/upload/"
"""Tells the editor what is wrong with a picture, which Chromium calls a failure to load."""

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
  console.error(`policy violated: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


class Watcher:
    """Listens to every page of one browser context from its first request."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.host = host
        self.troubles: list[str] = []
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"script error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _is_meant(message):
            self.troubles.append(f"{message.type} on {_url(message.page)}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname != self.host:
            self.troubles.append(f"request to {request.url}")


def _is_meant(message: ConsoleMessage) -> bool:
    """Chromium calls it an error when a page answers 404, also when that is the page's purpose."""
    asked = str(message.location.get("url"))
    meant = asked == _url(message.page) or urlsplit(asked).path == REFUSES_IN_WORDS
    return meant and message.text.startswith("Failed to load resource")


def _url(page: Page | None) -> str:
    return page.url if page else "?"
