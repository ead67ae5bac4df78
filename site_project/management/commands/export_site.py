"""`manage.py export_site DIR`: the live library as files."""

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from articles.management.progress import Bar
from site_project.page_files import ExportError
from site_project.page_files.exporting import Exporter, Report


class Command(BaseCommand):
    """Writes every page of readers, with what it uses, into a folder."""

    help = (
        "Write every public page as a file, with styles, pictures and a manifest. "
        "The folder appears, or changes, in one step when everything is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, the form, and whether to stay."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the pages will be found")
        parser.add_argument(
            "--as-served",
            action="store_true",
            help="leave links and forms as the site has them, for a web server in front of this site",
        )
        parser.add_argument("--follow", action="store_true", help="write again after each publish, until stopped")

    def handle(self, *args: Any, folder: Path, as_served: bool, follow: bool, **options: Any) -> None:
        """Export; CommandError when it cannot be done."""
        bar, stop = Bar(self.stderr), threading.Event()
        exporter = Exporter(folder, as_served=as_served, progress=bar, stop=stop)
        try:
            if not follow:
                self._say(exporter.export(), bar)
                return
            exporter.place.check()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
            for report in exporter.follow():
                self._say(report, bar)
        except (ExportError, OSError, Error) as error:
            bar.end()
            raise CommandError(f"Nothing was changed. {error}") from error

    def _say(self, report: Report, bar: Bar) -> None:
        bar.end()
        self.stdout.write(
            f"{report.files:,} files, {report.bytes / 1024**2:.1f} MB, {report.written:,} new or changed "
            f"(generation {report.generation})."
        )
        self.stdout.flush()
