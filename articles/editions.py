"""Freezes the working copy: every real change becomes a numbered edition, no change makes none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from articles import events, snapshot
from articles.markdown.render import RENDERER_VERSION
from articles.models import Edition, Page
from articles.rendering import render_many
from articles.upcast import SCHEMA


def freeze(*, page: Page, by, reason: str = "", origin: str = Edition.Origin.EDITOR) -> tuple[Edition, bool]:
    """Freeze the working copy of ``page`` as it is in the database.

    Returns the newest edition and whether it is new. Nothing is written when the canonical text has not changed.
    Never changes what the public sees.
    """
    return freeze_many(pages=[page], by=by, reason=reason, origin=origin)[0]


@transaction.atomic
def freeze_many(
    *, pages: Sequence[Page], by, reason: str = "", origin: str = Edition.Origin.EDITOR
) -> list[tuple[Edition, bool]]:
    """The same for many pages, each once, in their order: as many queries as for one, so the caller bounds how many."""
    ids = [page.pk for page in pages]
    rows = {page.pk: page for page in Page.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    data = dict(zip(ids, snapshot.dump_many([rows[pk] for pk in ids]), strict=True))
    last = _newest_of(ids)
    changed = [pk for pk in ids if pk not in last or not _is_same(last[pk], data[pk])]
    made = [
        Edition(
            page=rows[pk],
            number=last[pk].number + 1 if pk in last else 1,
            schema=SCHEMA,
            canonical=(text := snapshot.canonical(data[pk])),
            sha256=snapshot.digest(text),
            brief=rendering.brief,
            rendered=rendering.parts,
            renderer=RENDERER_VERSION,
            findings=rendering.findings,
            origin=origin,
            by=by,
            at=timezone.now(),
            reason=reason,
        )
        for pk, rendering in zip(changed, render_many([data[pk] for pk in changed]), strict=True)
    ]
    Edition.objects.bulk_create(made)
    Page.objects.filter(pk__in=changed).update(lock_version=F("lock_version") + 1)
    events.record_many(made, verb="saved", by=by, reason=reason)
    new = {edition.page_id: edition for edition in made}
    return [(new[pk], True) if pk in new else (last[pk], False) for pk in ids]


def _newest_of(pages: Collection[int]) -> dict[int, Edition]:
    newer = Edition.objects.filter(page=OuterRef("page"), number__gt=OuterRef("number"))
    return {edition.page_id: edition for edition in Edition.objects.filter(~Exists(newer), page__in=pages)}


def _is_same(edition: Edition, data: snapshot.Snapshot) -> bool:
    return snapshot.canonical(edition.snapshot) == snapshot.canonical(data)


@transaction.atomic
def restore(*, edition: Edition, by, reason: str) -> Edition:
    """Bring an old edition back as the working copy, as a new draft. Readers see it only when it is published."""
    page = edition.page.as_kind()
    snapshot.load(page, edition.snapshot)
    restored, _ = freeze(page=page, by=by, reason=reason or f"Restored edition {edition.number}")
    events.record(subject=page.uid, verb="restored", by=by, reason=reason, edition=edition)
    return restored


def newest(page: Page) -> Edition | None:
    """The edition that holds the present working copy."""
    return page.editions.order_by("-number").first()
