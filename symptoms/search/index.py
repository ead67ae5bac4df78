"""Keeps the search tables in step with live editions. Runs inside the publishing transaction."""

from __future__ import annotations

from collections import defaultdict

from articles.markdown.render import plain_text
from articles.models import Edition, Page
from symptoms.models import Posting, SearchEntry
from symptoms.search.words import key, terms

WEIGHTS = {"names": 5.0, "phrases": 3.0, "headings": 2.0, "text": 1.0}
"""How much a word counts in each field (``docs/search.md``)."""


def follow(page: Page, edition: Edition | None) -> None:
    """Index the page's live edition, or forget the page."""
    SearchEntry.objects.filter(page=page).delete()
    if edition is None:
        return
    fields = _fields(edition)
    weights = _weigh(fields)
    snapshot = edition.snapshot
    names = [snapshot["title"], snapshot["medical_name"], *snapshot["lay_names"], *snapshot["misspellings"]]
    entry = SearchEntry.objects.create(
        page=page,
        kind=snapshot["kind"],
        names=sorted({name for name in map(key, names) if name}),
        phrases=sorted({phrase for phrase in map(key, snapshot["phrases"]) if phrase}),
        length=sum(weights.values()),
        text=fields["text"],
    )
    Posting.objects.bulk_create(
        Posting(entry=entry, term=term, weight=weight) for term, weight in sorted(weights.items())
    )


def _fields(edition: Edition) -> dict[str, str]:
    snapshot, rendered = edition.snapshot, edition.rendered
    names = [snapshot["title"], snapshot["medical_name"], *snapshot["lay_names"], *snapshot["misspellings"]]
    texts = [snapshot["summary"]]
    texts += [plain_text(section["html"]) for section in rendered["sections"]]
    texts += [plain_text(html) for rows in rendered["fields"].values() for html in rows]
    return {
        "names": "\n".join(filter(None, names)),
        "phrases": "\n".join(snapshot["phrases"]),
        "headings": "\n".join(section["heading"] for section in rendered["sections"]),
        "text": "\n".join(filter(None, texts)),
    }


def _weigh(fields: dict[str, str]) -> dict[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for field, text in fields.items():
        for term in terms(text):
            weights[term] += WEIGHTS[field]
    return dict(weights)
