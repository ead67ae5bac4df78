"""Checks of the words: rules L1–L24 for a page, and checks between pages.

:mod:`.rules` holds the rules, :mod:`.library` what needs all pages, :mod:`.text` the words they look at,
:mod:`.reading` where pages come from, :mod:`.report` how the command prints.
"""

from __future__ import annotations

from typing import Any

from articles.content_checks.findings import LEVELS, B, Finding, I, W
from articles.content_checks.rules import RULES
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import PageText, read_page

__all__ = ["LEVELS", "RULES", "B", "Finding", "I", "W", "check_page", "check_text"]


def check_page(snapshot: dict[str, Any], shelf: Shelf | None = None) -> list[Finding]:
    """What the rules find on one page, gravest first. Without ``shelf``, the rest of the library is the database's."""
    if shelf is None:
        from articles.content_checks.reading import shelf_from_database  # noqa: PLC0415 - the rules alone need no models

        shelf = shelf_from_database()
    return check_text(read_page(snapshot, shelf), shelf)


def check_text(text: PageText, shelf: Shelf) -> list[Finding]:
    """The same for a page whose words have been read already."""
    found = [finding for rule in RULES for finding in rule.look_at(text, shelf)]
    return sorted(found, key=lambda finding: LEVELS.index(finding.level))
