"""What a page's checks may know of the rest of the library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Card:
    """Another page, as far as checks need it. ``level`` is the care level of an urgent sign."""

    kind: str
    title: str
    names: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True)
class SourceCard:
    """A source, as far as checks need it."""

    title: str
    publisher: str
    url: str
    year: int | None = None
    checked_on: dt.date | None = None


@dataclass(frozen=True)
class Shelf:
    """Pages by uid, sources by key, and what has been looked for and does not exist: uid → need → reason."""

    pages: dict[str, Card] = field(default_factory=dict)
    sources: dict[str, SourceCard] = field(default_factory=dict)
    none_known: dict[str, dict[str, str]] = field(default_factory=dict)

    def titled(self, kind: str) -> dict[str, Card]:
        """The pages of one kind."""
        return {uid: card for uid, card in self.pages.items() if card.kind == kind}

    def has_none(self, uid: str, need: str) -> bool:
        """Whether it is on record that this page has nothing to say about ``need``."""
        return need in self.none_known.get(uid, {})


def card_of(snapshot: dict[str, Any]) -> Card:
    """The card of a snapshot."""
    names = tuple(name for name in (snapshot["medical_name"], *snapshot["lay_names"]) if name)
    return Card(snapshot["kind"], snapshot["title"], names, snapshot["fields"].get("level", ""))
