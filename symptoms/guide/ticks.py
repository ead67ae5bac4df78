"""What readers may tick, and what of it an address names.

Only words of the vocabulary that are meant for the guide: never what happened before, how long it lasts, or what
somebody measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from symptoms.models import Word

FACETS = {
    "where": "Where is it?",
    "sides": "One leg or both?",
    "onset": "What brings it on?",
    "worse_with": "What makes it worse?",
    "relieved_by": "What eases it?",
    "accompanied_by": "What comes with it?",
}
"""Facet, which is also the name in the address, and the question over its ticks. There are no others."""

Mark = tuple[str, str]
"""A facet and one of its words."""


@dataclass(frozen=True)
class Tick:
    """One word that may be ticked."""

    facet: str
    facet_label: str
    word: str
    label: str
    chosen: bool

    @property
    def mark(self) -> Mark:
        """What pages carry where they describe it."""
        return (self.facet, self.word)

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"{self.facet}-{self.word}".replace("_", "-")


@dataclass(frozen=True)
class Group:
    """The ticks under one question."""

    facet: str
    question: str
    ticks: tuple[Tick, ...]


def askable() -> QuerySet[Word]:
    """The words that may be ticked, with their facets."""
    return Word.objects.filter(in_guide=True, facet__key__in=FACETS).select_related("facet")


def read(parameters: QueryDict) -> list[Tick]:
    """Every tick there is, in the order of the questions; chosen are those the parameters name. All else in them is
    ignored."""
    named = {facet: frozenset(parameters.getlist(facet)) for facet in FACETS}
    ticks = [Tick(w.facet.key, w.facet.label, w.key, w.label, w.key in named[w.facet.key]) for w in askable()]
    order = list(FACETS)
    return sorted(ticks, key=lambda tick: order.index(tick.facet))


def grouped(ticks: list[Tick]) -> list[Group]:
    """The ticks under their questions; a question without words is left out."""
    groups = [
        Group(facet, question, tuple(tick for tick in ticks if tick.facet == facet))
        for facet, question in FACETS.items()
    ]
    return [group for group in groups if group.ticks]
