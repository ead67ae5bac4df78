"""Names of pages to choose from while a reader types. What is typed is looked up and forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from articles import kinds
from articles.display import CARE_LEVEL_LABELS
from articles.models.live import Library
from symptoms.search.names import Name, live_names
from symptoms.search.words import words

FEWEST_LETTERS, MOST_LETTERS = 2, 100
"""One letter says too little; what is longer is no name that somebody is about to type."""
MOST_BYTES = 1000
"""An answer stays below this, whatever the names are: it comes with every pause in typing."""


@dataclass(frozen=True)
class Suggestion:
    """A page by one of its names; ``see`` is the page's title when that name is another one."""

    label: str
    url: str
    kind_label: str
    care_level: str = ""
    see: str = ""

    @property
    def row(self) -> dict[str, str]:
        """What the list below the field needs; nothing is sent that is empty."""
        care = CARE_LEVEL_LABELS.get(self.care_level, "")
        row = {"label": self.label, "url": self.url, "kind": self.kind_label, "see": self.see}
        return {key: value for key, value in (row | {"level": self.care_level, "care": care}).items() if value}


def suggest(
    typed: str, *, language: str = "en", limit: int = 6, generation: int | None = None
) -> tuple[Suggestion, ...]:
    """Live pages with a name that what is typed begins, best first, each page once. Never raises for odd input.
    ``generation`` is the library's, for callers that know it already."""
    if len(typed) > MOST_LETTERS or sum(map(len, words(typed))) < FEWEST_LETTERS:
        return ()
    found: dict[str, Name] = {}
    for name in live_names(generation or Library.current_generation(), language).beginning_with(typed):
        found.setdefault(name.url, name)
        if len(found) == limit:
            break
    return tuple(map(_suggestion, found.values()))


def _suggestion(name: Name) -> Suggestion:
    see = "" if name.is_title else name.title
    return Suggestion(name.label, name.url, kinds.get(name.kind).label, name.level, see)


def packed(suggestions: Iterable[Suggestion]) -> bytes:
    """The suggestions as JSON, without those that would bring it to :data:`MOST_BYTES`."""
    rows: list[bytes] = []
    for suggestion in suggestions:
        row = json.dumps(suggestion.row, ensure_ascii=False, separators=(",", ":")).encode()
        if len(b",".join([*rows, row])) + len(b"[]") < MOST_BYTES:
            rows.append(row)
    return b"[" + b",".join(rows) + b"]"
