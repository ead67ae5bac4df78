"""Changes to shared records (sources, topics, places, people, pictures, identity): one function, one event, one
new generation."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F

from articles import events
from articles.models import Library, Place, SiteIdentity


@transaction.atomic
def save_shared(record: models.Model, *, by, reason: str = "") -> None:
    """Save a shared record; readers see it on their next request."""
    record.save()
    touched(record, by=by, reason=reason)


@transaction.atomic
def delete_shared(record: models.Model, *, by, reason: str = "") -> None:
    """Delete a shared record that nothing refers to."""
    _note(record, "deleted", by, reason)
    record.delete()


def choose_place(place: Place, *, by, reason: str = "") -> None:
    """Make this the place whose numbers and words readers see."""
    identity = SiteIdentity.load()
    identity.place = place
    save_shared(identity, by=by, reason=reason)


def touched(record: models.Model, *, by, reason: str = "") -> None:
    """Note that a shared record was saved, and make every cached page old. Call inside the saving transaction."""
    _note(record, "saved", by, reason)


def _note(record: models.Model, verb: str, by, reason: str) -> None:
    name = getattr(record, "key", "") or str(record.pk)
    events.record(subject=f"{record._meta.model_name}:{name}", verb=verb, by=by, reason=reason)
    Library.objects.filter(pk=1).update(generation=F("generation") + 1)
