"""The canonical form of a page: plain data with uids instead of row ids, and the bytes that are hashed and signed.

``dump`` reads the working copy, ``load`` writes it; files and history use the same two doors.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Q

from articles import kinds
from articles.kinds import CHOICE, LINE, LINES
from articles.markdown.parse import drawing_names, picture_hashes
from articles.models import Link, Page, Picture, Topic
from articles.text import lines, normalise, sorted_set
from articles.upcast import SCHEMA

Snapshot = dict[str, Any]

PLAIN = ("slug", "language", "title", "medical_name", "summary", "body")
SETS = ("lay_names", "phrases", "misspellings", "codes")


class SnapshotError(ValueError):
    """A snapshot cannot be loaded; ``field`` says which part is at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def dump(page: Page) -> Snapshot:
    """The working copy as canonical data. Two pages that read the same give the same data."""
    page = page.as_kind()
    spec = page.spec
    snapshot: Snapshot = {"schema": SCHEMA, "uid": page.uid, "kind": page.kind}
    snapshot |= {name: normalise(getattr(page, name)) for name in PLAIN}
    snapshot |= {name: sorted_set(getattr(page, name)) for name in SETS}
    snapshot["topics"] = sorted(page.topics.values_list("key", flat=True))
    snapshot["fields"] = {f.name: _dump_field(f.form, getattr(page, f.name)) for f in spec.fields}
    snapshot["links"] = _dump_links(page)
    snapshot["parts"] = {part.name: part.dump(page) for part in spec.parts}
    snapshot["pictures"] = dump_pictures(snapshot["body"])
    return snapshot


def _dump_field(form: str, value: str) -> str | list[str]:
    return lines(value) if form == LINES else normalise(value)


def _dump_links(page: Page) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    rows = page.links.select_related("target").order_by("position", "target__uid")
    for link in rows:
        found.setdefault(link.relation, []).append(
            {"to": link.target.uid, "note": normalise(link.note), "qualifier": link.qualifier}
        )
    return found


def dump_pictures(body: str) -> dict[str, dict[str, Any]]:
    """The pictures and drawings a text shows, as the snapshot keeps them."""
    found = Picture.objects.filter(Q(sha256__in=picture_hashes(body)) | Q(name__in=drawing_names(body)))
    return {picture.sha256: picture.facts for picture in found}


def canonical(snapshot: Snapshot) -> str:
    """The one way to write a snapshot down."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def load(page: Page, snapshot: Snapshot) -> None:
    """Write a snapshot into the working copy of ``page`` (its kind's own row), replacing what is there.

    Raises :class:`SnapshotError` where a topic, a link's target or a child row is not known.
    """
    spec = kinds.get(snapshot["kind"])
    for name in PLAIN:
        setattr(page, name, snapshot[name])
    for name in SETS:
        setattr(page, name, "\n".join(snapshot[name]))
    for spec_field in spec.fields:
        value = snapshot["fields"].get(spec_field.name, "")
        setattr(page, spec_field.name, "\n".join(value) if spec_field.form == LINES else value)
    if slug_is_taken(snapshot):
        raise SnapshotError("slug", f"another page has the address “{snapshot['slug']}”")
    page.save()
    page.topics.set(_topics(snapshot["topics"]))
    _load_links(page, snapshot["links"])
    for part in spec.parts:
        try:
            part.load(page, snapshot["parts"].get(part.name, part.empty()))
        except ValueError as error:
            raise SnapshotError(part.name, str(error)) from None


def slug_is_taken(snapshot: Snapshot) -> bool:
    """Whether the working copy of another page of this kind and language has the slug."""
    same = Page.objects.filter(kind=snapshot["kind"], language=snapshot["language"], slug=snapshot["slug"])
    return same.exclude(uid=snapshot["uid"]).exists()


def _topics(keys: list[str]) -> list[Topic]:
    found = {topic.key: topic for topic in Topic.objects.filter(key__in=keys)}
    for key in keys:
        if key not in found:
            raise SnapshotError("topics", f"there is no topic “{key}”")
    return list(found.values())


def _load_links(page: Page, links: dict[str, list[dict[str, str]]]) -> None:
    wanted = {item["to"] for items in links.values() for item in items}
    targets = {target.uid: target for target in Page.objects.filter(uid__in=wanted)}
    page.links.all().delete()
    rows = []
    for relation, items in links.items():
        for position, item in enumerate(items):
            target = targets.get(item["to"])
            if target is None:
                raise SnapshotError(f"links.{relation}", f"there is no page “{item['to']}”")
            if not kinds.relation(relation).allows(page.kind, target.kind):
                raise SnapshotError(f"links.{relation}", f"“{item['to']}” is a {target.spec.label.lower()}")
            if target.pk == page.pk:
                raise SnapshotError(f"links.{relation}", "the page links to itself")
            if any(other["to"] == item["to"] for other in items[:position]):
                raise SnapshotError(f"links.{relation}", f"“{item['to']}” stands twice")
            rows.append(
                Link(
                    owner=page,
                    target=target,
                    relation=relation,
                    position=position,
                    note=item["note"],
                    qualifier=item["qualifier"],
                )
            )
    Link.objects.bulk_create(rows)


def blank_fields(spec: kinds.Kind) -> dict[str, str | list[str]]:
    """What an empty page of this kind has in its own fields."""
    return {f.name: [] if f.form == LINES else "" for f in spec.fields if f.form in (LINE, LINES, CHOICE)}
