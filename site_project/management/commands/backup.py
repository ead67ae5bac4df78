"""`manage.py backup FILE`: the whole site in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from site_project import archive, dumps


class Command(BaseCommand):
    """Writes database and pictures into one file, while the site runs."""

    help = "Write the database and all pictures into one file. The site may keep running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, and whether one that is there may be replaced."""
        parser.add_argument("file", type=Path, help="the file to write, for example legwise-2026-11-21.tar")
        parser.add_argument("--yes", action="store_true", help="replace the file if it exists")

    def handle(self, *args: Any, file: Path, yes: bool, **options: Any) -> None:
        """Write the backup; CommandError when it cannot be done."""
        if file.exists() and not yes:
            raise CommandError(f"{file} exists. Choose another name, or add --yes to replace it.")
        try:
            pictures = archive.write(file)
        except (dumps.DumpError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        size = file.stat().st_size / 1024**2
        self.stdout.write(f"Wrote {file}: the database and {pictures} pictures, {size:.1f} MB.")
        self.stdout.write("It holds everything, also password hashes: keep it where only you can read it.")
