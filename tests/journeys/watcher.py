"""Notes what must never happen on any page: script errors, policy violations, requests to anybody else."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

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
        if message.type in {"error", "warning"} and not _is_the_pages_own_status(message):
            self.troubles.append(f"{message.type} on {_url(message.page)}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname != self.host:
            self.troubles.append(f"request to {request.url}")


def _is_the_pages_own_status(message: ConsoleMessage) -> bool:
    """Chromium calls it an error when a page answers 404, also when that is the page's purpose."""
    asked = message.location.get("url")
    return message.text.startswith("Failed to load resource") and asked == _url(message.page)


def _url(page: Page | None) -> str:
    return page.url if page else "?"
