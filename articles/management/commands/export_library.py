"""Write the library as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.library.exporting import export_library
from articles.management.progress import Bar


class Command(BaseCommand):
    """``manage.py export_library DIR``."""

    help = (
        "Write every page (the newest words, live or not) and shared record as files. "
        "Importing them back gives the same bytes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Export, and say how many pages."""
        bar = Bar(self.stderr)
        pages = export_library(folder, progress=bar)
        bar.end()
        self.stdout.write(f"{pages} pages written to {folder}.")
