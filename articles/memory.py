"""What was read from the database for one generation of the library, kept in the memory of a process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def digest(*values: object) -> bytes:
    """A name for these values that no others have: plain ones (texts, numbers, times, tuples of them), or dataclasses
    of such. What says less than everything by its ``repr`` would be mistaken for another.
    """
    return blake2b(repr(values).encode(), digest_size=16, usedforsecurity=False).digest()


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
                place = (generation, key)
                if place in self._kept:
                    self._kept.move_to_end(place)
                    found[key] = self._kept[place]
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

    What changes with a publish has the generation in its key. ``most`` is the sum of the ``size`` of all that is kept:
    their number, where nothing else is said.
    """

    def __init__(self, *, most: int, size: Callable[[V], int] = lambda _made: 1) -> None:
        self._most, self._size = most, size
        self._held = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V], *, still: Callable[[V], bool] = lambda _made: True) -> V:
        """What was made for this key, now or before (never ``None``); before only where that ``still`` holds."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is not None and still(kept):
            return kept
        made = make()
        with self._lock:
            if key in self._kept:
                self._held -= self._size(self._kept.pop(key))
            self._kept[key] = made
            self._held += self._size(made)
            while self._held > self._most:
                self._held -= self._size(self._kept.popitem(last=False)[1])
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._held = 0
