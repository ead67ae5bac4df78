"""Brings a folder of library files in, all or nothing. Never changes what readers see unless asked to publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from articles import kinds, publishing, snapshot
from articles.editions import freeze_many
from articles.library import records
from articles.library.files import FileProblem, PageFile, load_yaml, read_page
from articles.library.pictures import load_pictures
from articles.models import Address, Edition, Library, Page
from articles.models.page import as_kinds
from articles.publishing import TOGETHER
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
    editions = _load_all(files, pages, by, outcome, progress)
    outcome.records += _load_records(root, by, names_pages=True)
    if publish:
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
    taken = {(page.kind, page.language, page.slug) for page in pages.values()}
    for file in files:
        data = file.snapshot
        if data["uid"] not in pages:
            if snapshot.address_of(data) in taken:
                raise ImportRefused([file.problem("slug", 1, f"another page has the address “{data['slug']}”")])
            model = kinds.get(data["kind"]).model
            page = model(uid=data["uid"], slug=data["slug"], language=data["language"], title=data["title"])
            page.save()
            pages[data["uid"]] = page
            taken.add(snapshot.address_of(data))
            outcome.created.append(data["uid"])
    return pages


def _load_all(files: list[PageFile], pages: dict[str, Page], by, outcome: Outcome, progress: Progress) -> list[Edition]:
    """Load what is new. Returns the editions that may be published: those of pages nobody has touched."""
    made: list[Edition] = []
    problems: list[FileProblem] = []
    created = frozenset(outcome.created)
    for start in range(0, len(files), TOGETHER):
        some = files[start : start + TOGETHER]
        loaded = _load_some(some, as_kinds([pages[file.snapshot["uid"]] for file in some]), by, created, outcome)
        for file, found in zip(some, loaded, strict=True):
            if isinstance(found, SnapshotError):
                problems.append(file.problem(found.field, 1, str(found)))
            elif found is not None:
                made.append(found)
                problems += [file.problem(f.field, f.line, f.message) for f in errors(found.findings)]
        progress("Importing", start + len(some), len(files))
    if problems:
        raise ImportRefused(problems)
    return made


def _load_some(
    files: Sequence[PageFile], pages: Sequence[Page], by, created: Collection[str], outcome: Outcome
) -> list[Edition | SnapshotError | None]:
    """For each file the edition that may be published, nothing where none may, or what is wrong."""
    history = _History.of(pages)
    pictures = snapshot.dump_pictures([file.snapshot["body"] for file in files])
    found: dict[str, Edition | SnapshotError | None] = {}
    new: list[snapshot.Wanted] = []
    for file, page, shown in zip(files, pages, pictures, strict=True):
        if old := history.offered_before(page, file.snapshot | {"pictures": shown}):
            found[page.uid] = history.to_publish(old)
            outcome.unchanged += 1
        else:
            new.append((page, file.snapshot))
    found |= snapshot.load_many(new)
    loaded = [page for page, _ in new if page.uid not in found]
    frozen = freeze_many(pages=loaded, by=by, reason="from the library files", origin=Edition.Origin.LIBRARY)
    for page, (edition, is_new) in zip(loaded, frozen, strict=True):
        found[page.uid] = history.to_publish(edition)
        if page.pk in history.touched:
            outcome.drafted += [page.uid] if is_new else []
            outcome.unchanged += not is_new
        elif page.uid not in created:
            outcome.updated.append(page.uid)
    return [found[page.uid] for page in pages]


@dataclass(frozen=True)
class _History:
    """What became of some pages until now, by the ids of their rows.

    ``touched`` are those that somebody edited here, ``offered`` their editions from files by canonical text, ``served``
    the editions that their addresses serve, ``None`` where the page was withdrawn.
    """

    touched: frozenset[int]
    offered: dict[int, dict[str, Edition]]
    served: dict[int, int | None]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> _History:
        """Read it (three queries)."""
        ids = [page.pk for page in pages]
        editions = Edition.objects.filter(page__in=ids)
        touched = editions.filter(origin=Edition.Origin.EDITOR).order_by().values_list("page", flat=True).distinct()
        offered: dict[int, dict[str, Edition]] = {}
        for edition in editions.filter(origin=Edition.Origin.LIBRARY):
            offered.setdefault(edition.page_id, {})[snapshot.canonical(edition.snapshot)] = edition
        addresses = Address.objects.filter(page__in=ids, is_current=True)
        return cls(frozenset(touched), offered, dict(addresses.values_list("page", "edition")))

    def offered_before(self, page: Page, data: Snapshot) -> Edition | None:
        """The edition of just these words, if what became of it is for the editors here to say."""
        seen = self.offered.get(page.pk, {})
        old = seen.get(snapshot.canonical(data))
        if old and (page.pk in self.touched or old.number == max(edition.number for edition in seen.values())):
            return old
        return None

    def to_publish(self, edition: Edition) -> Edition | None:
        """This edition, unless its page was touched or withdrawn here, or it is live."""
        page = edition.page_id
        is_settled = page in self.touched or self.served.get(page, 0) in (None, edition.pk)
        return None if is_settled else edition
