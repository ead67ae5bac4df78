"""Words that readers searched for in vain: a word, a day, a count. Nothing about a search or a reader."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import add

from django.db import models
from django.db.models import Count, F, Max, Q, Sum, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber

from symptoms.models.search import SearchTerm, SearchWord

HOURS_TO_KEEP = 10
"""A word that stands on no live page is kept when it came in so many hours of one day: then it is no one person's."""
DAYS_SHOWN = 30
"""Staff see the counts of so many days."""


class MissedWordQuerySet(models.QuerySet["MissedWord"]):
    """The questions that are asked of these counts."""

    def kept(self) -> MissedWordQuerySet:
        """Rows that staff may see and that outlive the night: common words, or words of our live pages."""
        live_terms = SearchTerm.objects.filter(pages__gt=0).values("term")
        ours = SearchWord.objects.filter(term__in=live_terms).values("word")
        return self.alias(hours_seen=_hours_seen()).filter(Q(word__in=ours) | Q(hours_seen__gte=HOURS_TO_KEEP))

    def by_word(self, today: dt.date) -> MissedWordQuerySet:
        """One row a word that may be seen, with ``total``, ``days`` and ``last_day`` of the last 30 days."""
        recent = self.kept().filter(day__gt=today - dt.timedelta(days=DAYS_SHOWN))
        place = Window(RowNumber(), partition_by="word", order_by=F("day").desc())
        return recent.annotate(
            total=Window(Sum("count"), partition_by="word"),
            days=Window(Count("day"), partition_by="word"),
            last_day=Window(Max("day"), partition_by="word"),
            place=place,
        ).filter(place=1)


def _hours_seen() -> Combinable:
    """How many of the 24 bits are set, in words that SQLite and PostgreSQL share."""
    return reduce(add, (F("hours").bitrightshift(hour).bitand(1) for hour in range(24)))


class MissedWord(models.Model):
    """How often one word was missed on one day.

    There is no field for a query, an address, a session or a time. The row's number is drawn by lot where rows are
    made (:mod:`symptoms.missed.store`), so that not even their order tells which words were typed together.
    """

    word = models.CharField(max_length=60)
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField(default=0)
    hours = models.PositiveIntegerField(default=0, help_text="One bit for each hour (UTC) the word was typed in.")

    objects = MissedWordQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = "word readers miss"
        verbose_name_plural = "words readers miss"
        constraints = [
            models.UniqueConstraint(fields=["word", "day"], name="missed_word_once_a_day"),
            models.CheckConstraint(condition=Q(hours__lt=2**24), name="missed_word_hours_of_a_day"),
        ]

    def __str__(self) -> str:
        return self.word
