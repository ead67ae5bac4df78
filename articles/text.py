"""Small, pure helpers on text."""

from __future__ import annotations

import re
import unicodedata

SLOT_OPEN, SLOT_CLOSE = "\ue000", "\ue001"
"""Private-use characters that fence slots in stored HTML; never allowed in what people type."""

_BLANK_END = re.compile(r"[ \t]+(?=\n|$)")


def normalise(value: str) -> str:
    """One form for text that looks the same: NFC, LF line ends, no trailing blanks, no slot characters."""
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace(SLOT_OPEN, "").replace(SLOT_CLOSE, "").replace("\x00", "")
    return _BLANK_END.sub("", text).strip()


def lines(value: str) -> list[str]:
    """The non-empty lines of a text area, each normalised."""
    return [line for line in (normalise(row) for row in normalise(value).split("\n")) if line]


def sorted_set(value: str) -> list[str]:
    """Lines whose order means nothing: without repeats, in a stable order."""
    return sorted(dict.fromkeys(lines(value)), key=lambda line: (line.casefold(), line))
