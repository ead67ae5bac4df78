"""Words that are right although the library may not use them. Read once."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

from symptoms.search.lists import word_list
from symptoms.search.texts import Alphabetical
from symptoms.search.words import stem


@lru_cache(maxsize=1)
def medical_terms() -> frozenset[str]:
    """Stems of words of medicine: never corrected into another word."""
    return frozenset(map(stem, word_list("medical_words")))


@lru_cache(maxsize=1)
def english_terms() -> Container[str]:
    """Stems of common English words: corrected only into a word that sounds the same."""
    return Alphabetical(word_list("english_words"))  # seldom asked: as a set they would take ten times the memory
