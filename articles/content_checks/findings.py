"""What a check says: a rule, a place, and what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass

B, W, I = "B", "W", "I"  # noqa: E741 - the letters editors see
LEVELS = (B, W, I)
LEVEL_WORDS = {B: "must be put right", W: "look at this", I: "good to know"}


@dataclass(frozen=True)
class Finding:
    """One thing to look at. ``line`` counts from 1 within ``field``: a line of the body, a row of a list; 0 is the
    field as a whole."""

    page: str
    field: str
    line: int
    rule: str
    level: str
    message: str

    @property
    def level_words(self) -> str:
        """How grave it is, in words."""
        return LEVEL_WORDS[self.level]

    @property
    def where(self) -> str:
        """The place in words."""
        if not self.line:
            return self.field
        return f"{self.field}, {'line' if self.field == 'body' else 'row'} {self.line}"


@dataclass(frozen=True)
class Hit:
    """What a rule's function gives back; the rule adds page, id and (where ``level`` is empty) its own level."""

    field: str
    line: int
    message: str
    level: str = ""
