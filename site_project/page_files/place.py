"""The name under which web servers find the newest tree.

``DIR`` is a symbolic link to a folder beside it. A finished tree is shown by renaming a new link over the old one,
which is one step: whoever opens a file finds the old tree or the new one, each whole.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from site_project.page_files import ExportError
from site_project.page_files.tree import MANIFEST

_PARTIAL = ".partial"


class Place:
    """``DIR`` and the trees beside it."""

    def __init__(self, folder: Path) -> None:
        # Not resolve(): the link itself is meant, not where it leads.
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - Path.absolute() leaves “..” in
        self._tree = re.compile(rf"{re.escape(self.folder.name)}\.\d{{8}}T\d{{12}}(?:{re.escape(_PARTIAL)})?")

    def check(self) -> None:
        """:class:`ExportError` where something stands there that is not ours."""
        if self.folder.is_symlink():
            target = self.folder.readlink()
            if len(target.parts) == 1 and self._tree.fullmatch(target.name):
                return
        elif not self.folder.exists() or (self.folder.is_dir() and not any(self.folder.iterdir())):
            return
        raise ExportError(f"{self.folder} holds something that is no export. Name another folder, or empty it.")

    def current(self) -> Path | None:
        """The tree that is shown now."""
        return self.folder.resolve() if self.folder.is_symlink() and (self.folder / MANIFEST).is_file() else None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold off other exports to the same place; :class:`ExportError` when one is at work."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / f".{self.folder.name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ExportError(f"Another export to {self.folder} is at work.") from None
            yield

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A new folder for a tree, shown at the end; after an error everything is as before."""
        name = f"{self.folder.name}.{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        partial = self.folder.parent / (name + _PARTIAL)
        partial.mkdir()
        try:
            yield partial
            self._show(partial.rename(self.folder.parent / name))
        finally:
            self._remove_old()

    def _show(self, tree: Path) -> None:
        if self.folder.is_dir() and not self.folder.is_symlink():
            self.folder.rmdir()  # the empty folder somebody made for the first export
        link = self.folder.parent / f".{self.folder.name}.link"
        link.unlink(missing_ok=True)
        link.symlink_to(tree.name)
        link.replace(self.folder)

    def _remove_old(self) -> None:
        shown = self.folder.readlink().name if self.folder.is_symlink() else ""
        for path in self.folder.parent.iterdir():
            if self._tree.fullmatch(path.name) and path.name != shown:
                shutil.rmtree(path)
