"""Writes the library's history, one line an act."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from articles.models import Edition, Event

COMMAND_LINE = "command line"
"""Stands for a name where no signed-in person acted."""


def display_name(user) -> str:
    """How staff are named in history and on signed pages; the account name where nothing better is known."""
    if user is None:
        return COMMAND_LINE
    person = getattr(user, "person", None)
    return person.name if person else (user.get_full_name() or user.get_username())


def record(*, subject: str, verb: str, by, reason: str = "", edition: Edition | None = None) -> Event:
    """Add one event. ``by`` is a user, or ``None`` for the command line."""
    event = _event(subject, verb, by, reason, edition)
    event.save()
    return event


def record_many(editions: Iterable[Edition], *, verb: str, by, reason: str = "") -> None:
    """Add an event for each of these editions, in their order."""
    Event.objects.bulk_create(_event(edition.page.uid, verb, by, reason, edition) for edition in editions)


def record_shared(subjects: Iterable[str], *, verb: str, by, reason: str = "") -> None:
    """Add an event for each of these shared records, in their order."""
    Event.objects.bulk_create(_event(subject, verb, by, reason, None) for subject in subjects)


def _event(subject: str, verb: str, by, reason: str, edition: Edition | None) -> Event:
    return Event(
        subject=subject,
        verb=verb,
        by=by,
        by_name=display_name(by),
        at=timezone.now(),
        reason=reason,
        edition_number=edition.number if edition else None,
        sha256=edition.sha256 if edition else "",
    )
