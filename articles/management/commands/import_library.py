"""Bring library files in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.library.files import FileProblem
from articles.library.importing import ImportRefused, import_library
from articles.management.progress import Bar
from articles.publishing import Refused, Regressed

HINT = "\nTo publish all the same, say why: --despite “…”."


class Command(BaseCommand):
    """``manage.py import_library DIR [--publish [--despite WHY]]``."""

    help = (
        "Import a folder of library files: all of it or nothing. New words become drafts; "
        "with --publish, pages that nobody has edited here go live (where the settings allow unsigned starter content)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, whether to publish, and why in spite of what is found."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish pages nobody has edited here")
        parser.add_argument(
            "--despite", default="", metavar="WHY", help="publish although examples would fail, and note this reason"
        )

    def handle(self, *args: Any, folder: Path, publish: bool, despite: str, **options: Any) -> None:
        """Import, and say what happened."""
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        bar = Bar(self.stderr)
        try:
            outcome = import_library(folder, publish=publish, despite=despite, progress=bar)
        except (ImportRefused, FileProblem, Refused) as error:
            bar.end()
            hint = HINT if isinstance(error, Regressed) else ""
            raise CommandError(f"Nothing was imported.\n{error}{hint}") from None
        bar.end()
        if outcome.skipped:
            self.stdout.write("The library is up to date.")
            return
        self.stdout.write(
            f"{len(outcome.created)} pages new, {len(outcome.updated)} updated, {outcome.unchanged} unchanged; "
            f"{outcome.records} shared records changed; {outcome.published} published."
        )
        if outcome.drafted:
            self.stdout.write("Edited here, so the new words wait as drafts (see each page's history):")
            for uid in outcome.drafted:
                self.stdout.write(f"  {uid}")
