"""Shared records as files: one YAML list each. Apps register theirs; the order is the order they are read in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string

from articles.models import Place, SiteIdentity, Source, Topic
from articles.shared import choose_place, save_many


@dataclass(frozen=True)
class RecordFile:
    """A file of shared records. ``dump()`` gives the list; ``load(list, by)`` brings it in and returns how many records
    changed. ``load`` raises :class:`RecordProblem`, or another :class:`ValueError` naming the record and what is wrong.
    A file that ``names_pages`` is read when all pages are there."""

    name: str
    dump: Callable[[], list[dict[str, Any]]]
    load: Callable[[list[dict[str, Any]], Any], int]
    names_pages: bool = False


class RecordProblem(ValueError):
    """A fault in one field of one record, which the importer tells by its line."""

    def __init__(self, record: str, field: str, message: str) -> None:
        self.record, self.field, self.message = record, field, message
        super().__init__(f"{record}: {field}: {message}")


_paths: list[str] = []


def register(*paths: str) -> None:
    """Add record files by their dotted paths. Called once from each app's ``ready``."""
    _paths.extend(paths)


def every() -> tuple[RecordFile, ...]:
    """All record files."""
    return tuple(map(import_string, _paths))


def upsert(model: type[Any], rows: dict[Any, dict[str, Any]], by: Any, **owner: Any) -> int:
    """Create or update shared records through the one door: key → values. Returns how many changed.

    ``owner`` is what keys are unique in, for records that have such a thing.
    """
    known = {record.key: record for record in model.objects.filter(**owner)}
    changed = []
    for key, values in rows.items():
        record = known.get(str(key)) or model(key=str(key), **owner)
        if record.pk is None or any(getattr(record, name) != value for name, value in values.items()):
            _set(record, values)
            changed.append(record)
    save_many(changed, by=by, reason="from the library files")
    return len(changed)


def _set(record: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    try:
        record.full_clean(validate_unique=False, validate_constraints=False)  # only the key, which was looked up
    except Exception as error:
        raise ValueError(f"{record.key}: {error}") from None


def lean(row: dict[str, Any]) -> dict[str, Any]:
    """Without empty values."""
    return {key: value for key, value in row.items() if value not in ("", None, [], False)}


def take(row: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The values of ``fields`` (name → default) in ``row``; :class:`ValueError` for an unknown key or a missing
    ``id``."""
    if not isinstance(row, dict) or row.get("id") in (None, ""):
        raise ValueError(f"a record has no “id”: {row}")
    unknown = set(row) - {"id", *fields}
    if unknown:
        raise ValueError(f"{row['id']}: there is no such key: {', '.join(sorted(unknown))}")
    return {name: row.get(name, default) for name, default in fields.items()}


def _dump_sources() -> list[dict[str, Any]]:
    return [
        lean(
            {
                "id": s.key,
                "title": s.title,
                "publisher": s.publisher,
                "year": s.year,
                "url": s.url,
                "licence": s.licence,
                "checked_on": s.checked_on.isoformat() if s.checked_on else "",
            }
        )
        for s in Source.objects.order_by("key")
    ]


def _load_sources(rows: list[dict[str, Any]], by: Any) -> int:
    wanted = {}
    for row in rows:
        values = take(row, title="", publisher="", year=None, url="", licence="", checked_on=None)
        values["checked_on"] = dt.date.fromisoformat(values["checked_on"]) if values["checked_on"] else None
        wanted[row["id"]] = values
    return upsert(Source, wanted, by)


def _dump_topics() -> list[dict[str, Any]]:
    return [{"id": t.key, "title": t.title, "summary": t.summary} for t in Topic.objects.order_by("position", "key")]


def _load_topics(rows: list[dict[str, Any]], by: Any) -> int:
    wanted = {}
    for number, row in enumerate(rows):
        values = take(row, title="", summary="")
        wanted[row["id"]] = values | {"position": number}
    return upsert(Topic, wanted, by)


def _dump_places() -> list[dict[str, Any]]:
    chosen = SiteIdentity.load().place_id
    return [
        lean(
            {
                "id": p.key,
                "name": p.name,
                "default": p.pk == chosen,
                "emergency_number": p.emergency_number,
                "emergency_words": p.emergency_words,
                "urgent_number": p.urgent_number,
                "urgent_words": p.urgent_words,
                "routine_words": p.routine_words,
                "doctor": p.doctor,
                "emergency_department": p.emergency_department,
            }
        )
        for p in Place.objects.order_by("key")
    ]


def _load_places(rows: list[dict[str, Any]], by: Any) -> int:
    wanted, suggested = {}, []
    for row in rows:
        values = take(
            row,
            name="",
            default=False,
            emergency_number="",
            emergency_words="",
            urgent_number="",
            urgent_words="",
            routine_words="",
            doctor="",
            emergency_department="",
        )
        suggested += [row["id"]] if values.pop("default") else []
        wanted[row["id"]] = values
    changed = upsert(Place, wanted, by)
    for key in suggested:
        _suggest_place(key, by)
    return changed


def _suggest_place(key: str, by: Any) -> None:
    """The files name a place only for a site that has not chosen one."""
    if SiteIdentity.load().place_id is None:
        choose_place(Place.objects.get(key=key), by=by, reason="from the library files")


SOURCES = RecordFile("sources.yaml", _dump_sources, _load_sources)
TOPICS = RecordFile("topics.yaml", _dump_topics, _load_topics)
PLACES = RecordFile("places.yaml", _dump_places, _load_places)
