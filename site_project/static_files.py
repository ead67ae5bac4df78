"""Style sheets and scripts as readers get them: one file of each for all pages, put together by ``collectstatic``.

``css/site.css`` and ``js/site.js`` only name what belongs together, in the browser's own words, so in development they
work as they stand. Put together they cost a reader two requests, however many small files there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

TOGETHER = ("css/site.css", "js/site.js")
STYLE = re.compile(r'^@import url\("(?P<name>[^"]+)"\)(?: (?P<medium>[a-z]+))?;$', re.MULTILINE)
SCRIPT = re.compile(r'^import "\./(?P<name>[^"]+)";$', re.MULTILINE)
_FURTHER = re.compile(r"^\s*(?:@import|@charset|import|export)\b", re.MULTILINE)

Paths = Mapping[str, tuple[Storage, str]]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and packed files, as WhiteNoise keeps them, with :data:`TOGETHER` put together first."""

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """What ``collectstatic`` calls with all that was collected: names, each with where its file lies."""
        if not dry_run:
            paths = {**paths, **{name: (self, self._put_together(name, paths)) for name in TOGETHER if name in paths}}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _put_together(self, name: str, paths: Paths) -> str:
        folder = name.rpartition("/")[0]

        def read(part: str) -> str:
            storage, path = paths[part]
            with storage.open(path) as file:
                return file.read().decode()

        def content(found: re.Match[str]) -> str:
            return as_part(read(f"{folder}/{found['name']}"), **found.groupdict())

        pattern = STYLE if name.endswith(".css") else SCRIPT
        whole = pattern.sub(content, read(name))
        self.delete(name)
        return str(self.save(name, ContentFile(whole.encode())))


def as_part(text: str, name: str, medium: str | None = None) -> str:
    """A file as it stands among others; :class:`ValueError` for one that itself asks for others.

    A script is a block, so that what it declares stays its own; a style sheet for one medium says so of its rules.
    """
    if _FURTHER.search(text):
        raise ValueError(f"{name} imports or exports something, so it cannot be put together with other files")
    if name.endswith(".js"):
        return f"{{\n{text}}}"
    return f"@media {medium} {{\n{text}}}" if medium else text
