"""All names of live pages, kept in memory by generation: which of them begin with some words, and which are just these.

Every word is known by two spellings, as it is written and folded to one, so that “haem” and “hem” both begin
“haematoma”.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import heapify, heappop
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz.distance import OSA

from articles.models.live import Address, LivePage
from symptoms.search.spelling import LONG
from symptoms.search.texts import Texts
from symptoms.search.words import STOP_WORDS, words, written

MOST_WORDS = 8
"""So many different words of what is typed are looked for, which bounds the work."""
SHORTEST = 4
"""Shorter words are taken as they are typed. From ``LONG`` letters two edits are allowed, before that one."""
FOLDED = 4000
"""So many words are folded once while names are laid out: few words stand in most names."""
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


class _Pages(NamedTuple):
    """The pages that names lead to, by their number: title, address, and kind with level."""

    titles: Texts
    urls: Texts
    sorts: list[tuple[str, str]]


@cache
def _sort(kind: str, level: str) -> tuple[str, str]:
    return kind, level  # one object for all pages that are alike


class Names:
    """The names in the order in which they are suggested; sets hold their places in it.

    Laid out so that forty thousand names take four megabytes: texts and numbers, no object for each name.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._labels, self._page_of, self._pages = self._in_their_order(names)
        folded = lru_cache(FOLDED)(_folded)
        whole, single = _Pairs(), _Pairs()
        for place, label in enumerate(self._labels):
            form = _forms(label, folded)
            whole.add(_joined(form), place)
            single.add(_single(form) - STOP_WORDS, place)
        self._whole = _Beginnings(whole, keep=Texts)
        del whole
        self._words = _Beginnings(single, keep=list)  # few, and looked through for every word typed

    @staticmethod
    def _in_their_order(names: Iterable[Name]) -> tuple[Texts, array[int], _Pages]:
        """Titles before other names, pages before explanations of a word, short names before long ones."""
        labels: list[str] = []
        titles: list[str] = []
        urls: list[str] = []
        sorts: list[tuple[str, str]] = []
        page_of, ranks = array("I"), array("B")
        for name in names:
            if urls[-1:] != [name.url]:  # the names of a page come together
                titles.append(name.title)
                urls.append(name.url)
                sorts.append(_sort(name.kind, name.level))
            labels.append(name.label)
            page_of.append(len(urls) - 1)
            ranks.append(2 * (not name.is_title) + (name.kind == "glossary_term"))
        order = array("I", range(len(labels)))
        # What decides last is sorted by first, so that no name needs an object to be sorted by.
        for key in (lambda n: urls[page_of[n]], labels.__getitem__, lambda n: len(labels[n]), ranks.__getitem__):
            order = array("I", sorted(order, key=key))
        pages = _Pages(Texts(titles), Texts(urls), sorts)
        return Texts(labels[n] for n in order), array("I", (page_of[n] for n in order)), pages

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
        spellings = [set(each) for each in told[:MOST_WORDS]]
        # The rarest word first: where it begins no name at all, the others need not be looked for.
        spellings.sort(key=lambda each: sum(map(self._words.count, each)))
        found: set[int] | None = None
        for each in spellings:
            with_word = self._with_word(each)
            found = with_word if found is None else found & with_word
            if not found:
                break
        return found or set()

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
            page = self._page_of[place]
            yield Name(self._labels[place], self._pages.titles[page], self._pages.urls[page], *self._pages.sorts[page])


class _Pairs:
    """Texts, each with the place of a name that it belongs to."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._found, self.places = array("I"), array("I")

    def add(self, texts: Iterable[str], place: int) -> None:
        """These texts belong to the name at this place."""
        for text in texts:
            self._found.append(self._numbers.setdefault(text, len(self._numbers)))
            self.places.append(place)

    def ranked(self) -> tuple[list[str], array[int]]:
        """The different texts in alphabetical order, and for each pair where its text stands among them."""
        texts = sorted(self._numbers)
        rank_of = array("I", self._numbers.values())
        for rank, text in enumerate(texts):
            rank_of[self._numbers[text]] = rank
        return texts, array("I", map(rank_of.__getitem__, self._found))


class _Beginnings:
    """Texts in alphabetical order; the text ``n`` belongs to the names ``places[starts[n] : starts[n + 1]]``."""

    def __init__(self, pairs: _Pairs, *, keep: Callable[[Iterable[str]], Sequence[str]]) -> None:
        texts, ranks = pairs.ranked()
        self._texts = keep(texts)
        self._places, self._starts = _gathered(ranks, pairs.places, len(self._texts))

    def at(self, text: str) -> Iterable[int]:
        start = bisect_left(self._texts, text)
        return self._of(start, start + 1) if self._texts[start : start + 1] == [text] else ()

    def beginning_with(self, text: str) -> set[int]:
        return set(self._of(*self._range(text)))

    def count(self, text: str) -> int:
        """In how many places a text begins so."""
        start, end = self._range(text)
        return self._starts[end] - self._starts[start]

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


def _gathered(ranks: array[int], places: array[int], many: int) -> tuple[array[int], array[int]]:
    """The places by their rank, each rank's in the order they came, and where those of each of so ``many`` ranks start.

    A counting sort: numbers alone, where a list for each rank would take ten times the memory.
    """
    counts = array("I", bytes(ranks.itemsize * (many + 1)))
    for rank in ranks:
        counts[rank + 1] += 1
    starts = array("I", accumulate(counts))
    free = starts[:]
    gathered = places[:]
    for rank, place in zip(ranks, places, strict=True):
        gathered[free[rank]] = place
        free[rank] += 1
    return gathered, starts


def _union(sets: Iterable[Iterable[int]]) -> set[int]:
    return set().union(*sets)


def _folded(word: str) -> str:
    return "".join(words(word))


_folded_lately = lru_cache(maxsize=2000)(_folded)


def _forms(text: str, folded: Callable[[str], str] = _folded_lately) -> Forms:
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
