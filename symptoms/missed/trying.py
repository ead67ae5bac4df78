"""What a query finds now, and what it would find if a draft were live. Nothing of it is kept, or counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from articles import publishing
from articles.models import Edition, Page
from symptoms.missed.drafts import add_words
from symptoms.search.find import SearchResult, SearchResults, find

SHOWN = 10
"""So many results stand side by side."""
LOOKED_AT = 30
"""So far down a page is still looked for, to say from where it moved."""


@dataclass(frozen=True)
class Row:
    """One result; ``move`` says in words what changes for it."""

    number: int
    title: str
    kind: str
    confident: bool
    is_tried: bool
    move: str = ""


@dataclass(frozen=True)
class Ranking:
    """The first results, and whether the site would call the best one close."""

    rows: tuple[Row, ...]
    confident: bool
    corrected: str


@dataclass(frozen=True)
class Trial:
    """One query, before and after; ``outcome`` is what it does for the page that is tried, in a sentence."""

    query: str
    outcome: str
    before: Ranking
    after: Ranking


def try_words(query: str, *, page: Page, field: str, words: str, by) -> Trial:
    """Before and after these words were added to the page (:func:`.drafts.add_words`, which may refuse) and its
    newest draft went live. All of it is rolled back."""
    with transaction.atomic():
        trial = try_edition(query, add_words(page=page, field=field, words=words, by=by))
        transaction.set_rollback(True)
    return trial


def try_edition(query: str, edition: Edition) -> Trial:
    """Before and after this edition went live. All of it is rolled back."""
    before = find(query, limit=LOOKED_AT)
    with publishing.rehearsed([edition]):
        after = find(query, limit=LOOKED_AT)
    uid = edition.page.uid
    was, will_be = _places(before), _places(after)
    return Trial(
        query=query,
        outcome=_outcome(edition.brief["title"], was.get(uid), will_be.get(uid)),
        before=_ranking(before, uid, {number: _gone(item, will_be) for number, item in enumerate(before.ranked, 1)}),
        after=_ranking(after, uid, {number: _came(item, number, was) for number, item in enumerate(after.ranked, 1)}),
    )


def _places(found: SearchResults) -> dict[str, int]:
    return {item.uid: number for number, item in enumerate(found.ranked, 1)}


def _ranking(found: SearchResults, uid: str, moves: dict[int, str]) -> Ranking:
    rows = tuple(
        Row(number, item.title, item.kind_label, item.confident, item.uid == uid, moves[number])
        for number, item in enumerate(found.ranked[:SHOWN], 1)
    )
    return Ranking(rows, found.confident, found.corrected)


def _came(item: SearchResult, number: int, was: dict[str, int]) -> str:
    before = was.get(item.uid)
    if before is None:
        return "new here"
    if before == number:
        return ""
    return f"{'up' if before > number else 'down'} from {before}"


def _gone(item: SearchResult, will_be: dict[str, int]) -> str:
    after = will_be.get(item.uid)
    return "" if after is not None and after <= SHOWN else f"leaves the first {SHOWN}"


def _outcome(title: str, was: int | None, will_be: int | None) -> str:
    if will_be is None:
        return f"“{title}” would not be among the first {LOOKED_AT} results."
    if was is None:
        return f"“{title}” would be number {will_be}. Now it is not among the first {LOOKED_AT}."
    if was == will_be:
        return f"“{title}” would stay number {was}."
    return f"“{title}” would move from number {was} to number {will_be}."
