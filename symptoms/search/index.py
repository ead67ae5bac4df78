"""Keeps the search tables in step with live editions. Runs inside the publishing transaction."""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b

from django.db.models import F

from articles.markdown.render import plain_text
from articles.models import Edition, Page
from symptoms.models.search import NameKey, Posting, SearchEntry, SearchTerm, SearchWord
from symptoms.search.words import STOP_WORDS, key, stem, terms, words

WEIGHTS = {"names": 5.0, "phrases": 3.0, "headings": 2.0, "text": 1.0}
"""How much a word counts in each field (``docs/search.md``)."""
K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009)."""
PIVOT = 400.0
"""The length pages are measured against. BM25 takes the mean of all pages; a fixed one means that publishing a page
changes the rows of that page only."""
LONGEST_NAME = 6
"""Names and phrases of more terms are not looked up whole; their words still count."""
LONGEST_WORD = 40


def follow(page: Page, edition: Edition | None) -> None:
    """Index the page's live edition, or forget the page."""
    forget(page)
    if edition is None:
        return
    snapshot, fields = edition.snapshot, _fields(edition)
    names = _keys([snapshot["title"], snapshot["medical_name"], *snapshot["lay_names"]])
    phrases = _keys(snapshot["phrases"])
    entry = SearchEntry.objects.create(
        page=page,
        uid=page.uid,
        kind=snapshot["kind"],
        language=snapshot["language"],
        title=key(snapshot["title"]),
        names=names,
        phrases=phrases,
        text=fields["text"],
        tie=int.from_bytes(blake2b(page.uid.encode(), digest_size=7).digest()),
    )
    weights = _weigh(fields)
    _write_postings(entry, weights)
    _write_names(entry, {"name": names, "misspelling": _keys(snapshot["misspellings"]), "phrase": phrases})
    _count(weights, _named(names, phrases), 1)
    _write_words(fields)


def reads(edition: Edition) -> tuple[object, ...]:
    """All of an edition that decides whether and where search lists it, its features aside."""
    snapshot = edition.snapshot
    return (snapshot["kind"], snapshot["language"], snapshot["misspellings"], _fields(edition))


def forget(page: Page) -> None:
    """Take the page out of the index."""
    entry = SearchEntry.objects.filter(page=page).first()
    if entry:
        _count(list(entry.postings.values_list("term", flat=True)), _named(entry.names, entry.phrases), -1)
        entry.delete()


def forget_all() -> None:
    """Empty the index."""
    for model in (Posting, NameKey, SearchEntry, SearchTerm, SearchWord):
        model.objects.all().delete()


def _keys(texts: list[str]) -> list[str]:
    return sorted({found for found in map(key, texts) if found})


def _named(names: list[str], phrases: list[str]) -> set[str]:
    return {term for text in [*names, *phrases] for term in text.split()}


def _fields(edition: Edition) -> dict[str, str]:
    snapshot, rendered = edition.snapshot, edition.rendered
    texts = [snapshot["summary"]]
    texts += [plain_text(section["html"]) for section in rendered["sections"]]
    texts += [plain_text(html) for rows in rendered["fields"].values() for html in rows]
    return {
        "names": "\n".join(filter(None, [snapshot["title"], snapshot["medical_name"], *snapshot["lay_names"]])),
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


def _write_postings(entry: SearchEntry, weights: dict[str, float]) -> None:
    norm = K1 * (1 - B + B * sum(weights.values()) / PIVOT)
    rows = (
        Posting(entry=entry, term=term, impact=weight * (K1 + 1) / (weight + norm))
        for term, weight in sorted(weights.items())
    )
    Posting.objects.bulk_create(rows, batch_size=500)


def _write_names(entry: SearchEntry, sources: dict[str, list[str]]) -> None:
    NameKey.objects.bulk_create(
        NameKey(entry=entry, key=name, source=source)
        for source, names in sources.items()
        for name in names
        if len(name) <= 120 and len(name.split()) <= LONGEST_NAME
    )


def _count(all_terms: dict[str, float] | list[str], named: set[str], step: int) -> None:
    """Add or take away one page from the counts of its terms."""
    if step > 0:
        rows = [SearchTerm(term=term) for term in sorted(all_terms)]
        SearchTerm.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    SearchTerm.objects.filter(term__in=list(all_terms)).update(pages=F("pages") + step)
    SearchTerm.objects.filter(term__in=list(named)).update(named=F("named") + step)


def _write_words(fields: dict[str, str]) -> None:
    found = {word for text in fields.values() for word in words(text) if len(word) <= LONGEST_WORD}
    rows = [SearchWord(word=word, term=stem(word)) for word in sorted(found - STOP_WORDS)]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
