"""What readers are shown of the invented people we try search and guide with, and how the last check went."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F

from articles import live
from articles.display import Facet, IndexRow
from articles.models.live import Address
from symptoms.models.vignette import Vignette, VignetteRun


@dataclass(frozen=True)
class Example:
    """One invented person: what they tick or type, the pages they must find (those readers can see), and whether they
    did."""

    description: str
    sentence: str
    ticks: tuple[Facet, ...]
    pages: tuple[IndexRow, ...]
    passes: bool


@dataclass(frozen=True)
class ExamplesReport:
    """The last check, and all examples. Those that are ticked may be typed too."""

    at: dt.datetime | None
    total: int
    passed: int
    ticked: tuple[Example, ...]
    typed: tuple[Example, ...]

    @property
    def failing(self) -> tuple[Example, ...]:
        """Those that do not pass."""
        return tuple(example for example in (*self.ticked, *self.typed) if not example.passes)


def report() -> ExamplesReport:
    """All examples by the last check (three queries)."""
    run = VignetteRun.objects.first()
    examples = _examples(frozenset(run.failing if run else ()))
    return ExamplesReport(
        at=run.at if run else None,
        total=run.total if run else 0,
        passed=run.passed if run else 0,
        ticked=tuple(example for example in examples if example.ticks),
        typed=tuple(example for example in examples if not example.ticks),
    )


def _examples(failing: frozenset[str]) -> list[Example]:
    pages: dict[str, list[IndexRow]] = {}
    for address in (
        Address.objects.live().filter(page__vignettes__isnull=False).annotate(of=F("page__vignettes__key")).brief()
    ):
        pages.setdefault(address.of, []).append(live.index_row(address))
    rows = Vignette.objects.order_by("key", "ticks__facet__position", "ticks__position").values_list(
        "key", "description", "sentence", "ticks__facet__label", "ticks__label"
    )
    return [
        Example(
            description=description,
            sentence=sentence,
            ticks=_by_facet([(facet, word) for *_, facet, word in found]),
            pages=tuple(sorted(pages.get(key, []), key=lambda row: row.title.casefold())),
            passes=key not in failing,
        )
        for (key, description, sentence), found in groupby(rows, key=lambda row: row[:3])
    ]


def _by_facet(ticks: list[tuple[str | None, str | None]]) -> tuple[Facet, ...]:
    """Labels of words under those of their facets; a vignette without ticks has one empty row."""
    labels = dict.fromkeys(facet for facet, _ in ticks if facet)
    return tuple(Facet(label, tuple(word for facet, word in ticks if word and facet == label)) for label in labels)
