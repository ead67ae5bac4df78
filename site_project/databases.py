"""Turns DATABASE_URL into Django's database settings."""

from pathlib import Path
from typing import Any

import dj_database_url

from site_project import env

_PURPOSE = "the database; without it, SQLite in the var folder"
_EXAMPLE = "postgres://legwise:password@localhost/legwise"

SQLITE_OPTIONS = {
    # A transaction that will write takes its lock at once, so it waits its turn instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Readers and a writer do not block each other (WAL); NORMAL is safe with WAL. Each thread of each worker has a
    # connection: 4 MB of it are kept, and the file is not mapped, because the system keeps it in memory anyway.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=0; "
        "PRAGMA cache_size=-4000; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    ),
}

# Opening the file and setting the above takes longer than most pages take to read.
SQLITE_KEPT_OPEN = 60

# One connection for each of a worker's four threads at most.
POOL = {"min_size": 1, "max_size": 4, "timeout": 10}


def from_environment(var_dir: Path) -> dict[str, Any]:
    """Return the default database's settings; a URL that is neither kind ends the program."""
    url = env.text("DATABASE_URL", purpose=_PURPOSE, example=_EXAMPLE, default=f"sqlite:///{var_dir}/db.sqlite3")
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:  # its own message may repeat the password
        env.stop("DATABASE_URL", "cannot be read as a database address.", purpose=_PURPOSE, example=_EXAMPLE)
    options = database.pop("OPTIONS", {})
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return {**database, "CONN_MAX_AGE": SQLITE_KEPT_OPEN, "OPTIONS": SQLITE_OPTIONS | options}
    if database["ENGINE"] != "django.db.backends.postgresql":
        env.stop("DATABASE_URL", "names neither SQLite nor PostgreSQL.", purpose=_PURPOSE, example=_EXAMPLE)
    return {**database, "CONN_HEALTH_CHECKS": True, "OPTIONS": {"pool": POOL} | options}
