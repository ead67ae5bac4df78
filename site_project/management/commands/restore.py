"""`manage.py restore FILE`: the whole site back from one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from site_project import archive, dumps


class Command(BaseCommand):
    """Puts back a backup: all of it or nothing."""

    help = "Put back a backup, all of it or nothing. Stop the site first, or restart it afterwards."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, and whether what is there may be replaced."""
        parser.add_argument("file", type=Path, help="a file made by the backup command")
        parser.add_argument("--yes", action="store_true", help="replace the database and pictures that are there")

    def handle(self, *args: Any, file: Path, yes: bool, **options: Any) -> None:
        """Restore; CommandError when it cannot be done, and then nothing was changed."""
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not yes and _has_tables():
            raise CommandError("This site has a database already. Add --yes to replace it and its pictures.")
        try:
            pictures = archive.restore(file)
        except (archive.ArchiveError, dumps.DumpError, OSError) as error:
            raise CommandError(f"Nothing was restored from {file}. {error}") from error
        self.stdout.write(f"Restored the database and {pictures} pictures from {file}.")
        self.stdout.write("Now run: manage.py migrate. Then restart the site.")


def _has_tables() -> bool:
    try:
        return bool(connection.introspection.table_names())
    except DatabaseError as error:
        raise CommandError(f"The database does not answer: {error}") from error
