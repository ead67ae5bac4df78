"""The vocabulary of features as a library file."""

from __future__ import annotations

from typing import Any

from articles.library.records import RecordFile, take
from articles.shared import touched
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
    changed = 0
    for number, row in enumerate(rows):
        values = take(row, label="", words=[])
        facet, changes = _save(Facet, {"key": row["id"]}, {"label": values["label"], "position": number}, by)
        changed += changes
        for place, word in enumerate(values["words"]):
            fields = take(word, label="", in_guide=True, phrases=[])
            wanted = {
                "label": fields["label"],
                "in_guide": fields["in_guide"],
                "phrases": "\n".join(fields["phrases"]),
                "position": place,
            }
            changed += _save(Word, {"facet": facet, "key": word["id"]}, wanted, by)[1]
    return changed


def _save(model: type[Any], identity: dict[str, Any], values: dict[str, Any], by: Any) -> tuple[Any, bool]:
    record = model.objects.filter(**identity).first() or model(**identity)
    if record.pk and all(getattr(record, name) == value for name, value in values.items()):
        return record, False
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()
    record.save()
    touched(record, by=by, reason="from the library files")
    return record, True


VOCABULARY = RecordFile("vocabulary.yaml", dump, load)
