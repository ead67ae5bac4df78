"""Path converters."""

from __future__ import annotations

from articles import kinds


class FolderConverter:
    """Matches the folder of a declared kind, so that one route serves every kind and nothing else."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> str:
        """The folder; :class:`ValueError` (no match) where no kind has it."""
        if kinds.by_folder(value) is None:
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value
