"""In which order the guide lists pages: by how specifically each describes what was ticked (``docs/guide.md``).

The order depends on the ticks and the live pages and on nothing else; the same ticks give everyone the same list.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from articles.models.live import LiveTag
from symptoms.guide.ticks import FACETS, Mark, askable

WIDER: dict[Mark, Mark] = {
    ("sides", "one"): ("sides", "either"),
    ("sides", "both"): ("sides", "either"),
    ("where", "hamstring"): ("where", "thigh"),
    ("where", "toes"): ("where", "foot"),
}
"""A page that carries the wider word describes the narrower one too, less exactly."""
DENIES = {"usually_absent": "accompanied_by"}
"""Facet by which a page says what is usually not there → the facet readers tick it under."""
SIZE_POWER = 0.75
"""How much of a page's size its matches are divided by: with it, chance ticks lift no page for having many words."""
KIND_WEIGHTS = {"urgent_sign": 1.15}
"""Fixed and the same for every tick: urgent signs stand a little higher on the shelf."""


@dataclass(frozen=True)
class PageMarks:
    """What one live page says: which marks it describes, and which it calls usually absent."""

    page: int
    uid: str
    kind: str
    describes: frozenset[Mark]
    denies: frozenset[Mark]


@dataclass(frozen=True)
class Found:
    """One page with what it says about each ticked mark."""

    marks: PageMarks
    score: float
    described: tuple[Mark, ...]
    absent: tuple[Mark, ...]
    unmentioned: tuple[Mark, ...]


class Shelf:
    """All live pages that describe something, with how rare each mark is among them."""

    def __init__(self, pages: Iterable[PageMarks]) -> None:
        self.pages = tuple(pages)
        self._carriers: defaultdict[Mark, list[PageMarks]] = defaultdict(list)
        for page in self.pages:
            for mark in page.describes:
                self._carriers[mark].append(page)
        sizes = {page.page: math.fsum(map(self.rarity, page.describes)) for page in self.pages}
        mean = math.fsum(sizes.values()) / len(sizes) if sizes else 0.0
        # Pages that say little are taken for pages of mean size: neither many words nor few give a head start.
        self._sizes = {page: max(size, mean) for page, size in sizes.items()}

    def rarity(self, *marks: Mark) -> float:
        """How rare it is that a page carries one of these marks (inverse document frequency as in BM25)."""
        count = len({page.page for mark in marks for page in self._carriers.get(mark, ())})
        return math.log(1 + (len(self.pages) - count + 0.5) / (count + 0.5))

    def rank(self, ticked: Iterable[Mark]) -> list[Found]:
        """Pages that describe some of the ticked marks and do not deny more of them, best first."""
        marks = tuple(dict.fromkeys(ticked))
        exact = {mark: self.rarity(mark) for mark in marks}
        wider = {mark: self.rarity(mark, WIDER[mark]) for mark in marks if mark in WIDER}
        carrying = {page.page: page for mark in marks for page in self._carrying(mark)}
        found = [self._judge(page, marks, exact, wider) for page in carrying.values()]
        return sorted((one for one in found if one.score > 0), key=_order)

    def _carrying(self, mark: Mark) -> list[PageMarks]:
        return self._carriers.get(mark, []) + self._carriers.get(WIDER.get(mark, mark), [])

    def _judge(
        self, page: PageMarks, marks: tuple[Mark, ...], exact: Mapping[Mark, float], wider: Mapping[Mark, float]
    ) -> Found:
        described = tuple(m for m in marks if m in page.describes or WIDER.get(m) in page.describes)
        absent = tuple(m for m in marks if m in page.denies and m not in described)
        unmentioned = tuple(m for m in marks if m not in described and m not in absent)
        # fsum: the same number whatever the order, so the same list on every database.
        speaks_for = math.fsum(exact[m] if m in page.describes else wider[m] for m in described)
        speaks_against = math.fsum(exact[m] for m in absent)
        weight = KIND_WEIGHTS.get(page.kind, 1.0)
        score = weight * (speaks_for - speaks_against) / self._sizes[page.page] ** SIZE_POWER
        return Found(page, score, described, absent, unmentioned)


def _order(found: Found) -> tuple[float, str]:
    """Best first. Pages that tie stand in the order of a scrambled form of their uid: always the same, and tied to
    neither name nor age, so that no page gains by where its name stands in the alphabet."""
    return (-found.score, hashlib.sha256(found.marks.uid.encode()).hexdigest())


@lru_cache(maxsize=2)
def shelf(generation: int) -> Shelf:
    """The live pages of one generation of the library (two queries)."""
    marks = set(askable().values_list("facet__key", "key"))
    # A wider word is never ticked itself where it only gathers others, but pages are found by it.
    marks |= {wide for narrow, wide in WIDER.items() if narrow in marks}
    tags = LiveTag.objects.filter(facet__in=[*FACETS, *DENIES])
    describes: defaultdict[int, set[Mark]] = defaultdict(set)
    denies: defaultdict[int, set[Mark]] = defaultdict(set)
    pages: dict[int, tuple[str, str]] = {}
    for page, uid, kind, facet, word in tags.values_list("page", "page__uid", "page__kind", "facet", "value"):
        mark = (DENIES.get(facet, facet), word)
        if mark in marks:
            (denies if facet in DENIES else describes)[page].add(mark)
            pages[page] = (uid, kind)
    return Shelf(
        [
            PageMarks(page, uid, kind, frozenset(describes[page]), frozenset(denies[page]))
            for page, (uid, kind) in pages.items()
            if describes[page]
        ]
    )
