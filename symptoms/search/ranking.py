"""How pages are ordered: words, names, phrases and described features, each by how rare it is in the library.

The order depends on the words typed and on nothing else (``docs/search.md``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from symptoms.models.search import NameKey, Posting, SearchEntry
from symptoms.search.described import Described
from symptoms.search.lexicon import ABSENT, Feature, Lexicon
from symptoms.search.query import Query

PARTS = {"text": 0.8, "name": 2.2, "phrase": 1.0, "together": 1.0, "whole": 1.5, "feature": 0.35}
"""What the parts of a score are worth; each is a share of the query, so long and short queries compare."""
TITLE_BONUS, NAME_BONUS = 100.0, 90.0
"""The whole query is the title of the page, or another of its names: it leads."""
KIND_WEIGHTS = {
    "urgent_sign": 1.15,
    "condition": 1.0,
    "test": 1.0,
    "risk_factor": 1.0,
    "article": 0.97,
    "prevention": 0.95,
    "symptom": 0.94,
    "treatment": 0.82,
    "glossary_term": 0.82,
}
"""Fixed and the same for every query: an editorial order."""
MOST_POSTINGS = 250
"""A term with more pages than this is read as its best so many."""
MOST_CANDIDATES = 60
"""So many of the best pages by words are compared exactly, which bounds a query's cost."""
FEW, NEAR, DESCRIBES = 3, 0.5, 0.5
"""A condition is put forward when at most so many share the symptom, its own score is so near to that of the symptom's
page, and such a share of what was described is a feature of it."""
STEP = 0.001
MOST_DESCRIBING = 20
"""So many pages that describe what the query describes are added."""
MOST_NAMED = 40
"""So many pages whose whole name stands in the query are added."""


Name = tuple[str, str]
"""A name that stands whole in the query, and whether it is a name, a misspelling or a phrase."""
AGAINST = 0.6
"""What a feature counts against a page that usually goes without it, or a denied one against a page that has it."""
ENOUGH = 5.0
"""So much rarity must be described for features to count in full: “leg” alone says little."""


class Entry(NamedTuple):
    """What is compared of a page."""

    page: int
    kind: str
    title: str
    names: list[str]
    phrases: list[str]
    tie: int


@dataclass
class Score:
    """How well a page answers. ``parts`` has a share of the query for each of :data:`PARTS`; ``found`` are the
    query's terms in names and phrases, ``mentioned`` those anywhere on the page."""

    entry: Entry
    parts: dict[str, float] = field(default_factory=dict)
    bonus: float = 0.0
    found: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    features: tuple[Feature, ...] = ()
    lift: float = 0.0

    @property
    def total(self) -> float:
        """The number pages are ordered by."""
        weighed = math.fsum(PARTS[part] * share for part, share in sorted(self.parts.items()))
        return KIND_WEIGHTS.get(self.entry.kind, 1.0) * (self.bonus + weighed) + self.lift


def rank(query: Query, lexicon: Lexicon, language: str, kinds: Collection[str] | None = None) -> list[Score]:
    """Pages of a language, and of some kinds or all, that fit the query, best first."""
    named = _named(query)
    rare = _rare(query, lexicon)
    candidates = _candidates(query, lexicon, rare)
    chosen = sorted({*candidates, *named, *_describing(query, lexicon)})
    if not chosen:
        return []
    impacts = _complete(rare, query, lexicon, chosen)
    scores = [
        _score(entry, query, lexicon, impacts[entry.page], named.get(entry.page, []))
        for entry in _entries(chosen, language, kinds)
    ]
    _put_forward(scores, query, lexicon)
    return sorted(scores, key=lambda score: (-score.total, score.entry.tie))


def _says_more_than_where(features: Iterable[Feature]) -> bool:
    return any(facet != "where" for facet, _ in features)


def _put_forward(scores: list[Score], query: Query, lexicon: Lexicon) -> None:
    """Put the condition that best describes what was typed just before the page of a symptom that few conditions
    share: for “brown skin at the ankle” the page of the veins behind it comes first, the symptom's own next."""
    enough = DESCRIBES * len(query.described)
    conditions = {s.entry.page: s for s in scores if len(s.features) >= enough and _says_more_than_where(s.features)}
    for symptom in [score for score in scores if not score.bonus]:
        shared = lexicon.conditions_of.get(symptom.entry.page, ())
        fitting = [conditions[page] for page in shared if page in conditions]
        if fitting and len(shared) <= FEW:
            best = max(fitting, key=lambda score: (score.total, score.entry.tie))
            if NEAR * symptom.total <= best.total < symptom.total:
                best.lift = symptom.total - best.total + STEP


def _entries(chosen: list[int], language: str, kinds: Collection[str] | None) -> list[Entry]:
    rows = SearchEntry.objects.filter(page__in=chosen, language=language)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    return [Entry(*row) for row in rows.values_list("page", "kind", "title", "names", "phrases", "tie")]


def _named(query: Query) -> dict[int, list[Name]]:
    """Pages whose whole name or phrase stands in the query, with those names: one query."""
    found: defaultdict[int, list[Name]] = defaultdict(list)
    rows = NameKey.objects.filter(key__in=query.runs).order_by("entry", "key")
    for page, name, source in rows.values_list("entry", "key", "source"):
        found[page].append((name, source))
    longest = sorted(found, key=lambda page: (-max(len(name) for name, _ in found[page]), page))[:MOST_NAMED]
    return {page: found[page] for page in longest}


Impacts = defaultdict[int, dict[str, float]]
"""What each of the query's terms adds to each page."""


def _rare(query: Query, lexicon: Lexicon) -> Impacts:
    """Every page that has one of the query's rarer terms: one query."""
    rare = [term for term in query.weights if 0 < lexicon.pages.get(term, 0) <= MOST_POSTINGS]
    return _impacts(Posting.objects.filter(term__in=rare))


def _common(query: Query, lexicon: Lexicon) -> list[str]:
    return [term for term in query.weights if lexicon.pages.get(term, 0) > MOST_POSTINGS]


def _candidates(query: Query, lexicon: Lexicon, rare: Impacts) -> list[int]:
    """The best pages by words. A common term is read as its best pages, one query each."""
    parts: defaultdict[int, list[float]] = defaultdict(list)
    for page, impacts in rare.items():
        parts[page] += [query.weights[term] * impact for term, impact in impacts.items()]
    for term in _common(query, lexicon):
        best = Posting.objects.filter(term=term).order_by("-impact", "entry")[:MOST_POSTINGS]
        for page, impact in best.values_list("entry", "impact"):
            parts[page].append(query.weights[term] * impact)
    sums = {page: math.fsum(found) for page, found in parts.items()}
    return sorted(sums, key=lambda page: (-sums[page], page))[:MOST_CANDIDATES]


def _complete(rare: Impacts, query: Query, lexicon: Lexicon, chosen: list[int]) -> Impacts:
    """With what common terms add to the chosen pages: one query, when the query has such terms."""
    if common := _common(query, lexicon):
        for page, impacts in _impacts(Posting.objects.filter(entry__in=chosen, term__in=common)).items():
            rare[page] |= impacts
    return rare


def _describing(query: Query, lexicon: Lexicon) -> list[int]:
    """The pages that have most of the described features, rare ones counting more."""
    parts: defaultdict[int, list[float]] = defaultdict(list)
    for feature in sorted({one.feature for one in query.described if not one.negated}):
        pages = lexicon.carriers.get(feature, frozenset())
        if len(pages) <= MOST_POSTINGS:
            for page in pages:
                parts[page].append(lexicon.feature_rarity(feature))
    sums = {page: math.fsum(found) for page, found in parts.items()}
    return sorted(sums, key=lambda page: (-sums[page], page))[:MOST_DESCRIBING]


def _impacts(postings: QuerySet[Posting]) -> Impacts:
    found: Impacts = defaultdict(dict)
    for page, term, impact in postings.values_list("entry", "term", "impact"):
        found[page][term] = impact
    return found


def _score(entry: Entry, query: Query, lexicon: Lexicon, impacts: dict[str, float], whole: list[Name]) -> Score:
    names = [*entry.names, *(name for name, source in whole if source == "misspelling")]
    found = frozenset(" ".join([*names, *entry.phrases]).split()) & query.terms
    features, fit = _features(entry.page, query.described, lexicon)
    found |= query.said(features)
    parts = {
        "text": math.fsum(query.weights[term] * impact for term, impact in impacts.items()) / query.total,
        "name": _likeness(names, query),
        "phrase": _likeness(entry.phrases, query),
        "together": query.share(found),
        "whole": max((query.share(name.split()) for name, _ in whole), default=0.0),
        "feature": fit,
    }
    return Score(entry, parts, _bonus(entry, query, whole), found, frozenset(impacts), features)


def _bonus(entry: Entry, query: Query, whole: list[Name]) -> float:
    if query.key == entry.title:
        return TITLE_BONUS
    names = [*entry.names, *(name for name, source in whole if source == "misspelling")]
    return NAME_BONUS if query.key in names or query.typed_key in names else 0.0


def _likeness(texts: Iterable[str], query: Query) -> float:
    """Of the name or phrase most like the query: share of the query found in it, times share of it found in the
    query."""
    best = 0.0
    for text in texts:
        mine = text.split()
        common = query.terms.intersection(mine)
        # The second share is at most 1, so most texts need not be weighed.
        if common and (share := query.share(common)) > best:
            found = math.fsum(map(query.rarity, common))
            best = max(best, share * found / math.fsum(map(query.rarity, set(mine))))
    return best


def _features(page: int, described: list[Described], lexicon: Lexicon) -> tuple[tuple[Feature, ...], float]:
    """Described features that the page has, and how well all of them fit it."""
    fits, parts = [], []
    for one in described:
        absent = (ABSENT, one.feature[1])
        wanted, against = (absent, one.feature) if one.negated else (one.feature, absent)
        if page in lexicon.carriers.get(wanted, ()):
            fits.append(wanted)
            parts.append(lexicon.feature_rarity(one.feature))
        elif page in lexicon.carriers.get(against, ()):
            parts.append(-AGAINST * lexicon.feature_rarity(one.feature))
    whole = math.fsum(lexicon.feature_rarity(one.feature) for one in described)
    return tuple(dict.fromkeys(fits)), math.fsum(parts) / max(whole, ENOUGH)
