"""A secret key of its own for each local installation."""

import os
import secrets
from pathlib import Path


def local_secret_key(var_dir: Path) -> str:
    """Return the key kept in `var_dir`, made on the first run and readable by its owner only."""
    var_dir.mkdir(parents=True, exist_ok=True)
    path = var_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
