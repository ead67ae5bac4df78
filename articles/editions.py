"""Freezes the working copy: every real change becomes a numbered edition, no change makes none."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from articles import events, snapshot
from articles.markdown.render import RENDERER_VERSION
from articles.models import Edition, Page
from articles.rendering import render
from articles.upcast import SCHEMA


@transaction.atomic
def freeze(*, page: Page, by, reason: str = "", origin: str = Edition.Origin.EDITOR) -> tuple[Edition, bool]:
    """Freeze the working copy of ``page`` as it is in the database.

    Returns the newest edition and whether it is new. Nothing is written when the canonical text has not changed.
    Never changes what the public sees.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    data = snapshot.dump(page)
    text = snapshot.canonical(data)
    sha = snapshot.digest(text)
    newest = page.editions.order_by("-number").first()
    if newest is not None and snapshot.canonical(newest.snapshot) == text:
        return newest, False
    rendering = render(data)
    edition = Edition.objects.create(
        page=page,
        number=(page.editions.aggregate(top=Max("number"))["top"] or 0) + 1,
        schema=SCHEMA,
        canonical=text,
        sha256=sha,
        brief=rendering.brief,
        rendered=rendering.parts,
        renderer=RENDERER_VERSION,
        findings=rendering.findings,
        origin=origin,
        by=by,
        at=timezone.now(),
        reason=reason,
    )
    Page.objects.filter(pk=page.pk).update(lock_version=F("lock_version") + 1)
    events.record(subject=page.uid, verb="saved", by=by, reason=reason, edition=edition)
    return edition, True


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
