"""How pages are ordered: words, names, phrases and described features, each by how rare it is in the library.

The order depends on the words typed and on nothing else (``docs/search.md``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from symptoms.search import lookups
from symptoms.search.described import Described
from symptoms.search.entries import Entry
from symptoms.search.lexicon import ABSENT, Feature, Lexicon
from symptoms.search.lookups import Impacts
from symptoms.search.query import Query

PARTS = {"text": 0.8, "name": 2.6, "phrase": 1.0, "together": 1.0, "whole": 1.5, "feature": 0.35}
"""What the parts of a score are worth; each is a share of the query, so long and short queries compare."""
TITLE_BONUS, NAME_BONUS = 100.0, 90.0
"""The whole query is the title of the page, or another of its names: it leads."""
KIND_WEIGHTS = {
    "urgent_sign": 1.08,
    "condition": 1.0,
    "test": 1.0,
    "risk_factor": 1.0,
    "article": 0.95,
    "prevention": 0.95,
    "symptom": 0.94,
    "treatment": 0.82,
    "glossary_term": 0.75,
}
"""Fixed and the same for every query: an editorial order."""
MOST_POSTINGS = 250
"""A term with more pages than this is read as its best so many."""
MOST_CANDIDATES = 60
"""So many of the best pages by words are compared exactly, which bounds a query's cost."""
FEW, NEAR, DESCRIBES = 3, 0.4, 0.5
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
        """The number pages are ordered by. Sums of the same parts in another order differ in their last digits, which
        must not decide between pages that are equal."""
        return round(self._weighed + self.lift, 9)

    @cached_property
    def _weighed(self) -> float:
        shares = math.fsum([PARTS[part] * share for part, share in self.parts.items()])
        return KIND_WEIGHTS.get(self.entry.kind, 1.0) * (self.bonus + shares)


def rank(query: Query, lexicon: Lexicon, language: str, kinds: Collection[str] | None = None) -> list[Score]:
    """Pages of a language, and of some kinds or all, that fit the query, best first."""
    named = _named(query)
    best = lookups.best_of(list(query.weights), most=MOST_POSTINGS)
    candidates = _candidates(query, best)
    chosen = {*candidates, *named, *_describing(query, lexicon)}
    impacts = _complete(best, query, lexicon, chosen)
    scores = [
        _score(entry, query, lexicon, impacts.get(entry.page, {}), named.get(entry.page, []))
        for entry in lexicon.entries.get(chosen, lexicon.generation).values()
        if entry.language == language and (kinds is None or entry.kind in kinds)
    ]
    _give_way(scores)
    _put_forward(scores, query, lexicon)
    return sorted(scores, key=_place)


def _place(score: Score) -> tuple[float, int]:
    """What pages are sorted by, best first."""
    return -score.total, score.entry.tie


def _give_way(scores: list[Score]) -> None:
    """Let a word explained not lead where the query is the name of a page about the thing itself, too."""
    named = [score for score in scores if score.bonus]
    if any(score.entry.kind != "glossary_term" for score in named):
        for score in named:
            score.bonus *= score.entry.kind != "glossary_term"


def _says_more_than_where(features: Iterable[Feature]) -> bool:
    return any(facet != "where" for facet, _ in features)


def _put_forward(scores: list[Score], query: Query, lexicon: Lexicon) -> None:
    """Put the condition that best describes what was typed just before the page of a symptom that few conditions
    share: for “brown skin at the ankle” the page of the veins behind it comes first, the symptom's own next."""
    enough = DESCRIBES * len(query.described)
    conditions = {s.entry.page: s for s in scores if len(s.features) >= enough and _says_more_than_where(s.features)}
    for symptom in sorted([score for score in scores if not score.bonus], key=_place):
        shared = lexicon.conditions_of.get(symptom.entry.page, ())
        fitting = [conditions[page] for page in shared if page in conditions]
        if fitting and len(shared) <= FEW:
            best = min(fitting, key=_place)
            if NEAR * symptom.total <= best.total < symptom.total:
                best.lift += symptom.total - best.total + STEP


def _named(query: Query) -> dict[int, list[Name]]:
    """Pages whose whole name or phrase stands in the query, those with the longest."""
    found = lookups.named(query.runs)
    longest = sorted(found, key=lambda page: (-max(len(name) for name, _ in found[page]), page))[:MOST_NAMED]
    return {page: found[page] for page in longest}


def _candidates(query: Query, best: Impacts) -> list[int]:
    """The best pages by words."""
    sums = {
        page: math.fsum(query.weights[term] * impact for term, impact in impacts.items())
        for page, impacts in best.items()
    }
    return sorted(sums, key=lambda page: (-sums[page], page))[:MOST_CANDIDATES]


def _complete(best: Impacts, query: Query, lexicon: Lexicon, chosen: Collection[int]) -> Impacts:
    """With what common terms, of which only the best pages were read, add to the chosen ones."""
    common = [term for term in query.weights if lexicon.pages.get(term, 0) > MOST_POSTINGS]
    if common and chosen:
        for page, impacts in lookups.impacts_on(chosen, common).items():
            best.setdefault(page, {}).update(impacts)
    return best


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


def _score(entry: Entry, query: Query, lexicon: Lexicon, impacts: dict[str, float], whole: list[Name]) -> Score:
    misspelt = [name for name, source in whole if source == "misspelling"]
    found = query.terms & entry.places.keys()
    name, phrase = _likenesses(entry, query)
    for text in misspelt:
        terms = frozenset(text.split())
        found |= terms & query.terms
        name = max(name, query.likeness(terms))
    features, fit = _features(entry.page, query.described, lexicon)
    if features:
        found |= query.said(features)
    parts = {
        "text": math.fsum(query.weights[term] * impact for term, impact in impacts.items()) / query.total,
        "name": name,
        "phrase": phrase,
        "together": query.share(found),
        "whole": max((query.share(text.split()) for text, _ in whole), default=0.0),
        "feature": fit,
    }
    return Score(entry, parts, _bonus(entry, query, misspelt), found, frozenset(impacts), features)


def _bonus(entry: Entry, query: Query, misspelt: list[str]) -> float:
    if query.key == entry.title:
        return TITLE_BONUS
    names = {*entry.whole_names, *misspelt}
    return NAME_BONUS if query.key in names or query.typed_key in names else 0.0


def _likenesses(entry: Entry, query: Query) -> tuple[float, float]:
    """How much the name most like the query is like it, and the phrase (:meth:`Query.likeness`)."""
    typed, held = [0.0] * len(entry.weights), [0.0] * len(entry.weights)
    touched: set[int] = set()
    for term, weight in query.weights.items():
        if numbers := entry.places.get(term):
            worth = query.worth(term)
            touched.update(numbers)
            for number in numbers:
                typed[number] += weight
                held[number] += worth
    name = phrase = 0.0
    for number in touched:
        likeness = min(1.0, typed[number] / query.total) * held[number] / entry.weights[number]
        if number < entry.names:
            name = max(name, likeness)
        else:
            phrase = max(phrase, likeness)
    return name, phrase


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
    if not parts:
        return (), 0.0
    whole = math.fsum(lexicon.feature_rarity(one.feature) for one in described)
    return tuple(dict.fromkeys(fits)), math.fsum(parts) / max(whole, ENOUGH)
