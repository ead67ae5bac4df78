"""Checks that need the whole library: completeness, links, sources, words nobody links, names of two pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from articles.content_checks.findings import B, Finding, I, W
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import PageText

NEEDS = {
    "symptoms": ("symptoms", "symptoms"),
    "urgent-signs": ("urgent_signs", ""),
    "tests": ("tests", "tests"),
    "treatment": ("treatments", "treatment"),
    "prevention": ("prevention", "prevention"),
}
"""What a condition tells about: need → relation and section, either of which will do."""
SOURCES = "sources"
"""Stands for the page in findings about sources."""
OLDEST_CHECK = dt.timedelta(days=730)
OLDEST_YEAR = 10
LIBRARY_RULES = {
    "complete": "Link or write what is missing, or put it on the list of none known with a reason.",
    "broken-link": "Correct the name of the page.",
    "unknown-source": "Correct the key, or add the source.",
    "unused-source": "Cite it or take it out.",
    "source-record": "Fill in title, publisher and address.",
    "source-age": "Look whether a newer one has replaced it, and note the day you did.",
    "unlinked-term": "Link the word where it first stands on a page.",
    "same-name": "Give the name to one page; the other can link to it.",
}
"""Rule → what to do."""


def check_whole(texts: Iterable[PageText], shelf: Shelf, *, today: dt.date) -> Iterator[Finding]:
    """What is wrong between pages."""
    pages = list(texts)
    for text in pages:
        yield from complete(text, shelf)
        yield from links(text, shelf)
    yield from sources(pages, shelf, today)
    yield from unlinked_terms(pages, shelf)
    yield from same_names(pages)


def complete(text: PageText, shelf: Shelf) -> Iterator[Finding]:
    """Each condition has symptoms, urgent signs, tests, treatment and prevention, or is on the list of none known."""
    if text.kind != "condition":
        return
    for need, (relation, section) in NEEDS.items():
        told = bool(text.snapshot["links"].get(relation)) or bool(section and any(text.in_section(section)))
        if not told and not shelf.has_none(text.uid, need):
            yield Finding(text.uid, f"links.{relation}", 0, "complete", B, f"Nothing about {need}.")
        if told and shelf.has_none(text.uid, need):
            message = f"The list of none known says there is nothing about {need}, but there is."
            yield Finding(text.uid, f"links.{relation}", 0, "complete", W, message)


def links(text: PageText, shelf: Shelf) -> Iterator[Finding]:
    """Every page and source that is named exists."""
    for field, line, uid in _named_pages(text):
        if uid not in shelf.pages:
            yield Finding(text.uid, field, line, "broken-link", B, f"There is no page “{uid}”.")
    for block in text.blocks:
        for key in block.sources:
            if key not in shelf.sources:
                yield Finding(text.uid, block.field, block.line, "unknown-source", B, f"There is no source “{key}”.")


def _named_pages(text: PageText) -> Iterator[tuple[str, int, str]]:
    for block in text.blocks:
        yield from ((block.field, block.line_at(start), uid) for start, _, uid in block.spans)
    for relation, items in text.snapshot["links"].items():
        yield from ((f"links.{relation}", number, item["to"]) for number, item in enumerate(items, 1))
    for number, caution in enumerate(text.snapshot["parts"].get("cautions", []), 1):
        if caution["page"]:
            yield "cautions", number, caution["page"]


def sources(pages: list[PageText], shelf: Shelf, today: dt.date) -> Iterator[Finding]:
    """Every source is whole, cited, checked within 24 months and not older than 10 years."""
    cited = {key for text in pages for block in text.blocks for key in block.sources}
    for key, source in shelf.sources.items():
        if not (source.title and source.publisher and source.url):
            yield Finding(SOURCES, key, 0, "source-record", B, "Title, publisher or address is missing.")
        if key not in cited:
            yield Finding(SOURCES, key, 0, "unused-source", I, "No page cites it.")
            continue
        if source.checked_on is None or today - source.checked_on > OLDEST_CHECK:
            yield Finding(SOURCES, key, 0, "source-age", W, "Nobody has checked it for 24 months.")
        if source.year is not None and today.year - source.year > OLDEST_YEAR:
            yield Finding(SOURCES, key, 0, "source-age", W, f"It is from {source.year}.")


def unlinked_terms(pages: list[PageText], shelf: Shelf) -> Iterator[Finding]:
    """Words explained that no page links to."""
    linked = {uid for text in pages if text.kind != "glossary_term" for _, _, uid in _named_pages(text)}
    for uid in shelf.titled("glossary_term"):
        if uid not in linked:
            yield Finding(uid, "title", 0, "unlinked-term", I, "No page links to this word.")


def same_names(pages: list[PageText]) -> Iterator[Finding]:
    """A name leads to one page. A word explained may share its name with the page that is about it."""
    first: dict[tuple[str, bool, str], str] = {}
    for text in pages:
        for name in {name.casefold(): name for name in text.names if name}.values():
            key = (text.snapshot["language"], text.kind == "glossary_term", name.casefold())
            other = first.setdefault(key, text.uid)
            if other != text.uid:
                yield Finding(text.uid, "lay_names", 0, "same-name", W, f"“{name}” is also a name of {other}.")
