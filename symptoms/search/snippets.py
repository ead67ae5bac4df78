"""The sentence of a page that best shows why it was found, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from articles.memory import Memory
from symptoms.search import lookups
from symptoms.search.words import fold, stem

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_AROUND_TOKENS = re.compile(r"([^\W_]+)", re.UNICODE)
LONGEST = 220


_NOT_PLAIN = re.compile(r"[&<>\"']")
_FIRST = 0x100
"""Sentences are numbered by letters from this one on, which no term has."""


class Text(NamedTuple):
    """A page's sentences. ``places`` tells where its terms stand, as `` calf:ĀĄ hurt:Ą ``: one string takes a fifth of
    what a dictionary would."""

    sentences: tuple[str, ...]
    places: str


def read_text(text: str) -> Text:
    """The text as snippets are cut from it."""
    sentences = tuple(_SENTENCE.split(text))
    places: dict[str, str] = {}
    for number, sentence in enumerate(sentences, _FIRST):
        for term in set(map(_term, _TOKEN.findall(sentence))):
            places[term] = places.get(term, "") + chr(number)
    kept = [f" {term}:{numbers}" for term, numbers in places.items() if term.isascii() and term.isalnum()]
    return Text(sentences, "".join([*kept, " "]))


def snippet(text: Text, terms: Collection[str]) -> SafeString:
    """The sentence with most of the terms, the first of several, escaped, terms in ``<mark>``."""
    best = text.sentences[_with_most(terms, text.places)]
    if len(best) > LONGEST:
        best = best[:LONGEST].rsplit(" ", 1)[0] + " …"
    parts = _AROUND_TOKENS.split(best)
    if _NOT_PLAIN.search(best):
        parts[::2] = map(escape, parts[::2])
    parts[1::2] = [f"<mark>{word}</mark>" if _term(word) in terms else word for word in parts[1::2]]
    return mark_safe("".join(parts))  # noqa: S308 - what is no word was escaped; only our own <mark> is added


def _with_most(terms: Collection[str], places: str) -> int:
    """The number of the sentence with most of the terms, the first of several."""
    found = []
    for term in terms:
        place = places.find(f" {term}:")
        if place >= 0:
            start = place + len(term) + 2
            found.append(places[start : places.index(" ", start)])
    held = "".join(found)
    return ord(max(sorted(set(held)), key=held.count, default=chr(_FIRST))) - _FIRST


@lru_cache(maxsize=20_000)
def _term(word: str) -> str:
    """The index term of a word as a page writes it."""
    return stem(fold(word))


def _read(pages: Collection[int]) -> dict[int, Text]:
    return {page: read_text(text) for page, text in lookups.texts(pages).items()}


texts: Memory[int, Text] = Memory(_read, most=500)
"""Texts of live pages by the page's id. One takes about 7 kB."""
