"""Looks for what a page has left in the browser."""

from __future__ import annotations

from playwright.sync_api import Page

STORED = """
async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(found => found.name), ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map(found => found.scope),
]
"""


def traces(page: Page) -> list[str]:
    """Names of everything that is stored for the site, and of cookies."""
    return page.evaluate(STORED) + [str(cookie.get("name")) for cookie in page.context.cookies()]
