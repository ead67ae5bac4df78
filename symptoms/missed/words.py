"""Which words of a search count as missed. Only single words come out of here, never a query."""

from __future__ import annotations

import re

from articles.models.live import Library
from symptoms.search.find import LONGEST_QUERY, SearchResults
from symptoms.search.lexicon import lexicon
from symptoms.search.words import FILLERS, STOP_WORDS, fold, stem, words

LONGEST = 60
"""Longer words are no words."""
SHORTEST = 2
_TELLING = re.compile(r"[\d@]")
"""What has a digit or an @ may be a number or an address of somebody (PRV-3)."""


def missed_words(query: str, found: SearchResults) -> frozenset[str]:
    """Every countable word of a query without a close answer; of other queries, the words no live page knows."""
    typed = countable_words(query)
    if not found.confident:
        return typed
    known = lexicon(Library.current_generation())
    return frozenset(
        word for word in typed if (term := stem(word)) not in known.pages and term not in known.vocabulary_terms
    )


def countable_words(query: str) -> frozenset[str]:
    """The folded words of a query that say something and cannot point to a person by their form."""
    folded = fold(query[:LONGEST_QUERY])  # before digits are looked for: folding makes some, of “²” for example
    pieces = [piece for piece in folded.split() if len(piece) <= LONGEST and not _TELLING.search(piece)]
    return frozenset(word for piece in pieces for word in words(piece) if _says_something(word))


def _says_something(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word not in STOP_WORDS and stem(word) not in FILLERS
