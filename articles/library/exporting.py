"""Writes the library as files: what editors have now, live or not. The folder must be empty or hold an older export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from articles import kinds, snapshot
from articles.library import records
from articles.library.files import dump_page, dump_yaml
from articles.library.pictures import dump_pictures
from articles.models import Page


def export_library(root: Path, *, progress: Callable[[str, int, int], None]) -> int:
    """Write every page and shared record under ``root``; files of pages that no longer exist are removed.

    Returns the number of pages.
    """
    root.mkdir(parents=True, exist_ok=True)
    for file in records.every():
        rows = file.dump()
        if rows:
            (root / file.name).write_text(dump_yaml(rows), encoding="utf-8")
    dump_pictures(root)
    for kind in kinds.every():
        for path in (root / kind.folder).glob("*.md"):
            path.unlink()
    pages = list(Page.objects.order_by("uid"))
    for number, page in enumerate(pages, 1):
        path = root / f"{page.uid}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(dump_page(snapshot.dump(page)), encoding="utf-8")
        progress("Writing", number, len(pages))
    return len(pages)
