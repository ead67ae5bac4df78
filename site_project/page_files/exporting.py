"""One export, and one after each publish."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import Error, connection

from articles.models.live import Library
from site_project.page_files import ExportError
from site_project.page_files.addresses import addresses, file_of
from site_project.page_files.links import Copy, rewritten, script_assets, style_assets, used_by
from site_project.page_files.place import Place
from site_project.page_files.reading import Found, Origin, Reader, asset, origin
from site_project.page_files.tree import Tree

EVERY = 1.0
"""Seconds between two looks at the generation."""
AGAIN_AFTER = 15.0
"""Seconds until a failed export is tried again."""
A_DAY = 24 * 60 * 60
"""Some pages change without a publish: ``security.txt`` names a later day, an examples page the last check."""
_TRIES = 5

_log = logging.getLogger("legwise.page_files")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Report:
    """What one export did. Its pages are true until ``ends`` (seconds since 1970) if nobody publishes."""

    generation: int
    files: int
    written: int
    bytes: int
    ends: float


class Stopped(Exception):
    """Somebody asked to stop; the tree before is still shown."""


class _Published(Exception):
    """Somebody published while the pages were made: some are of the library before, some of the one after."""


class Exporter:
    """Writes the library to one place, in one of two forms.

    A *copy* works from any folder and without a server: links are relative and name files. ``as_served`` leaves every
    page as the site sends it, for a web server that stands in front of the site under the site's own name.
    """

    def __init__(self, folder: Path, *, as_served: bool, progress: Progress, stop: threading.Event) -> None:
        self.place = Place(folder)
        self._as_served, self._progress, self._stop = as_served, progress, stop

    def export(self) -> Report:
        """Write everything and show it; :class:`ExportError` where that cannot be done."""
        self.place.check()
        with self.place.alone():
            for _ in range(_TRIES):
                try:
                    return self._write()
                except _Published:
                    continue
        raise ExportError("Somebody published each time while the pages were made. Try again later.")

    def _write(self) -> Report:
        asked_as, generation = origin(), Library.current_generation()
        with self.place.building() as folder:
            tree = Tree(folder, self.place.current())
            ends = self._write_pages(tree, asked_as)
            if Library.current_generation() != generation:
                raise _Published
            tree.finish(generation, "as served" if self._as_served else "relative")
        return Report(generation, len(tree), tree.written, tree.size, ends)

    def _write_pages(self, tree: Tree, asked_as: Origin) -> float:
        """Write the pages and all they use; return when the first of them changes by itself."""
        reader, every, ends = Reader(asked_as), addresses(), float("inf")
        copy = Copy(frozenset(every), asked_as.live, f"{asked_as.scheme}://{asked_as.host}")
        for number, address in enumerate(every, 1):
            if self._stop.is_set():
                raise Stopped
            found = reader.page(address)
            ends = min(ends, found.ends)
            # The list grows while it is read: the first page of a long list leads to the second.
            every += sorted(self._add(tree, address, found, copy).difference(every))
            self._progress("Pages", number, len(every))
        return ends

    def _add(self, tree: Tree, address: str, found: Found, copy: Copy) -> set[str]:
        """Put one file in, and whatever it uses that is not there yet; return further pages of its list."""
        body, used, list_pages = found.body, set[str](), set[str]()
        if found.media_type.startswith("text/html"):
            html = body.decode()
            used, list_pages = used_by(html)
            body = body if self._as_served else rewritten(html, address, copy).encode()
        elif found.media_type.startswith("text/css"):
            used = style_assets(body.decode(), address)
        elif found.media_type.startswith("text/javascript"):
            used = script_assets(body.decode(), address)
        tree.add(file_of(address), body, found.media_type)
        for name in sorted(used):
            if file_of(name) not in tree:
                self._add(tree, name, asset(name), copy)
        return list_pages

    def follow(self) -> Iterator[Report]:
        """Export now, after each publish, when a page changes by itself, and once a day, until stopped.

        What goes wrong is logged and tried again: a mirror must outlive a restart of its database.
        """
        shown, due = None, 0.0
        while not self._stop.is_set():
            try:
                if Library.current_generation() != shown or time.time() >= due:
                    report = self.export()
                    shown, due = report.generation, min(report.ends, time.time() + A_DAY)
                    yield report
                wait = EVERY
            except Stopped:
                return
            except (ExportError, OSError, Error, Library.DoesNotExist) as error:
                _log.error("export failed, will be tried again", exc_info=error)
                wait = AGAIN_AFTER
            finally:
                connection.close()
            self._stop.wait(wait)
