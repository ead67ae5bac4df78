"""One file that holds the whole site: the database, the pictures, and a list of checksums.

The database is copied first and the pictures after it. A picture is never changed under its name, so
every picture the copied database speaks of is in the file, whatever is written meanwhile.
"""

import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings

from site_project import dumps

MANIFEST = "manifest.json"
DATABASE = "database"
_FORMAT = 1
_MEDIA = "media/"
_SAFE_NAME = re.compile(r"database|media/(?:[A-Za-z0-9_][A-Za-z0-9._-]*/)*[A-Za-z0-9_][A-Za-z0-9._-]*")
_MANIFEST_LIMIT = 64 * 1024**2


class ArchiveError(Exception):
    """The file is no whole backup of this site; its words say why."""


def write(destination: Path) -> int:
    """Write a backup to `destination` and return how many pictures it holds.

    The file appears under its name only when it is complete.
    """
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".backup-") as folder:
        copy, partial = Path(folder) / DATABASE, Path(folder) / "partial.tar"
        engine = dumps.dump(copy)
        sums: dict[str, str] = {}
        with tarfile.open(partial, "w") as tar:
            with copy.open("rb") as file:
                sums[DATABASE] = hashlib.file_digest(file, "sha256").hexdigest()
            tar.add(copy, DATABASE, filter=_anonymous)
            for path in _pictures():
                _add_bytes(tar, _name(path), path.read_bytes(), sums)
            manifest = {
                "format": _FORMAT,
                "engine": engine,
                "made": datetime.now(UTC).isoformat(),
                "files": sums,
            }
            _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode(), {})
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.chmod(0o600)
        partial.replace(destination)
    return len(sums) - 1


def restore(source: Path) -> int:
    """Put back what `source` holds and return how many pictures that is.

    Every checksum is verified before anything is touched. Then the pictures come first, which harms
    nobody when what follows fails; then the database, in one transaction.

    Raises ArchiveError when the file is damaged, incomplete or of the other kind of database.
    """
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".restore-") as name:
        folder = Path(name)
        files = _unpack(source, folder)
        for file in sorted(files - {DATABASE}):
            target = media / file.removeprefix(_MEDIA)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / file, target)
        dumps.load(folder / DATABASE)
    for path in _pictures():
        if _name(path) not in files:
            path.unlink()
    return len(files) - 1


def _pictures() -> list[Path]:
    """Return the media files with names of ours; a half-written temporary file is none of them."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file() and _SAFE_NAME.fullmatch(_name(path)))


def _name(path: Path) -> str:
    """Return the name of a media file inside the archive."""
    return _MEDIA + path.relative_to(settings.MEDIA_ROOT).as_posix()


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owned the file on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes, sums: dict[str, str]) -> None:
    """Add a small file and note its checksum: of the bytes added, even if it is being written."""
    sums[name] = hashlib.sha256(data).hexdigest()
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    tar.addfile(member, BytesIO(data))


def _unpack(source: Path, folder: Path) -> set[str]:
    """Unpack into `folder` and return the names of the files, all of them verified."""
    sums: dict[str, str] = {}
    manifest: dict[str, object] = {}
    try:
        with tarfile.open(source, "r:") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is None:
                    raise ArchiveError(f"It holds something that is no file: {member.name}")
                if member.name == MANIFEST:
                    manifest = json.loads(content.read(_MANIFEST_LIMIT))
                else:
                    sums[member.name] = _copy_out(content, member.name, folder)
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise ArchiveError(f"It cannot be read as a backup: {error}") from error
    _compare(manifest, sums)
    return set(sums)


def _copy_out(content: IO[bytes], name: str, folder: Path) -> str:
    """Write one file below `folder` and return its checksum."""
    if not _SAFE_NAME.fullmatch(name):
        raise ArchiveError(f"It holds a file with a name no backup has: {name}")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb+") as file:
        shutil.copyfileobj(content, file)
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare(manifest: dict[str, object], sums: dict[str, str]) -> None:
    """Raise ArchiveError unless the manifest and what was unpacked agree."""
    if manifest.get("format") != _FORMAT:
        raise ArchiveError("It has no list of its files, or one of another release.")
    if manifest.get("engine") != dumps.engine():
        raise ArchiveError(f"It was made from {manifest.get('engine')}, but this site runs on {dumps.engine()}.")
    if manifest.get("files") != sums or DATABASE not in sums:
        raise ArchiveError("It is damaged: its files and its checksums do not agree.")
