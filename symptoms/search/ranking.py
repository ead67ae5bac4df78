"""How pages are ordered: words, names, phrases and described features, each by how rare it is in the library.

The order depends on the words typed and on nothing else (``docs/search.md``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from symptoms.search.candidates import Name, Words, describing, named
from symptoms.search.entries import Entry
from symptoms.search.lexicon import ABSENT, Feature, Lexicon
from symptoms.search.query import Query

PARTS = {"text": 1.2, "name": 1.95, "phrase": 1.3, "together": 1.4, "whole": 1.25, "feature": 0.43}
"""What the parts of a score are worth; each is a share of the query, so long and short queries compare."""
TITLE_BONUS, NAME_BONUS = 100.0, 90.0
"""The whole query is the title of the page, or another of its names: it leads."""
KIND_WEIGHTS = {
    "urgent_sign": 1.06,
    "condition": 1.0,
    "risk_factor": 1.0,
    "symptom": 0.92,
    "comparison": 0.91,
    "test": 0.89,
    "treatment": 0.87,
    "prevention": 0.84,
    "article": 0.8,
    "glossary_term": 0.75,
}
"""Fixed and the same for every query: an editorial order."""
FEW, NEAR, DESCRIBES = 6, 0.92, 0.5
"""A condition is put forward when at most so many share the symptom, its own score is so near to that of the symptom's
page, and such a share of what was described is a feature of it."""
IN_SIGHT, NEARLY = 3, 0.88
"""The best urgent sign stands at this place at the latest when its score is so near to that of the page there."""
STEP = 0.001
DIGITS = 9
AGAINST = 0.6
"""What a feature counts against a page that usually goes without it, or a denied one against a page that has it."""
ENOUGH = 5.0
"""So much rarity must be described for features to count in full: “leg” alone says little."""


class Parts(NamedTuple):
    """A share of the query for each of :data:`PARTS`."""

    text: float
    name: float
    phrase: float
    together: float
    whole: float
    feature: float


_WORTHS = [PARTS[part] for part in Parts._fields]


@dataclass(slots=True)
class Score:
    """How well a page answers. ``found`` are the query's terms in names and phrases; pages are ordered by ``total``."""

    entry: Entry
    parts: Parts
    bonus: float
    found: frozenset[str]
    features: tuple[Feature, ...]
    total: float


def _total(entry: Entry, parts: Parts, bonus: float) -> float:
    """Sums of the same parts in another order differ in their last digits, which must not decide between pages that are
    equal."""
    shares = entry.standing * sum(map(mul, _WORTHS, parts))
    return round(KIND_WEIGHTS.get(entry.kind, 1.0) * (bonus + shares), DIGITS)


def rank(query: Query, lexicon: Lexicon, language: str, kinds: Collection[str] | None = None) -> list[Score]:
    """Pages of a language, and of some kinds or all, that fit the query, best first."""
    names, words = named(query), Words(query, lexicon)
    chosen = {*words.candidates(), *names, *describing(query, lexicon)}
    added = words.on(chosen)
    scorer = _Scorer(query, lexicon)
    scores = [
        scorer.score(entry, added[entry.page], names.get(entry.page, ()))
        for entry in lexicon.entries.get(chosen, lexicon.generation).values()
        if entry.language == language and (kinds is None or entry.kind in kinds)
    ]
    _give_way(scores)
    _put_forward(scores, query, lexicon)
    return _with_a_sign_in_sight(sorted(scores, key=_place))


def _place(score: Score) -> tuple[float, int]:
    """What pages are sorted by, best first."""
    return -score.total, score.entry.tie


def _give_way(scores: list[Score]) -> None:
    """Let a word explained not lead where the query is the name of a page about the thing itself, too."""
    named = [score for score in scores if score.bonus]
    if any(score.entry.kind != "glossary_term" for score in named):
        for score in named:
            if score.entry.kind == "glossary_term":
                score.bonus = 0.0
                score.total = _total(score.entry, score.parts, 0.0)


def _with_a_sign_in_sight(ordered: list[Score]) -> list[Score]:
    """The second half of the fixed boost of urgent signs: one that is nearly as good as the third page stands third.
    What leads is left to the words; a query that is a page's name is about that page."""
    first = ordered[:IN_SIGHT]
    if len(first) < IN_SIGHT or first[0].bonus or any(score.entry.kind == "urgent_sign" for score in first):
        return ordered
    sign = next((score for score in ordered if score.entry.kind == "urgent_sign"), None)
    if sign is None or sign.total < NEARLY * first[-1].total:
        return ordered
    return [*first[:-1], sign, *(score for score in ordered[IN_SIGHT - 1 :] if score is not sign)]


def _says_more_than_where(features: Iterable[Feature]) -> bool:
    return any(facet != "where" for facet, _ in features)


def _put_forward(scores: list[Score], query: Query, lexicon: Lexicon) -> None:
    """Put the condition that best describes what was typed just before the page of a symptom that few conditions
    share: for “brown patches on my shins” the page of the veins behind it comes first, the symptom's own next."""
    enough = DESCRIBES * len(query.described)
    conditions = {s.entry.page: s for s in scores if len(s.features) >= enough and _says_more_than_where(s.features)}
    if not conditions:
        return
    symptoms = [score for score in scores if score.entry.page in lexicon.conditions_of and not score.bonus]
    for symptom in sorted(symptoms, key=_place):
        shared = lexicon.conditions_of[symptom.entry.page]
        fitting = [conditions[page] for page in shared if page in conditions]
        if fitting and len(shared) <= FEW:
            best = min(fitting, key=_place)
            if NEAR * symptom.total <= best.total < symptom.total:
                best.total = round(symptom.total + STEP, DIGITS)


class _Scorer:
    """Compares pages with one query. Its terms are a bit each, so that what is the same for many pages is made once."""

    def __init__(self, query: Query, lexicon: Lexicon) -> None:
        self._query = query
        self._bits = {term: 1 << number for number, term in enumerate(query.weights)}
        # A common word stands in most texts, and the first word is the cheapest.
        self._commonest_first = sorted(self._bits.items(), key=lambda found: query.weights[found[0]])
        self._held = _Held(query)
        self._likeness = _Likeness(query)
        self._features = _Features(query, lexicon, self._bits)

    def score(self, entry: Entry, added: float, whole: Sequence[Name]) -> Score:
        """One page: what words add to it, and its names that stand whole in the query."""
        query = self._query
        bits, name, phrase = self._likenesses(entry)
        features, fit, said = self._features.of(entry.page)
        share, misspelt = 0.0, []
        if whole:
            share = max([query.share(text.split()) for text, _ in whole])
            misspelt = [text for text, source in whole if source == "misspelling"]
            for text in misspelt:
                terms = frozenset(text.split())
                name = max(name, query.likeness(terms))
                bits |= sum(self._bits[term] for term in terms & query.terms)
        found, together = self._held[bits | said]
        parts = Parts(added / query.total, name, phrase, together, share, fit)
        bonus = _bonus(entry, query, misspelt)
        return Score(entry, parts, bonus, found, features, _total(entry, parts, bonus))

    def _likenesses(self, entry: Entry) -> tuple[int, float, float]:
        """The query's terms in names and phrases, a bit each; how much the name most like the query is like it, and the
        phrase (:meth:`Query.likeness`)."""
        held: dict[int, int] = {}
        found = 0
        for term, bit in self._commonest_first:
            if numbers := entry.places.get(term):
                found |= bit
                if held:
                    for number in numbers:
                        held[number] = held.get(number, 0) | bit
                else:
                    held = dict.fromkeys(numbers, bit)
        name = phrase = 0.0
        for number, bits in held.items():
            likeness = self._likeness[bits] / entry.weights[number]
            if number < entry.names:
                if likeness > name:  # noqa: PLR1730 - max() takes twice the time here, where search spends most of it
                    name = likeness
            elif likeness > phrase:
                phrase = likeness
        return found, name, phrase


class _Held(dict[int, tuple[frozenset[str], float]]):
    """Some of the query's terms, one bit each, and their share of it: few of the possible ones come up."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def __missing__(self, bits: int) -> tuple[frozenset[str], float]:
        terms = frozenset(term for number, term in enumerate(self._query.weights) if bits >> number & 1)
        self[bits] = terms, self._query.share(terms)
        return self[bits]


class _Likeness(dict[int, float]):
    """How like a text is that holds these of the query's terms, one bit each, before its own weight divides that."""

    def __init__(self, query: Query) -> None:
        self._total = query.total
        self._terms = [(1 << n, weight, query.worth(term)) for n, (term, weight) in enumerate(query.weights.items())]

    def __missing__(self, bits: int) -> float:
        held = [(weight, worth) for bit, weight, worth in self._terms if bits & bit]
        share = min(1.0, sum(weight for weight, _ in held) / self._total)
        self[bits] = share * sum(worth for _, worth in held)
        return self[bits]


def _bonus(entry: Entry, query: Query, misspelt: Sequence[str]) -> float:
    names = entry.whole_names
    if query.key in names or query.typed_key in names or query.key in misspelt or query.typed_key in misspelt:
        return TITLE_BONUS if query.key == entry.title else NAME_BONUS
    return 0.0


_Fit = tuple[tuple[Feature, ...], float, int]
"""Described features that a page has, how well all of them fit it, and the terms that describe them, a bit each."""
_NO_FIT: _Fit = ((), 0.0, 0)


class _Features:
    """Which pages have what the query describes, and which go without it."""

    def __init__(self, query: Query, lexicon: Lexicon, bits: Mapping[str, int]) -> None:
        self._query, self._bits = query, bits
        self._wanted: list[tuple[Feature, float]] = []
        self._carriers: list[tuple[Collection[int], Collection[int]]] = []
        for one in query.described:
            absent = (ABSENT, one.feature[1])
            wanted, against = (absent, one.feature) if one.negated else (one.feature, absent)
            self._wanted.append((wanted, lexicon.feature_rarity(one.feature)))
            self._carriers.append((lexicon.carriers.get(wanted, ()), lexicon.carriers.get(against, ())))
        self._whole = max(math.fsum(rarity for _, rarity in self._wanted), ENOUGH)
        self._fits: dict[tuple[int, ...], _Fit] = {}

    def of(self, page: int) -> _Fit:
        """Many pages have the same."""
        if not self._wanted:
            return _NO_FIT
        signs = tuple([1 if page in has else -1 if page in lacks else 0 for has, lacks in self._carriers])
        if signs not in self._fits:
            self._fits[signs] = self._fit(signs)
        return self._fits[signs]

    def _fit(self, signs: tuple[int, ...]) -> _Fit:
        told = [(sign, *wanted) for sign, wanted in zip(signs, self._wanted, strict=True) if sign]
        if not told:
            return _NO_FIT
        features = tuple(dict.fromkeys(feature for sign, feature, _ in told if sign > 0))
        fit = math.fsum(rarity if sign > 0 else -AGAINST * rarity for sign, _, rarity in told) / self._whole
        return features, fit, sum(self._bits[term] for term in self._query.said(features))
