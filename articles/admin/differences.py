"""Two texts side by side, line by line, with words for what happened to each line (never colour alone)."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles import kinds
from articles.snapshot import Snapshot

CONTEXT = 2
"""Unchanged lines shown around a change; longer stretches are counted, not shown."""


@dataclass(frozen=True)
class DiffRow:
    """One line of the comparison. ``mark`` says in a word what happened; ``left`` and ``right`` are the two texts."""

    mark: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class FieldDiff:
    """One field that differs."""

    label: str
    rows: list[DiffRow]


def diff_rows(left: str, right: str) -> list[DiffRow]:
    """The lines of two texts beside one another."""
    old, new = left.splitlines(), right.splitlines()
    rows: list[DiffRow] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += _same(old[a1:a2], at_start=a1 == 0, at_end=a2 == len(old))
        else:
            rows += _changed(old[a1:a2], new[b1:b2])
    return rows


def _same(lines: list[str], *, at_start: bool, at_end: bool) -> list[DiffRow]:
    before = 0 if at_start else CONTEXT
    after = 0 if at_end else CONTEXT
    hidden = len(lines) - before - after
    if hidden < 2:
        return [DiffRow("same", line, line) for line in lines]
    head, tail = lines[:before], lines[len(lines) - after :]
    skipped = DiffRow("skipped", f"{hidden} lines are the same")
    return [
        *(DiffRow("same", line, line) for line in head),
        skipped,
        *(DiffRow("same", line, line) for line in tail),
    ]


def _changed(old: list[str], new: list[str]) -> list[DiffRow]:
    rows = [DiffRow("changed", a, b) for a, b in zip(old, new, strict=False)]
    rows += [DiffRow("removed", left=line) for line in old[len(new) :]]
    return rows + [DiffRow("added", right=line) for line in new[len(old) :]]


def compare_fields(left: dict[str, str], right: dict[str, str]) -> list[FieldDiff]:
    """The fields whose texts differ, by label, in the order of ``right``."""
    labels = [*right, *(label for label in left if label not in right)]
    pairs = ((label, left.get(label, ""), right.get(label, "")) for label in labels)
    return [FieldDiff(label, diff_rows(a, b)) for label, a, b in pairs if a != b]


def snapshot_fields(data: Snapshot) -> dict[str, str]:
    """A snapshot as text by field, labelled as on the form."""
    model = kinds.get(data["kind"]).model
    plain = (
        "title",
        "medical_name",
        "slug",
        "language",
        "summary",
        "body",
        "lay_names",
        "phrases",
        "misspellings",
        "codes",
    )
    texts = {_label(model, name): _text(data[name]) for name in plain}
    texts |= {_label(model, name): _text(value) for name, value in data["fields"].items()}
    texts["Topics"] = _text(data["topics"])
    for relation, items in data["links"].items():
        texts[kinds.relation(relation).forward] = _text(items)
    for name, value in data["parts"].items():
        texts[name.capitalize()] = _text(value)
    for sha, facts in data["pictures"].items():
        texts[f"Picture {sha[:8]}"] = _text(facts)
    return texts


def _label(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name).capitalize()


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        pairs = ((key, _text(item).replace("\n", ", ")) for key, item in value.items())
        return ", ".join(f"{key}: {text}" for key, text in pairs if text)
    return str(value)
