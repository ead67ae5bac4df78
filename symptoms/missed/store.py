"""Writes counts of missed words, and forgets them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from symptoms.models.missed import MissedWord

Counts = dict[tuple[dt.date, str], tuple[int, int]]
"""(day, word) → how often, and the hours as bits."""

DAYS_KEPT = 90
MOST_A_DAY = 2_000
"""So many different words of one day are stored, so that a flood of made-up ones cannot fill the database."""


@transaction.atomic
def add(counts: Counts) -> None:
    """Add these counts to what is stored. Several processes may do so at once: each is added."""
    by_day: defaultdict[dt.date, dict[str, tuple[int, int]]] = defaultdict(dict)
    for (day, word), seen in counts.items():
        by_day[day][word] = seen
    for day, words in sorted(by_day.items()):
        _add_day(day, words)


def _add_day(day: dt.date, words: Mapping[str, tuple[int, int]]) -> None:
    """Make the rows that are missing, then add to all. In the order of the words, so that two processes which write
    the same ones wait for each other and never both."""
    rows = MissedWord.objects.filter(day=day)
    known = set(rows.filter(word__in=words).values_list("word", flat=True))
    room = max(0, MOST_A_DAY - rows.count())
    new = [MissedWord(pk=_lot(), word=word, day=day) for word in sorted(words.keys() - known)[:room]]
    MissedWord.objects.bulk_create(new, ignore_conflicts=True)
    list(rows.filter(word__in=words).order_by("word").select_for_update())
    alike: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for word, seen in words.items():
        alike[seen].append(word)
    for (count, hours), same in alike.items():
        rows.filter(word__in=same).update(count=F("count") + count, hours=F("hours").bitor(hours))


def _lot() -> int:
    """A row number that says nothing; 53 bits, which every program reads exactly."""
    return 1 + secrets.randbelow(2**53 - 1)


@transaction.atomic
def forget_rare_words(today: dt.date) -> int:
    """Delete what may not stay: past days' rare words (:meth:`MissedWordQuerySet.kept` says which are not), and all
    that is 90 days old. ``today`` is the day in UTC. Returns how many rows went."""
    past = MissedWord.objects.filter(day__lt=today)
    old, _ = past.filter(day__lte=today - dt.timedelta(days=DAYS_KEPT)).delete()
    rare, _ = past.exclude(pk__in=past.kept().values("pk")).delete()
    return old + rare
