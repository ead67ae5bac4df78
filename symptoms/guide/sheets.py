"""The words of the two sheets of paper. What is written on them stays with the reader: it is never sent."""

from __future__ import annotations

from dataclasses import dataclass

DAYS = 14
"""Days in the diary: what fits one side."""


@dataclass(frozen=True)
class Line:
    """Something to write, with room for this many lines."""

    label: str
    anchor: str
    lines: int = 1


@dataclass(frozen=True)
class SheetPart:
    """Lines under one heading."""

    heading: str
    lines: tuple[Line, ...]


VISIT = (
    SheetPart("What you notice", (Line("What it feels like, in your own words", "what", 2),)),
    SheetPart(
        "Where and when",
        (
            Line("Where it is, and in which leg", "where"),
            Line("When it began, and whether it has changed", "since"),
            Line("What brings it on, and what eases it", "brings"),
        ),
    ),
    SheetPart(
        "Walking and rest",
        (
            Line("How far you walk before it makes you stop, such as “to the bus stop”", "walking"),
            Line("What happens when you then stand still", "standing"),
            Line("At night and when you rest: what you feel, and what you do about it", "night"),
        ),
    ),
    SheetPart(
        "You and your health",
        (
            Line("Illnesses and operations you have had", "illnesses"),
            Line("All you take: medicines, also without prescription, and allergies", "medicines", 2),
            Line("Smoking and vaping: now, in the past, or never", "smoking"),
        ),
    ),
    SheetPart(
        "What matters to you",
        (
            Line("What you can no longer do, and would like to", "matters"),
            Line("Your questions, the most important one first", "questions", 3),
        ),
    ),
    SheetPart("What was said", (Line("What happens next, and whom to call", "next", 2),)),
)
DIARY = (
    ("date", "Date"),
    ("walk", "Walks: how far before it hurt?"),
    ("where", "Where did it hurt?"),
    ("eased", "What eased it?"),
    ("night", "Cramps or pain at night"),
    ("skin", "Skin and feet: anything new?"),
)
"""What to note each day: an id, and the heading."""
