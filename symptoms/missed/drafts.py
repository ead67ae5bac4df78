"""Gives a page one more name or phrase, as a draft. Readers see it when it is signed and published."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.editions import freeze
from articles.models import Edition, Page
from articles.publishing import Refused
from articles.text import lines

FIELDS = {"lay_names": "Another name", "phrases": "How people describe it"}
"""Where words may be added, and what editors call it."""


def may_change(user, page: Page) -> bool:
    """Whether this user may edit pages of this kind."""
    opts = page.spec.model._meta
    return user.is_active and user.has_perm(f"{opts.app_label}.change_{opts.model_name}")


@transaction.atomic
def add_words(*, page: Page, field: str, words: str, by, lock_version: int | None = None) -> Edition:
    """Add one line to the working copy's ``field`` (a key of :data:`FIELDS`) and freeze it as a draft edition.

    Raises :class:`PermissionDenied` without the right, :class:`Refused` when the page has these words already or,
    with ``lock_version``, has been saved since it had that one.
    """
    if not may_change(by, page):
        raise PermissionDenied(f"{by} may not change pages of this kind.")
    page = Page.objects.select_for_update().get(pk=page.pk)
    if lock_version is not None and page.lock_version != lock_version:
        raise Refused(f"Somebody saved “{page.title}” since you tried this. Try it again, then save.")
    present = lines(getattr(page, field))
    names = [page.title, page.medical_name] if field == "lay_names" else []
    if words.casefold() in {line.casefold() for line in [*present, *names]}:
        raise Refused(f"“{page.title}” has “{words}” already ({FIELDS[field].lower()}).")
    setattr(page, field, "\n".join([*present, words]))
    page.save(update_fields=[field])
    return freeze(page=page, by=by, reason=f"{FIELDS[field]}: “{words}”")[0]
