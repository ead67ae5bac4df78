"""The number that names the present state of the library, asked with as little work as each database allows.

SQLite: read at each request, on a connection of its own (a few microseconds), so a publish shows on the next request.
PostgreSQL: read twice a second by the thread that also warms (:mod:`.warming`), so it shows within a second.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, connection

from articles.models.live import Library

BELIEVED_FOR = 60 * 60
"""Seconds that pages in memory are served while the database does not answer. Nobody can publish or withdraw through
it meanwhile; but a site that is cut off from its database must not show yesterday's library for ever."""

_FAILURES = (Error, sqlite3.Error, ObjectDoesNotExist)
_log = logging.getLogger("legwise.errors")


class Generation:
    """The generation as ``read`` gives it, and the last one known when ``read`` fails."""

    def __init__(self, read: Callable[[], int], *, each_time: bool) -> None:
        """With ``each_time`` every request reads; without, somebody calls :meth:`ask` often enough."""
        self._read = read
        self._each_time = each_time
        self._number: int | None = None
        self._answered = 0.0
        self._failing = False

    def now(self) -> int | None:
        """The number for answering a request; ``None`` when it is not known, or not known any more."""
        if self._each_time or self._number is None:
            self.ask()
        return self._number if time.monotonic() - self._answered < BELIEVED_FOR else None

    def ask(self) -> int | None:
        """The number as the database has it at this moment; ``None`` when it does not answer."""
        try:
            number = self._read()
        except _FAILURES as error:
            if not self._failing:
                _log.error("database unavailable, pages in memory are served", exc_info=error)
            self._failing = True
            return None
        self._number, self._answered, self._failing = number, time.monotonic(), False
        return number


class SQLiteReader:
    """Reads the generation on a connection that stays open and cannot write."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._question = f"SELECT generation FROM {Library._meta.db_table} WHERE id = 1"  # noqa: S608 - a name of ours

    def __call__(self) -> int:
        """The number; :class:`sqlite3.Error` or :class:`ObjectDoesNotExist` when there is none."""
        try:
            with self._lock:
                opened = self._connection or self._open()
                row = opened.execute(self._question).fetchone()
        except sqlite3.Error:
            self.close()  # the next look begins anew
            raise
        if row is None:
            raise Library.DoesNotExist
        return int(row[0])

    def _open(self) -> sqlite3.Connection:
        # Not mode=ro: a read-only connection cannot make the files beside a database in WAL mode when they are missing.
        opened = self._connection = sqlite3.connect(
            f"file:{quote(self._path)}?mode=rw", uri=True, timeout=1, isolation_level=None, check_same_thread=False
        )
        opened.execute("PRAGMA query_only = 1")
        return opened

    def close(self) -> None:
        """Give the connection back; the next look opens another."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def read_through_django() -> int:
    """The number on a connection of Django's, given back at once."""
    try:
        return Library.current_generation()
    finally:
        connection.close()


def of_database() -> Generation:
    """How the default database is asked."""
    settings: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return Generation(SQLiteReader(str(settings["NAME"])), each_time=True)
    return Generation(read_through_django, each_time=False)
