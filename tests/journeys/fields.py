"""Fields by what a reader hears, whether script runs or not."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def search_field(page: Page, name: str) -> Locator:
    """A search field: a combobox where script offers suggestions, else a search box."""
    return page.get_by_role("combobox", name=name).or_(page.get_by_role("searchbox", name=name))
