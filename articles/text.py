"""Small, pure helpers on text."""

from __future__ import annotations

import re
import unicodedata

SLOT_OPEN, SLOT_CLOSE = "\ue000", "\ue001"
"""Private-use characters that fence slots in stored HTML; never allowed in what people type."""
PLACEHOLDERS = {
    "emergency-number": "the emergency number",
    "urgent-number": "an urgent-care service",
    "doctor": "doctor",
    "emergency-department": "emergency department",
}
"""Words that each site's place fills in, with what is printed where the place says nothing."""

_BLANK_END = re.compile(r"[ \t]+(?=\n|$)")


def normalise(value: str) -> str:
    """One form for text that looks the same: NFC, LF line ends, no trailing blanks, no slot characters."""
    text = without_slots(value).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    # Last: what stood on both sides of something dropped may combine.
    return _BLANK_END.sub("", unicodedata.normalize("NFC", text)).strip()


def without_slots(value: str) -> str:
    """Without the characters that fence slots."""
    return value.replace(SLOT_OPEN, "").replace(SLOT_CLOSE, "")


def lines(value: str) -> list[str]:
    """The non-empty lines of a text area, each normalised."""
    return [line for line in (normalise(row) for row in normalise(value).split("\n")) if line]


def sorted_set(value: str) -> list[str]:
    """Lines whose order means nothing: without repeats, in a stable order."""
    return sorted(dict.fromkeys(lines(value)), key=lambda line: (line.casefold(), line))
