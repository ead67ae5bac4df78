"""One folder of files with packed forms beside them, and a manifest that says what belongs to it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from site_project.page_cache.codings import BROTLI, GZIP, PLAIN, pack

MANIFEST = "manifest.json"
_FORMAT = 1
_ENDINGS = {GZIP: ".gz", BROTLI: ".br"}
_WORDS = ("text/", "application/xml", "application/atom+xml", "image/svg+xml")


class Tree:
    """A tree that is being written. A file that is the same in the tree ``before`` is linked, not written again."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self._folder, self._before = folder, before
        self._known = {entry["path"]: entry["sha256"] for entry in manifest(before)["files"]} if before else {}
        self._entries: dict[str, dict[str, Any]] = {}
        self.written = 0

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    @property
    def size(self) -> int:
        """Bytes of all files so far."""
        return sum(entry["bytes"] for entry in self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, path: str, body: bytes, media_type: str) -> None:
        """Put one file in, and words also packed."""
        codings = [PLAIN, *(_ENDINGS if media_type.startswith(_WORDS) else ())]
        names = {coding: path + _ENDINGS.get(coding, "") for coding in codings}
        is_same = self._known.get(path) == sha256(body).hexdigest()
        kept = {coding: self._kept(name) for coding, name in names.items()} if is_same else {}
        for coding, name in names.items():
            content = kept.get(coding) or self._write(name, pack(body, coding))
            self._entries[name] = {
                "path": name,
                "sha256": sha256(content).hexdigest(),
                "bytes": len(content),
                "type": media_type,
            } | ({} if coding == PLAIN else {"coding": coding})

    def _write(self, name: str, content: bytes) -> bytes:
        self._target(name).write_bytes(content)
        self.written += 1
        return content

    def _kept(self, name: str) -> bytes | None:
        """Link a file of the tree before and return its bytes; ``None`` where it is not as its manifest says."""
        if self._before is None:
            return None
        with suppress(OSError):
            content = (self._before / name).read_bytes()
            if sha256(content).hexdigest() == self._known.get(name):
                os.link(self._before / name, self._target(name))
                return content
        return None

    def _target(self, name: str) -> Path:
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def finish(self, generation: int, links: str) -> None:
        """Write the manifest, and wait until everything is on the disk."""
        said = {
            "format": _FORMAT,
            "generation": generation,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "links": links,
            "files": [self._entries[name] for name in sorted(self._entries)],
        }
        (self._folder / MANIFEST).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        # One call for thousands of files: after a loss of power no file under a final name is empty.
        os.sync()


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a tree; one without files where there is none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"files": []}
    return found if found.get("format") == _FORMAT else {"files": []}
