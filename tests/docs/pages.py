"""The documents, and the marks in them that a test can check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One Markdown file of the project."""

    path: Path

    @property
    def name(self) -> str:
        """Its path as the tests print it."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """Everything in it."""
        return self.path.read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        """Its text without fenced blocks."""
        return _FENCE.sub("", self.text)

    @property
    def code(self) -> list[str]:
        """What stands in code marks, and the lines of fenced blocks."""
        fenced = [line.strip() for block in _FENCE.findall(self.text) for line in block.splitlines()[1:-1]]
        return _CODE.findall(self.prose) + fenced

    @property
    def links(self) -> list[str]:
        """Targets of links and pictures."""
        return _LINK.findall(_CODE.sub("", self.prose))

    @property
    def anchors(self) -> set[str]:
        """The names that GitHub gives to its headings."""
        plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(self.prose))
        return {heading.strip().replace(" ", "-") for heading in plain}


DOCUMENTS = tuple(map(Document, sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])))


def document(name: str) -> Document:
    """The document at this path."""
    return Document(ROOT / name)
