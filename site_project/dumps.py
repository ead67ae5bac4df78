"""A consistent copy of the database in one file, and the way back. Both while the site is running."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from django.db import connection


class DumpError(Exception):
    """The database could not be copied or put back; nothing was changed."""


# What a newer release added must go as well, or its migrations would stumble over it later.
_DROP_TABLES = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name);
  END LOOP;
END $$
"""


def engine() -> str:
    """Return the kind of database this site runs on: "sqlite" or "postgresql"."""
    return connection.vendor


def dump(target: Path) -> str:
    """Copy the database, as it is at one moment, into the new file `target`; return its kind.

    Raises DumpError.
    """
    if engine() == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}"])
    return engine()


def load(source: Path) -> None:
    """Replace everything in the database by what `source` holds, in one transaction.

    Raises DumpError; then the database is as it was.
    """
    connection.close()
    if engine() == "sqlite":
        # Page by page through SQLite itself: processes that have the file open stay right,
        # which they would not if the file were exchanged under them.
        _copy_sqlite(source, Path(connection.settings_dict["NAME"]))
    else:
        _load_postgresql(source)


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy with SQLite's own backup, after a check that the source is sound."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=20)) as one,
            closing(sqlite3.connect(target, timeout=20)) as other,
        ):
            one.backup(other)
            answer = other.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise DumpError(f"SQLite says: {error}") from error
    if answer != "ok":
        raise DumpError(f"The copied database is damaged: {answer}")


def _load_postgresql(source: Path) -> None:
    # With --no-owner the objects belong to the site's own database user, as before.
    to_words = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-acl"]
    with tempfile.TemporaryDirectory(prefix="legwise-restore-") as folder:
        words = Path(folder) / "restore.sql"
        _run([*to_words, f"--file={words}", str(source)])
        once = ["psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _run([*once, "--output=/dev/null", f"--command={_DROP_TABLES}", f"--file={words}"])


def _run(command: list[str]) -> None:
    """Run one of PostgreSQL's tools on the site's database; raise DumpError when it fails."""
    tool = shutil.which(command[0])
    if not tool:
        raise DumpError(f"{command[0]} is missing. Type: sudo apt-get install postgresql-client")
    done = subprocess.run(
        [tool, *command[1:]],
        check=False,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise DumpError(f"{command[0]} says: {done.stderr.strip()}")


def _environment() -> dict[str, str]:
    """Return the environment with the connection in it, so that no password stands on a command line."""
    database = connection.settings_dict
    named = {
        "PGDATABASE": database["NAME"],
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGSSLMODE": database["OPTIONS"].get("sslmode"),
    }
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}}
