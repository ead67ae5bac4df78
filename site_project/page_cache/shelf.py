"""The pages one process keeps: the ones asked for most lately, never more than so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple

from site_project.page_cache.page import Page


class Key(NamedTuple):
    """What a page is found by. Nothing else of a request may change a kept page."""

    scheme: str
    host: str
    path: str
    query: str = ""


class Shelf:
    """Pages by key, also those of an older generation, until the room is needed. Safe for threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, tuple[Page, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: Key) -> Page | None:
        """The page, which is now the one asked for last."""
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return None
            self._pages.move_to_end(key)
            return found[0]

    def peek(self, key: Key) -> Page | None:
        """The page, without counting as a reader's wish."""
        with self._lock:
            found = self._pages.get(key)
            return found[0] if found else None

    def put(self, key: Key, page: Page) -> None:
        """Keep the page, or weigh it again; the ones not asked for longest make room."""
        size = page.size()
        if size > self._most_bytes:
            self.drop(key)
            return
        with self._lock:
            known = self._pages.get(key)
            self._pages[key] = (page, size)
            self.bytes += size - (known[1] if known else 0)
            while self.bytes > self._most_bytes:
                self.bytes -= self._pages.popitem(last=False)[1][1]

    def drop(self, key: Key) -> None:
        """Keep that page no longer."""
        with self._lock:
            found = self._pages.pop(key, None)
            self.bytes -= found[1] if found else 0

    def untrue(self, generation: int, now: float) -> list[Key]:
        """Keys of pages that have to be made again, the ones asked for last first."""
        with self._lock:
            return [key for key, (page, _) in reversed(self._pages.items()) if not page.is_true(generation, now)]
