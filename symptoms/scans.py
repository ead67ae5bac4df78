"""The imaging tests side by side: for each question people ask, what each scan answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from articles.display import LinkItem, SourceItem
from articles.identity import Site
from articles.markdown.slots import Filler, sources_in
from articles.models.live import Address
from articles.models.shared import Source
from articles.pages import number_sources

IMAGING = ("ultrasound", "ct", "mr", "catheter")
"""Modalities that make pictures, in the order people usually meet them."""
QUESTIONS = (
    ("shows", "What it shows"),
    ("duration", "How long it takes"),
    ("needle", "Is there a needle?"),
    ("contrast", "Contrast dye"),
    ("radiation", "X-rays (radiation)"),
    ("kidneys", "Your kidneys"),
    ("metal", "Metal in your body"),
    ("pregnancy", "If you are pregnant"),
    ("afterwards", "Afterwards"),
)


@dataclass(frozen=True)
class Row:
    """One question, with an answer for each scan in the same order; an answer may be empty."""

    question: str
    answers: tuple[tuple[LinkItem, SafeString], ...]


@dataclass(frozen=True)
class Comparison:
    """The whole page."""

    scans: tuple[LinkItem, ...]
    rows: tuple[Row, ...]
    sources: tuple[SourceItem, ...]


def compare(site: Site) -> Comparison:
    """All live imaging tests (two queries, whatever their number)."""
    addresses = sorted(
        (a for a in Address.objects.live().of_kind("test").select_related("edition") if _modality(a) in IMAGING),
        key=lambda a: (IMAGING.index(_modality(a)), a.facts["title"].casefold()),
    )
    fields = [_rendered(a)["fields"] for a in addresses]
    texts = [html for found in fields for name, _ in QUESTIONS for html in found.get(name, [])]
    sources = {source.key: source for source in Source.objects.filter(key__in=sources_in(texts))}
    filler = Filler({}, site.place, frozenset(sources))
    scans = tuple(LinkItem(a.facts["title"], a.path, a.facts["summary"]) for a in addresses)
    rows = tuple(
        Row(
            question,
            tuple((scan, filler.fill("".join(found.get(name, [])))) for scan, found in zip(scans, fields, strict=True)),
        )
        for name, question in QUESTIONS
        if any("".join(found.get(name, [])) for found in fields)
    )
    return Comparison(scans, rows, number_sources(filler.cited, sources))


def _modality(address: Address) -> str:
    return str(address.facts["modality"])


def _rendered(address: Address) -> dict[str, Any]:
    return address.edition.rendered if address.edition else {"fields": {}}
