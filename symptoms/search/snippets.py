"""The sentence of a page that best shows why it was found, with the words marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.memory import Memory
from symptoms.models.search import SearchEntry
from symptoms.search.words import fold, stem

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST = 220


class Text(NamedTuple):
    """A page's sentences, and the numbers of those that have a term."""

    sentences: tuple[str, ...]
    places: dict[str, tuple[int, ...]]


def read_text(text: str) -> Text:
    """The text as snippets are cut from it."""
    sentences = tuple(_SENTENCE.split(text))
    places: dict[str, tuple[int, ...]] = {}
    for number, sentence in enumerate(sentences):
        for term in {_term(word) for word in _TOKEN.findall(sentence)}:
            places[intern(term)] = (*places.get(term, ()), number)
    return Text(sentences, places)


def snippet(text: Text, terms: Collection[str]) -> SafeString:
    """The sentence with most of the terms, the first of several, escaped, terms in ``<mark>``."""
    held = Counter(number for term in terms for number in text.places.get(term, ()))
    best = text.sentences[min(held, key=lambda number: (-held[number], number), default=0)]
    if len(best) > LONGEST:
        best = best[:LONGEST].rsplit(" ", 1)[0] + " …"
    parts, last = [], 0
    for match in _TOKEN.finditer(best):
        if _term(match[0]) in terms:
            parts += [escape(best[last : match.start()]), "<mark>", escape(match[0]), "</mark>"]
            last = match.end()
    parts.append(escape(best[last:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped; only our own <mark> is added


@lru_cache(maxsize=20_000)
def _term(word: str) -> str:
    """The index term of a word as a page writes it."""
    return stem(fold(word))


def _read(pages: Collection[int]) -> dict[int, Text]:
    rows = SearchEntry.objects.filter(page__in=pages).values_list("page", "text")
    return {page: read_text(text) for page, text in rows}


texts: Memory[int, Text] = Memory(_read, most=200)
"""Texts of live pages by the page's id. One takes about 20 kB."""
