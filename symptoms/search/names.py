"""All names of live pages, kept in memory by generation: which of them begin with some words, and which are just these.

Every word is known by two spellings, as it is written and folded to one, so that “haem” and “hem” both begin
“haematoma”.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import heapify, heappop
from typing import NamedTuple

from rapidfuzz.distance import OSA

from articles.models.live import Address, LivePage
from symptoms.search.spelling import LONG
from symptoms.search.words import STOP_WORDS, words, written

MOST_WORDS = 8
"""So many different words of what is typed are looked for, which bounds the work."""
SHORTEST = 4
"""Shorter words are taken as they are typed. From ``LONG`` letters two edits are allowed, before that one."""
LAST = "\U0010ffff"
"""Stands behind every letter: a beginning and this is the end of what begins so."""

Forms = list[tuple[str, str]]
"""The words of a text, each as it is written and folded."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a live page, as people read it; ``level`` is empty except for an urgent sign."""

    label: str
    title: str
    url: str
    kind: str
    level: str

    @property
    def is_title(self) -> bool:
        """Whether it is the page's title, and not one of its other names."""
        return self.label == self.title


class _Page(NamedTuple):
    title: str
    url: str
    kind: str
    level: str


class Names:
    """The names in the order in which they are suggested; sets hold their places in it.

    Laid out so that forty thousand names take ten megabytes: texts and numbers, no object for each name.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        labels, pages, numbers = self._in_their_order(names)
        self._labels, self._pages, self._page_of = labels, pages, numbers
        folded = cache(_folded)  # few words make many names
        self._whole = _Beginnings(
            (text, n) for n, label in enumerate(labels) for text in _joined(_forms(label, folded))
        )
        self._words = _Beginnings(
            (word, n) for n, label in enumerate(labels) for word in _single(_forms(label, folded)) - STOP_WORDS
        )

    @staticmethod
    def _in_their_order(names: Iterable[Name]) -> tuple[list[str], list[_Page], array[int]]:
        pages: dict[_Page, int] = {}
        rows = []
        for name in names:
            page = _Page(name.title, name.url, name.kind, name.level)
            rows.append((_order(name), name.label, pages.setdefault(page, len(pages))))
        rows.sort()
        return [label for _, label, _ in rows], list(pages), array("I", [number for _, _, number in rows])

    def beginning_with(self, typed: str) -> Iterator[Name]:
        """Names of which each typed word begins a word; those that begin with all that is typed come first.

        A stop word need not stand in the name, unless nothing else was typed. A word that begins none is taken for the
        nearest beginning of one.
        """
        form = _forms(typed)
        whole = _union(self._whole.beginning_with(text) for text in _joined(form))
        for found in (whole, self._with_words(form) - whole):
            yield from self._in_order(found)

    def called(self, text: str) -> list[Name]:
        """Names that are just these words."""
        return list(self._in_order(_union(self._whole.at(joined) for joined in _joined(_forms(text)))))

    def _with_words(self, form: Forms) -> set[int]:
        told = [each for each in dict.fromkeys(form) if STOP_WORDS.isdisjoint(each)] or form
        found = [self._with_word(set(each)) for each in told[:MOST_WORDS]]
        return set.intersection(*found) if found else set()

    def _with_word(self, spellings: set[str]) -> set[int]:
        found = _union(map(self._words.beginning_with, spellings))
        return found or _union(
            self._words.beginning_with(near) for word in spellings for near in self._words.near(word)
        )

    def _in_order(self, found: set[int]) -> Iterator[Name]:
        # A heap, because only the first few of perhaps thousands are wanted.
        heap = list(found)
        heapify(heap)
        while heap:
            place = heappop(heap)
            page = self._pages[self._page_of[place]]
            yield Name(self._labels[place], *page)


def _order(name: Name) -> tuple[bool, bool, int, str, str]:
    """Titles before other names, pages before explanations of a word, short names before long ones."""
    return (not name.is_title, name.kind == "glossary_term", len(name.label), name.label, name.url)


class _Beginnings:
    """Texts in alphabetical order; the text ``n`` belongs to the names ``places[starts[n] : starts[n + 1]]``."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for text, place in pairs:
            found[text].append(place)
        self._texts = sorted(found)
        self._places, self._starts = array("I"), array("I", [0])
        for text in self._texts:
            self._places.extend(found.pop(text))
            self._starts.append(len(self._places))

    def at(self, text: str) -> Iterable[int]:
        start = bisect_left(self._texts, text)
        return self._of(start, start + 1) if self._texts[start : start + 1] == [text] else ()

    def beginning_with(self, text: str) -> set[int]:
        return set(self._of(*self._range(text)))

    def near(self, word: str) -> list[str]:
        """The beginnings with the same first letter that are fewest edits away, if that is near enough."""
        if len(word) < SHORTEST:
            return []
        allowed = 1 if len(word) < LONG else 2
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        beginnings = {text[:length] for text in self._texts[slice(*self._range(word[0]))] for length in lengths}
        edits = {beginning: OSA.distance(word, beginning, score_cutoff=allowed) for beginning in beginnings}
        least = min(edits.values(), default=allowed + 1)
        return [beginning for beginning, away in edits.items() if away == least <= allowed]

    def _range(self, beginning: str) -> tuple[int, int]:
        return bisect_left(self._texts, beginning), bisect_left(self._texts, beginning + LAST)

    def _of(self, start: int, end: int) -> array[int]:
        return self._places[self._starts[start] : self._starts[end]]


def _union(sets: Iterable[Iterable[int]]) -> set[int]:
    return set().union(*sets)


def _folded(word: str) -> str:
    return "".join(words(word))


def _forms(text: str, folded: Callable[[str], str] = _folded) -> Forms:
    return [(word, folded(word)) for word in written(text)]


def _joined(form: Forms) -> set[str]:
    """The whole text in each spelling; nothing for a text without words."""
    return {" ".join(spelling) for spelling in zip(*form, strict=True)}


def _single(form: Forms) -> set[str]:
    return {spelling for each in form for spelling in each}


@lru_cache(maxsize=2)
def live_names(generation: int, language: str) -> Names:
    """The names of this generation (one query, once a generation in each process)."""
    live = Address.objects.live().filter(language=language)
    return Names(name for page in live.each_in_brief() for name in _names_of(page))


def _names_of(page: LivePage) -> Iterator[Name]:
    facts, url = page.facts, page.path
    for label in {facts["title"], facts["medical_name"], *facts["lay_names"]} - {""}:
        yield Name(label, facts["title"], url, page.kind, facts.get("level", ""))
