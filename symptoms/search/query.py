"""A query as the ranking sees it: weighted terms, runs of terms that may be names, described features."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from symptoms.search.described import Described, recognise
from symptoms.search.lexicon import Feature, Lexicon
from symptoms.search.words import FILLERS, LONGEST_NAME, terms

MOST_TERMS = 16
"""So many terms of a query are used, the rarest."""
MOST_IN_RUNS = 60
"""Names are looked for among so many first terms."""
LABEL_WEIGHT = 0.35
"""What the words of a recognised feature's label add, as a share of a typed word."""


@dataclass(frozen=True)
class Query:
    """What was typed, ready to be compared with pages."""

    key: str
    typed_key: str
    weights: dict[str, float]
    typed: tuple[str, ...]
    total: float
    runs: tuple[str, ...]
    described: list[Described]
    worth: Callable[[str], float]

    @cached_property
    def terms(self) -> frozenset[str]:
        """All weighted terms."""
        return frozenset(self.weights)

    def said(self, features: Iterable[Feature]) -> frozenset[str]:
        """Terms by which the query describes these features."""
        ordered, wanted = self.key.split(), set(features)
        found = (ordered[one.start : one.end] for one in self.described if one.feature in wanted)
        return frozenset(term for terms_said in found for term in terms_said) & self.terms

    def likeness(self, text: frozenset[str]) -> float:
        """How much a name or phrase is like the query, from 0 to 1: share of the query found in it, times share of it
        found in the query."""
        common = self.terms & text
        return self.share(common) * math.fsum(map(self.worth, common)) / math.fsum(map(self.worth, text))

    def share(self, held: Iterable[str]) -> float:
        """Share of the query's weight that these terms hold, from 0 to 1."""
        weights = self.weights
        return min(1.0, math.fsum([weights.get(term, 0.0) for term in held]) / self.total)


def read(searched: str, typed: str, lexicon: Lexicon) -> Query | None:
    """Weigh a query's words; ``None`` when it has none."""
    ordered = terms(searched)
    if not ordered:
        return None
    described = recognise(searched, lexicon)
    denied = {term for one in described if one.negated for term in ordered[one.start : one.end]}

    unique = [term for term in dict.fromkeys(ordered) if term not in denied] or list(dict.fromkeys(ordered))
    chosen = sorted(unique, key=lambda term: (-lexicon.worth(term), term))[:MOST_TERMS]
    weights = {term: lexicon.worth(term) for term in unique if term in chosen}
    total = math.fsum(weights.values())
    weights |= _labels(described, weights, lexicon)
    runs = dict.fromkeys([*_runs(ordered), *_runs(terms(typed))])
    return Query(
        key=" ".join(ordered),
        typed_key=" ".join(terms(typed)),
        weights=weights,
        typed=tuple(term for term in unique if term in chosen),
        total=total,
        runs=tuple(runs),
        described=described,
        worth=lexicon.worth,
    )


def _labels(described: list[Described], weights: dict[str, float], lexicon: Lexicon) -> dict[str, float]:
    """Terms of the labels of recognised features that were not typed: “bum” also looks for “buttock”."""
    found: dict[str, float] = {}
    for one in described:
        new = [term for term in terms(lexicon.labels[one.feature]) if term not in weights]
        if one.negated or not new:
            continue
        for term in new:
            if term not in FILLERS and lexicon.pages.get(term):
                found[term] = max(found.get(term, 0.0), LABEL_WEIGHT * lexicon.rarity(term) / len(new))
    return found


def _runs(ordered: list[str]) -> list[str]:
    some = ordered[:MOST_IN_RUNS]
    return [
        " ".join(some[start : start + length])
        for length in range(1, LONGEST_NAME + 1)
        for start in range(len(some) - length + 1)
    ]
