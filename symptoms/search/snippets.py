"""The sentence of a page that best shows why it was found, with the words marked."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from symptoms.search.words import fold, stem

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST = 220


def snippet(text: str, wanted: list[str]) -> SafeString:
    """The sentence with most of the wanted terms, escaped, terms in ``<mark>``."""
    terms = frozenset(wanted)
    best = max(_sentences(text), key=lambda sentence: len(sentence[1] & terms))[0]
    if len(best) > LONGEST:
        best = best[:LONGEST].rsplit(" ", 1)[0] + " …"
    parts, last = [], 0
    for match in _TOKEN.finditer(best):
        if _term(match[0]) in terms:
            parts += [escape(best[last : match.start()]), "<mark>", escape(match[0]), "</mark>"]
            last = match.end()
    parts.append(escape(best[last:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped; only our own <mark> is added


@lru_cache(maxsize=400)
def _sentences(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """A page's sentences with their terms; pages that are often found need not be read anew."""
    return tuple((part, frozenset(map(_term, _TOKEN.findall(part)))) for part in _SENTENCE.split(text))


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """The index term of a word as a page writes it."""
    return stem(fold(word))
