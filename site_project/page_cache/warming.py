"""Makes pages again after a publish, before a reader asks: one thread in each process, one page at a time."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable

from site_project.page_cache.generation import Generation
from site_project.page_cache.shelf import Key, Shelf

EVERY = 0.5
"""Seconds between two looks at the generation: a publish shows within a second even where only this thread looks."""
MOST = 300
"""Pages made again after one publish, the ones asked for last first. The others wait for their next reader."""

_log = logging.getLogger("legwise.page_cache")


class Warmer:
    """Looks whether pages have become untrue and makes them again."""

    def __init__(self, shelf: Shelf, generation: Generation, make: Callable[[Key], None]) -> None:
        self._shelf, self._generation, self._make = shelf, generation, make
        self._end = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def start_once(self) -> None:
        """Begin, in the process that serves readers (gunicorn's workers are made by forking)."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="page-cache-warmer", daemon=True)
                    self._thread.start()
                    atexit.register(self.stop)

    def stop(self) -> None:
        """End after the page that is being made."""
        self._end.set()
        if self._thread:
            self._thread.join(5)

    def _run(self) -> None:
        while not self._end.wait(EVERY):
            try:
                self.look()
            except Exception as error:
                # Whatever it was: where only this thread looks at the generation, it must look again.
                _log.error("warming failed", exc_info=error)

    def look(self) -> None:
        """Look once; make what has become untrue, and forget what is too much to make."""
        generation = self._generation.ask()
        if generation is None:
            return
        untrue = self._shelf.untrue(generation, time.time())
        for key in untrue[MOST:]:
            self._shelf.drop(key)
        began, made = time.perf_counter(), 0
        for key in untrue[:MOST]:
            if self._end.is_set() or self._generation.ask() != generation:
                break
            self._make_gently(key)
            made += 1
        if made:
            _log.info("warmed", extra={"fields": {"pages": made, "ms": round((time.perf_counter() - began) * 1000)}})

    def _make_gently(self, key: Key) -> None:
        """Make one page, then rest as long as that took: readers come first."""
        began = time.perf_counter()
        try:
            self._make(key)
        except Exception as error:
            # Not tried again and again: its next reader will see what is wrong.
            self._shelf.drop(key)
            raise RuntimeError("a page could not be made") from error
        self._end.wait(min(time.perf_counter() - began, 1))
