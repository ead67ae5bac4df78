"""The sentence of a page that best shows why it was found, with the words marked."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from symptoms.search.words import fold, stem

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST = 220


def snippet(text: str, wanted: list[str]) -> SafeString:
    """The sentence with most of the wanted terms, escaped, terms in ``<mark>``."""
    terms = set(wanted)
    sentences = _SENTENCE.split(text)
    best = max(sentences, key=lambda sentence: len(_found(sentence, terms)), default="")
    if len(best) > LONGEST:
        best = best[:LONGEST].rsplit(" ", 1)[0] + " …"
    parts, last = [], 0
    for match in _TOKEN.finditer(best):
        if stem(fold(match[0])) in terms:
            parts += [escape(best[last : match.start()]), "<mark>", escape(match[0]), "</mark>"]
            last = match.end()
    parts.append(escape(best[last:]))
    # Every part was escaped; only our own <mark> is added.
    return mark_safe("".join(parts))  # noqa: S308


def _found(sentence: str, terms: set[str]) -> set[str]:
    return {term for match in _TOKEN.finditer(sentence) if (term := stem(fold(match[0]))) in terms}
