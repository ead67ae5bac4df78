"""Look at the words of the library."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles.content_checks import check_text, report
from articles.content_checks.findings import LEVELS, B, Finding, W
from articles.content_checks.library import check_whole
from articles.content_checks.reading import Library, from_database, from_folder
from articles.content_checks.text import PageText, read_page
from articles.library.files import FileProblem
from articles.management.progress import Bar


class Command(BaseCommand):
    """``manage.py check_library [--folder DIR] [--fail-on B|W] [--page UID] [--level B|W|I] [--json]``."""

    help = (
        "Look at the words of every page: rules L1–L24, completeness, links and sources. "
        "Ends with an error where something must be put right. docs/content-checks.md explains."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read, what to show, and what counts as a failure."""
        parser.add_argument("--folder", type=Path, help="read library files instead of the database")
        parser.add_argument("--fail-on", choices=(B, W), default=B, help="the mildest level that is a failure")
        parser.add_argument("--level", choices=LEVELS, default=W, help="the mildest level to list")
        parser.add_argument("--page", metavar="UID", default="", help="only this page")
        parser.add_argument("--json", action="store_true", help="everything as JSON, for programs")

    def handle(self, *args: Any, fail_on: str, level: str, page: str, **options: Any) -> None:
        """Check, print, and end with an error where that is due."""
        library, bar = self._read(options["folder"]), Bar(self.stderr)
        texts = [read_page(data, library.shelf) for data in library.snapshots]
        if page and page not in library.shelf.pages:
            raise CommandError(f"There is no page “{page}”.")
        found = list(check_whole(texts, library.shelf, today=timezone.localdate()))
        for number, text in enumerate(texts, 1):
            found += check_text(text, library.shelf)
            bar("Checking", number, len(texts))
        bar.end()
        if page:
            texts = [text for text in texts if text.uid == page]
            found = [finding for finding in found if finding.page == page]
        if options["json"]:
            self._print_json(found, library)
        else:
            self._print(texts, found, library, level)
        failures = [finding for finding in found if LEVELS.index(finding.level) <= LEVELS.index(fail_on)]
        if failures:
            raise CommandError(f"Findings to put right: {len(failures)}.")

    def _read(self, folder: Path | None) -> Library:
        bar = Bar(self.stderr)
        if folder is not None and not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            return from_folder(folder, bar) if folder else from_database(bar)
        except FileProblem as problem:
            raise CommandError(str(problem)) from None
        finally:
            bar.end()

    def _print_json(self, found: list[Finding], library: Library) -> None:
        rows = [asdict(finding) | {"place": library.place(finding)} for finding in found]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))

    def _print(self, texts: list[PageText], found: list[Finding], library: Library, level: str) -> None:
        shown = [finding for finding in found if LEVELS.index(finding.level) <= LEVELS.index(level)]
        for line in report.table(report.rows(texts, found)):
            self.stdout.write(line)
        for line in report.by_page(shown, library.place):
            self.stdout.write(line)
        if shown:
            self.stdout.write("\nWhat to do:")
            for line in report.advice(shown):
                self.stdout.write(line)
        self.stdout.write(f"\n{report.totals(found)}")
