"""The canonical form of a page: plain data with uids instead of row ids, and the bytes that are hashed and signed.

``dump`` reads the working copy, ``load`` writes it; files and history use the same two doors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from articles import kinds
from articles.kinds import CHOICE, LINE, LINES, Part
from articles.markdown.parse import drawing_names, picture_hashes
from articles.models import Link, Page, Picture, Topic
from articles.models.page import as_kinds
from articles.text import lines, normalise, sorted_set
from articles.upcast import SCHEMA

Snapshot = dict[str, Any]
Wanted = tuple[Page, Snapshot]
"""A page and what is to stand in it."""

PLAIN = ("slug", "language", "title", "medical_name", "summary", "body")
SETS = ("lay_names", "phrases", "misspellings", "codes")


class SnapshotError(ValueError):
    """A snapshot cannot be loaded; ``field`` says which part is at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def dump(page: Page) -> Snapshot:
    """The working copy as canonical data. Two pages that read the same give the same data."""
    return dump_many([page])[0]


def dump_many(pages: Sequence[Page]) -> list[Snapshot]:
    """The same for many pages, in their order: as many queries as for one, so the caller bounds how many."""
    pages = as_kinds(pages)
    ids = [page.pk for page in pages]
    topics = _dump_topics(ids)
    links = _dump_links(ids)
    parts = _dump_parts(pages)
    pictures = dump_pictures([normalise(page.body) for page in pages])
    return [
        {"schema": SCHEMA, "uid": page.uid, "kind": page.kind}
        | {name: normalise(getattr(page, name)) for name in PLAIN}
        | {name: sorted_set(getattr(page, name)) for name in SETS}
        | {
            "topics": topics.get(page.pk, []),
            "fields": {f.name: _dump_field(f.form, getattr(page, f.name)) for f in page.spec.fields},
            "links": links.get(page.pk, {}),
            "parts": {part.name: parts[part].get(page.pk, part.empty()) for part in page.spec.parts},
            "pictures": shown,
        }
        for page, shown in zip(pages, pictures, strict=True)
    ]


def _dump_field(form: str, value: str) -> str | list[str]:
    return lines(value) if form == LINES else normalise(value)


def _dump_topics(ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Page.topics.through.objects.filter(page__in=ids).values_list("page_id", "topic__key")
    for page, key in sorted(rows):
        found.setdefault(page, []).append(key)
    return found


def _dump_links(ids: Collection[int]) -> dict[int, dict[str, list[dict[str, str]]]]:
    found: dict[int, dict[str, list[dict[str, str]]]] = {}
    rows = Link.objects.filter(owner__in=ids).order_by("position", "target__uid")
    for owner, relation, uid, note, qualifier in rows.values_list(
        "owner_id", "relation", "target__uid", "note", "qualifier"
    ):
        item = {"to": uid, "note": normalise(note), "qualifier": qualifier}
        found.setdefault(owner, {}).setdefault(relation, []).append(item)
    return found


def _dump_parts(pages: Iterable[Page]) -> dict[Part, dict[int, Any]]:
    owners: dict[Part, list[int]] = {}
    for page in pages:
        for part in page.spec.parts:
            owners.setdefault(part, []).append(page.pk)
    return {part: part.dump(ids) for part, ids in owners.items()}


def dump_pictures(bodies: Sequence[str]) -> list[dict[str, dict[str, Any]]]:
    """The pictures and drawings each of these texts shows, as the snapshot keeps them (one query)."""
    named = [(set(picture_hashes(body)), set(drawing_names(body))) for body in bodies]
    hashes = {sha for shas, _ in named for sha in shas}
    names = {name for _, drawn in named for name in drawn}
    pictures = list(Picture.objects.filter(Q(sha256__in=hashes) | Q(name__in=names)))
    return [
        {picture.sha256: picture.facts for picture in pictures if picture.sha256 in shas or picture.name in drawn}
        for shas, drawn in named
    ]


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
    for error in load_many([(page, snapshot)]).values():
        raise error


def load_many(wanted: Sequence[Wanted]) -> dict[str, SnapshotError]:
    """The same for many pages, each once; the caller bounds how many. They may link to each other.

    Returns what is wrong, by uid. Of such a page some rows may be written, so the caller's transaction has to go back.
    """
    faults = _save_fields(wanted)
    faults |= _load_topics(_without(faults, wanted))
    faults |= _load_links(_without(faults, wanted))
    for part, rows in _by_part(_without(faults, wanted)).items():
        for (page, _), fault in zip(rows, part.faults([data for _, data in rows]), strict=True):
            if fault:
                faults.setdefault(page.uid, SnapshotError(part.name, fault))
        part.load([(page, data) for page, data in rows if page.uid not in faults])
    return faults


def _without(faults: Collection[str], wanted: Iterable[Wanted]) -> list[Wanted]:
    return [(page, snapshot) for page, snapshot in wanted if page.uid not in faults]


def _save_fields(wanted: Sequence[Wanted]) -> dict[str, SnapshotError]:
    faults = {}
    taken = _taken(snapshot for _, snapshot in wanted)
    for page, snapshot in wanted:
        address = address_of(snapshot)
        if taken.get(address, snapshot["uid"]) != snapshot["uid"]:
            faults[page.uid] = SnapshotError("slug", f"another page has the address “{snapshot['slug']}”")
            continue
        taken = {one: uid for one, uid in taken.items() if uid != snapshot["uid"]} | {address: snapshot["uid"]}
        _set_fields(page, snapshot)
        page.save()
    return faults


def _set_fields(page: Page, snapshot: Snapshot) -> None:
    for name in PLAIN:
        setattr(page, name, snapshot[name])
    for name in SETS:
        setattr(page, name, "\n".join(snapshot[name]))
    for spec_field in kinds.get(snapshot["kind"]).fields:
        value = snapshot["fields"].get(spec_field.name, "")
        setattr(page, spec_field.name, "\n".join(value) if spec_field.form == LINES else value)


def address_of(snapshot: Snapshot) -> tuple[str, str, str]:
    """What only one page may have: kind, language and slug."""
    return snapshot["kind"], snapshot["language"], snapshot["slug"]


def _taken(snapshots: Iterable[Snapshot]) -> dict[tuple[str, str, str], str]:
    """Which working copy has an address that one of these wants: address → uid."""
    rows = Page.objects.filter(slug__in={snapshot["slug"] for snapshot in snapshots})
    return {
        (kind, language, slug): uid for kind, language, slug, uid in rows.values_list("kind", "language", "slug", "uid")
    }


def _load_topics(wanted: Sequence[Wanted]) -> dict[str, SnapshotError]:
    keys = {key for _, snapshot in wanted for key in snapshot["topics"]}
    known = dict(Topic.objects.filter(key__in=keys).values_list("key", "pk"))
    faults = {
        page.uid: SnapshotError("topics", f"there is no topic “{key}”")
        for page, snapshot in wanted
        for key in reversed(snapshot["topics"])
        if key not in known
    }
    through = Page.topics.through
    through.objects.filter(page__in=[page.pk for page, _ in wanted]).delete()
    through.objects.bulk_create(
        through(page_id=page.pk, topic_id=known[key])
        for page, snapshot in _without(faults, wanted)
        for key in dict.fromkeys(snapshot["topics"])
    )
    return faults


def _load_links(wanted: Sequence[Wanted]) -> dict[str, SnapshotError]:
    uids = {item["to"] for _, snapshot in wanted for items in snapshot["links"].values() for item in items}
    rows = Page.objects.filter(uid__in=uids).values_list("uid", "pk", "kind")
    targets = {uid: _Target(pk, kind) for uid, pk, kind in rows}
    faults, links = {}, []
    for page, snapshot in wanted:
        try:
            links += _links_of(page, snapshot["links"], targets)
        except SnapshotError as error:
            faults[page.uid] = error
    Link.objects.filter(owner__in=[page.pk for page, _ in wanted]).delete()
    Link.objects.bulk_create(links)
    return faults


class _Target(NamedTuple):
    pk: int
    kind: str


def _links_of(page: Page, links: dict[str, list[dict[str, str]]], targets: dict[str, _Target]) -> list[Link]:
    rows = []
    for relation, items in links.items():
        for position, item in enumerate(items):
            target = targets.get(item["to"])
            if target is None:
                raise SnapshotError(f"links.{relation}", f"there is no page “{item['to']}”")
            if not kinds.relation(relation).allows(page.kind, target.kind):
                label = kinds.get(target.kind).label.lower()
                raise SnapshotError(f"links.{relation}", f"“{item['to']}” is a {label}")
            if target.pk == page.pk:
                raise SnapshotError(f"links.{relation}", "the page links to itself")
            if any(other["to"] == item["to"] for other in items[:position]):
                raise SnapshotError(f"links.{relation}", f"“{item['to']}” stands twice")
            rows.append(
                Link(
                    owner_id=page.pk,
                    target_id=target.pk,
                    relation=relation,
                    position=position,
                    note=item["note"],
                    qualifier=item["qualifier"],
                )
            )
    return rows


def _by_part(wanted: Iterable[Wanted]) -> dict[Part, list[tuple[Page, Any]]]:
    found: dict[Part, list[tuple[Page, Any]]] = {}
    for page, snapshot in wanted:
        for part in kinds.get(snapshot["kind"]).parts:
            found.setdefault(part, []).append((page, snapshot["parts"].get(part.name, part.empty())))
    return found


def blank_fields(spec: kinds.Kind) -> dict[str, str | list[str]]:
    """What an empty page of this kind has in its own fields."""
    return {f.name: [] if f.form == LINES else "" for f in spec.fields if f.form in (LINE, LINES, CHOICE)}
