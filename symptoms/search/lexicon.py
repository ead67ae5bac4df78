"""What the library's words are worth, kept in memory by generation: rarity, words for spelling, described features.

Read from small tables that follow publishing; no page's text is read.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet

from articles.memory import Memory
from articles.models.live import LiveLink, LiveTag
from symptoms.models.search import SearchEntry, SearchTerm, SearchWord
from symptoms.models.vocabulary import Word
from symptoms.search.entries import MOST_KEPT, Entry, read_entries
from symptoms.search.sounds import sound
from symptoms.search.words import FILLERS, key

Feature = tuple[str, str]
"""Keys of a facet and of a word in it."""
FILLER_WEIGHT = 0.3
"""Words that every question may hold count this much of their rarity."""
ASIDE_WEIGHT = 0.7
"""So do words that no page is called by and the vocabulary does not have: duvets and dishwashers are rare here, but
they are the story around a question, seldom its subject."""
EVEN = 3.0
"""The larger, the less the number of a page's links counts."""
_SOME = 4000
ABSENT = "usually_absent"
"""The facet that says what a page's condition usually does not come with."""


@dataclass(frozen=True)
class Lexicon:
    """One generation of the library's words. ``vocabulary_terms`` are those by which people say what they feel;
    ``subjects`` are these and the terms of names."""

    total: int
    pages: dict[str, int]
    named: dict[str, int]
    words: dict[str, str]
    subjects: frozenset[str] = frozenset()
    vocabulary_terms: frozenset[str] = frozenset()
    labels: dict[Feature, str] = field(default_factory=dict)
    facets: dict[str, str] = field(default_factory=dict)
    said: dict[str, tuple[Feature, ...]] = field(default_factory=dict)
    carriers: dict[Feature, frozenset[int]] = field(default_factory=dict)
    conditions_of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    links: int = 0
    generation: int = 0

    def rarity(self, term: str) -> float:
        """BM25's inverse document frequency; a term that no page has is as rare as can be."""
        return self._rarity(self.pages.get(term, 0))

    def worth(self, term: str) -> float:
        """Its rarity; of a word that any question may hold, or that is no subject of the library, a part of that."""
        part = FILLER_WEIGHT if term in FILLERS else 1.0 if term in self.subjects else ASIDE_WEIGHT
        return part * self.rarity(term)

    def standing(self, kind: str, links: int) -> float:
        """1 for a page with as many links as most, more for one with many, less for one with few: a page that much of
        the library leads to or from covers more, and is the likelier answer of two that fit a query alike. Nearly
        every page leads to urgent signs, so theirs say nothing: those are ranked by their words and kind alone."""
        usual = 2 * self.links / max(1, self.total)
        return 1.0 if kind == "urgent_sign" else (EVEN + math.log1p(links)) / (EVEN + math.log1p(usual))

    @cached_property
    def entries(self) -> Memory[int, Entry]:
        """The pages found most lately, as they are compared."""
        return Memory(lambda pages: read_entries(pages, self.worth, self.standing), most=MOST_KEPT)

    @cached_property
    def _rarity(self) -> Callable[[int], float]:
        """By the number of pages: far fewer numbers than terms."""
        return cache(lambda found: math.log(1 + (self.total - found + 0.5) / (found + 0.5)))

    def feature_rarity(self, feature: Feature) -> float:
        """The same for a feature, among the pages that describe any."""
        return self._feature_rarities.get(feature) or self._feature_rarity(0)

    @cached_property
    def _feature_rarities(self) -> dict[Feature, float]:
        return {feature: self._feature_rarity(len(pages)) for feature, pages in self.carriers.items()}

    def _feature_rarity(self, found: int) -> float:
        return math.log(1 + (self._with_features - found + 0.5) / (found + 0.5))

    @cached_property
    def _with_features(self) -> int:
        return len(frozenset().union(*self.carriers.values()))

    @cached_property
    def longest_phrase(self) -> int:
        """Most terms in a phrase of the vocabulary."""
        return max((len(phrase.split()) for phrase in self.said), default=0)

    @cached_property
    def by_beginning(self) -> dict[tuple[str, int], list[str]]:
        """Words by their first letter and their number of letters."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self.words:
            found[word[0], len(word)].append(word)
        return found

    @cached_property
    def by_sound(self) -> dict[str, tuple[str, ...]]:
        """Words of names, phrases and the vocabulary, by what their consonants sound like."""
        found: dict[str, list[str]] = defaultdict(list)
        for word, term in self.words.items():
            if self.is_named(term):
                found[sound(word)[1]].append(word)
        return {consonants: tuple(alike) for consonants, alike in found.items()}

    def is_named(self, term: str) -> bool:
        """Whether the term stands in a name, a phrase or the vocabulary."""
        return term in self.named or term in self.vocabulary_terms


@lru_cache(maxsize=2)
def lexicon(generation: int) -> Lexicon:
    """The words of this generation (a few small queries, once a generation in each process)."""
    pages, named, terms, called = {}, {}, {}, set()
    counts = _each(SearchTerm.objects.filter(pages__gt=0), "term", "pages", "named", "in_names")
    for term, in_pages, in_named, in_names in counts:
        pages[term], terms[term] = in_pages, term
        if in_named > 0:
            named[term] = in_named
        if in_names > 0:
            called.add(term)
    rows = _each(SearchWord.objects.all(), "word", "term")
    # Words have the very texts that stand in the other tables: most are a term themselves.
    words = {terms.get(word, word): terms[term] for word, term in rows if term in terms}
    labels, facets, said = _vocabulary()
    vocabulary_terms = frozenset(term for phrase in said for term in phrase.split())
    return Lexicon(
        total=SearchEntry.objects.count(),
        pages=pages,
        named=named,
        words=dict(sorted(words.items())),
        subjects=frozenset(called | vocabulary_terms),
        vocabulary_terms=vocabulary_terms,
        labels=labels,
        facets=facets,
        said=said,
        carriers=_carriers(facets),
        conditions_of=_conditions_of(),
        links=LiveLink.objects.count(),
        generation=generation,
    )


def _each(rows: QuerySet, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The same columns of all rows, some thousand at a time: together they would take as much memory as what is made
    of them."""
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)[:_SOME]):
        last = some[-1][0]
        yield from (row[1:] for row in some)


def _carriers(facets: Iterable[str]) -> dict[Feature, frozenset[int]]:
    """Pages by the features their live editions carry."""
    found: defaultdict[Feature, set[int]] = defaultdict(set)
    for page, facet, value in _each(LiveTag.objects.filter(facet__in=facets), "page", "facet", "value"):
        found[facet, value].add(page)
    return {feature: frozenset(pages) for feature, pages in found.items()}


def _conditions_of() -> dict[int, tuple[int, ...]]:
    """Conditions by the symptom pages they name."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for condition, symptom in _each(LiveLink.objects.filter(relation="symptoms"), "owner", "target"):
        found[symptom].append(condition)
    return {symptom: tuple(conditions) for symptom, conditions in found.items()}


def _vocabulary() -> tuple[dict[Feature, str], dict[str, str], dict[str, tuple[Feature, ...]]]:
    """Labels of words, labels of facets, and which words a phrase says."""
    labels: dict[Feature, str] = {}
    facets: dict[str, str] = {}
    said: defaultdict[str, list[Feature]] = defaultdict(list)
    for word in Word.objects.select_related("facet"):
        feature = (word.facet.key, word.key)
        labels[feature], facets[word.facet.key] = word.label, word.facet.label
        if word.facet.key == ABSENT:
            continue
        for phrase in _phrases([word.label, *word.phrases.splitlines()]):
            said[phrase].append(feature)
    return labels, facets, {phrase: tuple(features) for phrase, features in said.items()}


def _phrases(lines: Iterable[str]) -> list[str]:
    return sorted({phrase for phrase in map(key, lines) if phrase})
