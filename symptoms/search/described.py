"""What a query describes: features of the vocabulary, recognised by the phrases people use for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symptoms.search.lexicon import Feature, Lexicon
from symptoms.search.words import FILLERS, STOP_WORDS, fold, stem

NEGATORS = frozenset(["no", "not", "without", "never", "nor", "neither"]) | frozenset(
    ["dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "havent", "hasnt"]
)
REACH = 3
"""A “no” reaches so many words, or to the next comma, “and”, “but”, “with”, “when”."""
_ENDS = frozenset(["and", "but", "with", "when", "while", "if"])
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[,.;:!?]")


@dataclass(frozen=True)
class Described:
    """A recognised feature and where it stands among the query's terms."""

    feature: Feature
    start: int
    end: int
    negated: bool


def recognise(query: str, lexicon: Lexicon) -> list[Described]:
    """Features the query describes, longest phrases first, in the query's order. A phrase inside a longer one counts
    only when it says where. Fillers may stand within a phrase: “my heart keeps pounding”."""
    terms, denied = _read(query)
    found: list[Described] = []
    every = range(len(terms))
    telling = [place for place in every if terms[place] not in FILLERS]
    for length in range(min(lexicon.longest_phrase, len(terms)), 0, -1):
        for places in (*_runs(every, length), *_runs(telling, length)):
            start, end = places[0], places[-1] + 1
            for feature in lexicon.said.get(" ".join([terms[place] for place in places]), ()):
                if not _covered(feature, start, end, found):
                    found.append(Described(feature, start, end, start in denied))
    return sorted(found, key=lambda d: (d.start, -d.end, d.feature))


def _runs(places: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    return (places[start : start + length] for start in range(len(places) - length + 1))


def _covered(feature: Feature, start: int, end: int, found: list[Described]) -> bool:
    return any(
        other.start <= start and end <= other.end and other.end - other.start > end - start
        for other in found
        if feature[0] != "where" or other.feature[0] == "where"
    ) or any(other.feature == feature for other in found)


def _read(query: str) -> tuple[list[str], set[int]]:
    """Index terms of the query, and the places that a “no” before them denies."""
    terms: list[str] = []
    denied: set[int] = set()
    reach = 0
    for token in _TOKEN.findall(fold(query)):
        word = token.removesuffix("'s").replace("'", "")
        if not word[0].isalnum() or word in _ENDS:
            reach = 0
        if word[0].isalnum() and word not in STOP_WORDS:
            if reach:
                denied.add(len(terms))
            terms.append(stem(word))
        reach = REACH if word in NEGATORS else max(0, reach - 1)
    return terms, denied
