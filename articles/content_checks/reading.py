"""Where the pages to check come from: the working copies in the database, or a folder of library files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from articles import kinds, snapshot
from articles.content_checks.findings import Finding
from articles.content_checks.shelf import Card, Shelf, SourceCard, card_of
from articles.drawings import read_drawing
from articles.library.files import FileProblem, PageFile, load_yaml, read_page
from articles.library.importing import page_files
from articles.markdown.parse import drawing_names, picture_hashes
from articles.models import Page, Source
from articles.pictures import UploadRefused
from articles.text import lines

Progress = Callable[[str, int, int], None]
NONE_KNOWN = Path(__file__).parent / "none_known.yaml"


@dataclass
class Library:
    """All snapshots, and the shelf they make. ``files`` tells where each page stands, if it is a file."""

    snapshots: list[dict[str, Any]]
    shelf: Shelf
    root: Path | None = None
    files: dict[str, PageFile] = field(default_factory=dict)

    def place(self, finding: Finding) -> str:
        """Where a finding stands: ``path:line`` in a folder, else the field and its line."""
        file = self.files.get(finding.page)
        if self.root is None or file is None:
            return finding.where
        line = _file_line(file, self.root, finding)
        return f"{file.path}:{line}: {finding.where}"


@cache
def none_known() -> dict[str, dict[str, str]]:
    """The list of what has been looked for and does not exist."""
    rows, _ = load_yaml(NONE_KNOWN.read_text(encoding="utf-8"), NONE_KNOWN.name)
    return rows


def from_database(progress: Progress) -> Library:
    """The working copies, as editors have them now."""
    pages = list(Page.objects.order_by("uid"))
    snapshots = []
    for number, page in enumerate(pages, 1):
        snapshots.append(snapshot.dump(page))
        progress("Reading", number, len(pages))
    cards = {data["uid"]: card_of(data) for data in snapshots}
    return Library(snapshots, Shelf(cards, _sources_in_database(), none_known()))


def shelf_from_database() -> Shelf:
    """The shelf alone, for the checks of a single page: a few queries, whatever the number of pages."""
    levels: dict[str, str] = {}
    for spec in kinds.every():
        if any(f.name == "level" for f in spec.fields):
            levels |= {page.uid: getattr(page, "level") for page in spec.model._default_manager.all()}  # noqa: B009 - only the kind's table has it, which types cannot know
    rows = Page.objects.values_list("uid", "kind", "title", "medical_name", "lay_names")
    cards = {
        uid: Card(kind, title, tuple(filter(None, [medical, *lines(lay)])), levels.get(uid, ""))
        for uid, kind, title, medical, lay in rows
    }
    return Shelf(cards, _sources_in_database(), none_known())


def _sources_in_database() -> dict[str, SourceCard]:
    rows = Source.objects.order_by("key")
    return {s.key: SourceCard(s.title, s.publisher, s.url, s.year, s.checked_on) for s in rows}


def from_folder(root: Path, progress: Progress) -> Library:
    """The files under ``root``; no database is asked. Raises :class:`FileProblem` for one that cannot be read."""
    files, paths = {}, page_files(root)
    alts = _alt_texts(root)
    for number, path in enumerate(paths, 1):
        file = read_page(path, root)
        shown = picture_hashes(file.snapshot["body"]) + drawing_names(file.snapshot["body"])
        file.snapshot["pictures"] = {key: {"alt": alts[key]} for key in shown if key in alts}
        files[file.snapshot["uid"]] = file
        progress("Reading", number, len(paths))
    snapshots = [file.snapshot for file in files.values()]
    cards = {data["uid"]: card_of(data) for data in snapshots}
    return Library(snapshots, Shelf(cards, _sources_in_folder(root), none_known()), root, files)


def _rows(root: Path, name: str) -> list[dict[str, Any]]:
    path = root / name
    if not path.exists():
        return []
    rows, _ = load_yaml(path.read_text(encoding="utf-8"), name)
    if not all(isinstance(row, dict) and "id" in row for row in rows or []):
        raise FileProblem(name, 1, "", "each record has an “id”")
    return rows or []


def _alt_texts(root: Path) -> dict[str, str]:
    alts = {row["id"]: row.get("alt", "") for row in _rows(root, "pictures.yaml")}
    for path in (root / "drawings").glob("*.svg"):
        try:
            alts[path.stem] = read_drawing(path.read_bytes()).alt
        except UploadRefused as error:
            raise FileProblem(f"drawings/{path.name}", 1, "", str(error)) from None
    return alts


def _sources_in_folder(root: Path) -> dict[str, SourceCard]:
    return {row["id"]: _source_card(row) for row in _rows(root, "sources.yaml")}


def _source_card(row: dict[str, Any]) -> SourceCard:
    checked = row.get("checked_on")
    on = dt.date.fromisoformat(checked) if checked else None
    return SourceCard(row.get("title", ""), row.get("publisher", ""), row.get("url", ""), row.get("year"), on)


def _file_line(file: PageFile, root: Path, finding: Finding) -> int:
    line = file.problem(finding.field, finding.line, "").line
    name, _, relation = finding.field.partition(".")
    if name == "body" or not finding.line or name not in file.at:
        return line
    rows = (root / file.path).read_text(encoding="utf-8").splitlines()
    at = rows.index(f"  {relation}:", line) + 1 if relation else line
    starts = "    - " if relation else "  - "
    return [number for number in range(at, len(rows)) if rows[number].startswith(starts)][finding.line - 1] + 1
