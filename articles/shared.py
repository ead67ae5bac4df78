"""Changes to shared records (sources, topics, places, people, pictures, identity): one function, one event, one
new generation."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import F

from articles import events
from articles.models import Library, Place, SiteIdentity


def save_shared(record: models.Model, *, by, reason: str = "") -> None:
    """Save a shared record; readers see it on their next request."""
    save_many([record], by=by, reason=reason)


@transaction.atomic
def save_many(records: Sequence[models.Model], *, by, reason: str = "") -> None:
    """The same for records of one model: an event each, one new generation for all."""
    if not records:
        return
    new = [record for record in records if record._state.adding]
    for record in records:
        if not record._state.adding:
            record.save()
    type(records[0])._default_manager.bulk_create(new)
    _note(records, "saved", by, reason)


@transaction.atomic
def delete_shared(record: models.Model, *, by, reason: str = "") -> None:
    """Delete a shared record that nothing refers to."""
    _note([record], "deleted", by, reason)
    record.delete()


def choose_place(place: Place, *, by, reason: str = "") -> None:
    """Make this the place whose numbers and words readers see."""
    identity = SiteIdentity.load()
    identity.place = place
    save_shared(identity, by=by, reason=reason)


def _note(records: Sequence[models.Model], verb: str, by, reason: str) -> None:
    subjects = [f"{record._meta.model_name}:{getattr(record, 'key', '') or record.pk}" for record in records]
    events.record_shared(subjects, verb=verb, by=by, reason=reason)
    Library.objects.filter(pk=1).update(generation=F("generation") + 1)
