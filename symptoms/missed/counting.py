"""Counts missed words in this process's memory; now and then a thread writes them all at once.

So a search never waits for a write, and what is written together came from many searches, not from one reader's.
What a failing write or a killed process loses is lost: these are counts.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
from collections.abc import Iterable
from threading import Lock, Thread

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from symptoms.missed import store
from symptoms.missed.words import missed_words
from symptoms.search.find import SearchResults

LONGEST_WAIT = dt.timedelta(seconds=60)
MOST_WAITING = 500
"""So many different words are written without waiting longer, which bounds the memory."""

log = logging.getLogger("legwise.missed")


class Waiting:
    """Counts that are not written yet: (day, word) → how often, and in which hours."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: store.Counts = {}
        self._since: dt.datetime | None = None

    def add(self, words: Iterable[str], now: dt.datetime) -> bool:
        """Count each word once; returns whether it is time to write."""
        now = now.astimezone(dt.UTC)
        with self._lock:
            for word in words:
                count, hours = self._counts.get((now.date(), word), (0, 0))
                self._counts[now.date(), word] = (count + 1, hours | 1 << now.hour)
                self._since = self._since or now
            waited = self._since is not None and now - self._since >= LONGEST_WAIT
            return waited or len(self._counts) >= MOST_WAITING

    def take(self) -> store.Counts:
        """Everything that waits, which then waits no more."""
        with self._lock:
            taken, self._counts, self._since = self._counts, {}, None
            return taken


waiting = Waiting()


def count_missed(query: str, found: SearchResults) -> None:
    """Count the words that this search missed. The query itself goes no further than this function."""
    if settings.LEGWISE_COUNT_MISSED_WORDS and waiting.add(missed_words(query, found), timezone.now()):
        Thread(target=_write_aside, name="missed-words").start()


def write_waiting() -> None:
    """Write what waits. A failure loses the counts and is logged without a word of them."""
    counts = waiting.take()
    if not counts:
        return
    try:
        store.add(counts)
    except DatabaseError as error:
        # Its text and its traceback may hold words, so only its kind is told.
        log.error("counts of missed words are lost: %s", type(error).__name__)


def _write_aside() -> None:
    try:
        write_waiting()
    finally:
        connection.close()  # this thread's own


atexit.register(write_waiting)
