"""Corrects words against the library's own vocabulary. Words it knows are never touched."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models.live import Address
from symptoms.models.search import SearchEntry
from symptoms.search.words import STOP_WORDS, fold, stem, words

SHORTEST, LONG = 4, 7
"""Shorter words are left alone; from ``LONG`` letters two edits are allowed, if the first letter is right."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)


@lru_cache(maxsize=2)
def _vocabulary(generation: int) -> tuple[frozenset[str], frozenset[str]]:
    """All words of live pages, and those of titles and names."""
    every: set[str] = set()
    named: set[str] = set()
    for entry in SearchEntry.objects.select_related("page").only("text", "phrases", "page__uid"):
        every.update(words(entry.text))
        named.update(word for phrase in entry.phrases for word in phrase.split())
    for address in Address.objects.live().brief():
        facts = address.facts
        names = words(" ".join([facts["title"], facts["medical_name"], *facts["lay_names"]]))
        every.update(names)
        named.update(map(stem, names))
    return frozenset(word for word in every if len(word) >= SHORTEST), frozenset(named)


def correct(query: str, generation: int) -> tuple[str, bool]:
    """The query with words the library of this generation does not know put right, and whether any was."""
    every, stems = _vocabulary(generation)
    changed = False

    def fix(match: re.Match[str]) -> str:
        nonlocal changed
        better = _better(match[0], every, stems)
        changed = changed or better is not None
        return better or match[0]

    return _WORD.sub(fix, query), changed


def _better(word: str, every: frozenset[str], stems: frozenset[str]) -> str | None:
    folded = fold(word)
    if len(folded) < SHORTEST or folded.isdigit() or folded in STOP_WORDS or folded in every or stem(folded) in stems:
        return None
    cutoff = 1 if len(folded) < LONG else 2
    found = process.extract(folded, every, scorer=OSA.distance, score_cutoff=cutoff, limit=8)
    near = [hit for hit in found if hit[1] == 1 or hit[0][0] == folded[0]]
    if not near:
        return None
    return min(near, key=lambda hit: (hit[1], hit[0][0] != folded[0], stem(hit[0]) not in stems, hit[0]))[0]
