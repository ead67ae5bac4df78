"""Questions to the database whose SQL is put together once: for Django that takes longer than the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_FIRST_INT = -(2**31)
"""Stand-ins are numbers that no row has, or words that no address has."""


class Prepared:
    """Rows of a ``values_list`` that is asked again and again with other values.

    ``question`` builds it from values of the types in ``values``; it must use each of them as it is given, and nothing
    that changes with time. The SQL is the one Django makes for this database.
    """

    def __init__(self, question: Callable[..., QuerySet], **values: type[int] | type[str]) -> None:
        self._question = question
        self._stand_ins: dict[str, int | str] = {
            name: _FIRST_INT + number if kind is int else f"\ue000{name}"
            for number, (name, kind) in enumerate(values.items())
        }
        self._lock = threading.Lock()
        self._sql = ""
        self._params: list[tuple[str, Any]] = []
        self._converters: list[tuple[int, list[Callable[..., Any]], Any]] = []

    def ask(self, **values: int | str) -> Sequence[Sequence[Any]]:
        """The rows for these values (one query)."""
        if not self._sql:
            self._put_together()
        params = [values[name] if name else constant for name, constant in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self._converters else rows

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        found = list(row)
        for place, converters, expression in self._converters:
            for convert in converters:
                found[place] = convert(found[place], expression, connection)
        return found

    def _put_together(self) -> None:
        compiler = self._question(**self._stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {value: name for name, value in self._stand_ins.items()}
        given = [(names.get(param, ""), param) for param in params]
        if missing := [names[value] for value in names.keys() - set(params)]:
            raise ValueError(f"the question does not use {', '.join(missing)}")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        with self._lock:
            self._params = given
            self._converters = [(place, *made) for place, made in converters.items()]
            self._sql = sql  # last: who sees it sees the rest
