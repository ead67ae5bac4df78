"""What was read from the database for one generation of the library, kept in the memory of a process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Rows by key, the ones asked for most lately; never more than ``most``, however large the library. Safe for
    threads.

    A publish raises the generation in its own transaction, so what is kept for a generation stays true of it; rows of
    an older one are not asked for again and make room.
    """

    def __init__(self, read: Callable[[Collection[K]], dict[K, V]], *, most: int) -> None:
        """``read`` is one query for all keys it is given; keys it does not answer are known to be missing."""
        self._read, self._most = read, most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, K], V | None] = OrderedDict()

    def get(self, keys: Iterable[K], generation: int) -> dict[K, V]:
        """The rows that there are, by key. At most one query: for those not in memory."""
        wanted = set(keys)
        found: dict[K, V | None] = {}
        with self._lock:
            for key in wanted:
                if (generation, key) in self._kept:
                    self._kept.move_to_end((generation, key))
                    found[key] = self._kept[generation, key]
        missing = wanted - found.keys()
        if missing:
            read = self._read(missing)
            found |= {key: read.get(key) for key in missing}
            self._keep({(generation, key): read.get(key) for key in missing})
        return {key: row for key, row in found.items() if row is not None}

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def _keep(self, rows: dict[tuple[int, K], V | None]) -> None:
        with self._lock:
            self._kept |= rows
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class Recent(Generic[K, V]):
    """What was made of things that never change, the ones asked for most lately. Safe for threads.

    What changes with a publish has the generation in its key.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What was made for this key, now or before."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
