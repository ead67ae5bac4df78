"""The vocabulary of features as a library file."""

from __future__ import annotations

from typing import Any

from articles.library.records import RecordFile, take, upsert
from articles.text import lines
from symptoms.models import Facet, Word


def dump() -> list[dict[str, Any]]:
    """Facets in page order, each with its words."""
    return [
        {"id": facet.key, "label": facet.label, "words": [_dump_word(word) for word in facet.words.all()]}
        for facet in Facet.objects.prefetch_related("words")
    ]


def _dump_word(word: Word) -> dict[str, Any]:
    row: dict[str, Any] = {"id": word.key, "label": word.label}
    if not word.in_guide:
        row["in_guide"] = False
    phrases = lines(word.phrases)
    return row | {"phrases": phrases} if phrases else row


def load(rows: list[dict[str, Any]], by: Any) -> int:
    """Create or update facets and words. Words the file does not name stay."""
    facets, words = {}, {}
    for number, row in enumerate(rows):
        values = take(row, label="", words=[])
        facets[row["id"]] = {"label": values["label"], "position": number}
        words[str(row["id"])] = dict(_word(word, place) for place, word in enumerate(values["words"]))
    changed = upsert(Facet, facets, by)
    for facet in Facet.objects.filter(key__in=words):
        changed += upsert(Word, words[facet.key], by, facet=facet)
    return changed


def _word(row: dict[str, Any], place: int) -> tuple[str, dict[str, Any]]:
    values = take(row, label="", in_guide=True, phrases=[])
    return row["id"], values | {"phrases": "\n".join(values["phrases"]), "position": place}


VOCABULARY = RecordFile("vocabulary.yaml", dump, load)
