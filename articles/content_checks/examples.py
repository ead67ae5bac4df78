"""Makes whole snapshots of the rules' examples, and the small library they stand in."""

from __future__ import annotations

from typing import Any

from articles import kinds
from articles.content_checks.rules.base import Example
from articles.content_checks.shelf import Card, Shelf, SourceCard
from articles.snapshot import blank_fields
from articles.upcast import SCHEMA

PAGE: dict[str, Any] = {
    "schema": SCHEMA,
    "slug": "example",
    "language": "en",
    "title": "Leg pain on walking",
    "medical_name": "",
    "summary": "Leg pain that comes when you walk. It can be treated.",
    "body": "Stop and rest.",
    "lay_names": [],
    "phrases": [],
    "misspellings": [],
    "codes": [],
    "topics": [],
    "links": {},
    "pictures": {},
}
SHELF = Shelf(
    pages={
        "urgent/cold-leg": Card("urgent_sign", "Cold, numb leg", level="emergency"),
        "urgent/swollen-leg": Card("urgent_sign", "One swollen leg", level="same-day"),
        "glossary/stenosis": Card("glossary_term", "Stenosis"),
    },
    sources={"example-source": SourceCard("A guideline", "An institute", "https://example.org/", 2024)},
)


def snapshot_of(example: Example) -> dict[str, Any]:
    """The example as the snapshot of a page."""
    spec = kinds.get(example.kind)
    fields, parts = blank_fields(spec), {part.name: part.empty() for part in spec.parts}
    data = PAGE | {"kind": example.kind, "uid": f"{spec.folder}/example", "fields": fields, "parts": parts}
    for name, value in example.changes.items():
        home = fields if name in fields else parts if name in parts else data
        home[name] = value
    return data
