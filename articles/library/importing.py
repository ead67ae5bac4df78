"""Brings a folder of library files in, all or nothing. Never changes what readers see unless asked to publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from articles import kinds, publishing, snapshot
from articles.editions import freeze
from articles.library import records
from articles.library.files import FileProblem, PageFile, load_yaml, read_page
from articles.library.pictures import load_pictures
from articles.models import Address, Edition, Library, Page
from articles.rendering import errors
from articles.snapshot import Snapshot, SnapshotError

Progress = Callable[[str, int, int], None]


@dataclass
class Outcome:
    """What an import did, by uid."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    unchanged: int = 0
    records: int = 0
    published: int = 0
    skipped: bool = False


class ImportRefused(Exception):
    """Nothing was imported; ``problems`` lists every fault found."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def folder_digest(root: Path) -> str:
    """A hash over every file's path and bytes, to see at a glance that nothing changed."""
    total = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _nothing(step: str, done: int, total: int) -> None:
    """No progress wanted."""


@transaction.atomic
def import_library(
    root: Path, *, by=None, publish: bool = False, despite: str = "", progress: Progress = _nothing
) -> Outcome:
    """Import ``root``. With ``publish``, pages nobody here has touched go live (an operator's choice, see the demo
    setting), ``despite`` what the gates of :mod:`articles.publishing` find.

    A page somebody has edited here is not overwritten in public: the files' words become its newest draft.
    Raises :class:`ImportRefused` with every problem, and :class:`articles.publishing.Refused`.
    """
    digest = folder_digest(root)
    if publish and Library.objects.filter(pk=1, content_digest=digest).exists():
        return Outcome(skipped=True)
    outcome = Outcome(records=_load_records(root, by, names_pages=False))
    load_pictures(root, by=by)
    files = _read(root, progress)
    pages = _create_missing(files, outcome)
    fresh = _load_all(files, pages, by, outcome, progress)
    outcome.records += _load_records(root, by, names_pages=True)
    if publish:
        editions = [edition for edition in fresh if edition is not None]
        progress("Checking", 0, len(editions))
        publishing.publish_many(
            editions=editions,
            by=by,
            reason="from the library files",
            despite=despite,
            progress=_counter("Publishing", len(editions), progress),
        )
        outcome.published = len(editions)
        Library.objects.filter(pk=1).update(content_digest=digest)
    return outcome


def _counter(step: str, total: int, progress: Progress) -> Callable[[object], None]:
    done = 0

    def count(_: object) -> None:
        nonlocal done
        done += 1
        progress(step, done, total)

    return count


def _load_records(root: Path, by, *, names_pages: bool) -> int:
    changed = 0
    for file in records.every():
        path = root / file.name
        if file.names_pages is names_pages and path.exists():
            data, at = load_yaml(path.read_text(encoding="utf-8"), file.name)
            try:
                changed += file.load(data or [], by)
            except records.RecordProblem as fault:
                line = at.get(f"{fault.record}.{fault.field}") or at.get(fault.record, 1)
                raise ImportRefused([FileProblem(file.name, line, fault.field, fault.message)]) from None
            except (ValueError, TypeError, AttributeError, ValidationError) as error:
                raise ImportRefused([FileProblem(file.name, 1, "", str(error))]) from None
    return changed


def page_files(root: Path) -> list[Path]:
    """The page files under ``root``, in a stable order."""
    return sorted(path for kind in kinds.every() for path in (root / kind.folder).glob("*.md"))


def _read(root: Path, progress: Progress) -> list[PageFile]:
    found, problems, paths = [], [], page_files(root)
    for number, path in enumerate(paths, 1):
        try:
            found.append(read_page(path, root))
        except FileProblem as problem:
            problems.append(problem)
        progress("Reading", number, len(paths))
    if problems:
        raise ImportRefused(problems)
    return found


def _create_missing(files: Iterable[PageFile], outcome: Outcome) -> dict[str, Page]:
    """Make every page's row first, so that links between new pages find their ends."""
    pages = {page.uid: page for page in Page.objects.all()}
    for file in files:
        data = file.snapshot
        if data["uid"] not in pages:
            if snapshot.slug_is_taken(data):
                raise ImportRefused([file.problem("slug", 1, f"another page has the address “{data['slug']}”")])
            model = kinds.get(data["kind"]).model
            page = model(uid=data["uid"], slug=data["slug"], language=data["language"], title=data["title"])
            page.save()
            pages[data["uid"]] = page
            outcome.created.append(data["uid"])
    return pages


def _load_all(
    files: list[PageFile], pages: dict[str, Page], by, outcome: Outcome, progress: Progress
) -> list[Edition | None]:
    """Load what is new. Returns the editions that may be published: those of pages nobody has touched."""
    made, problems = [], []
    for number, file in enumerate(files, 1):
        try:
            edition = _load_one(file.snapshot, pages[file.snapshot["uid"]].as_kind(), by, outcome)
            made.append(edition)
            problems += [file.problem(f.field, f.line, f.message) for f in errors(edition.findings if edition else [])]
        except SnapshotError as error:
            problems.append(file.problem(error.field, 1, str(error)))
        progress("Importing", number, len(files))
    if problems:
        raise ImportRefused(problems)
    return made


def _load_one(data: Snapshot, page: Page, by, outcome: Outcome) -> Edition | None:
    is_new = data["uid"] in outcome.created
    touched = page.editions.filter(origin=Edition.Origin.EDITOR).exists()
    offered = page.editions.filter(origin=Edition.Origin.LIBRARY)
    seen = {snapshot.canonical(edition.snapshot): edition for edition in offered}
    wanted = _with_pictures(data)
    old = seen.get(snapshot.canonical(wanted))
    if old is not None and (touched or old.number == max(e.number for e in seen.values())):
        # Offered before: what became of it is for the editors here to say.
        outcome.unchanged += 1
        return None if touched else _unless_live(old)
    snapshot.load(page, data)
    edition, fresh = freeze(page=page, by=by, reason="from the library files", origin=Edition.Origin.LIBRARY)
    if touched:
        (outcome.drafted if fresh else []).append(data["uid"])
        outcome.unchanged += not fresh
        return None
    if not is_new:
        outcome.updated.append(data["uid"])
    return _unless_live(edition)


def _with_pictures(data: Snapshot) -> Snapshot:
    return data | {"pictures": snapshot.dump_pictures(data["body"])}


def _unless_live(edition: Edition) -> Edition | None:
    """An edition to publish, unless it is live or its page was withdrawn here."""
    address = Address.objects.filter(page=edition.page_id, is_current=True).first()
    if address is not None and (address.edition_id is None or address.edition_id == edition.pk):
        return None
    return edition
