"""What a rule is: an id, a level, what to do, one bad and one good example, and a pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.content_checks.findings import Finding, Hit
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import Block, PageText

Check = Callable[[PageText, Shelf], Iterator[Hit]]


@dataclass(frozen=True)
class Example:
    """A page that shows a rule; whatever is not said here is as on :data:`articles.content_checks.examples.PAGE`."""

    kind: str = "article"
    changes: dict[str, Any] = field(default_factory=dict)


def page(kind: str = "article", **changes: Any) -> Example:
    """An example page of this kind: parts of a snapshot, and the kind's own fields by name."""
    return Example(kind, changes)


@dataclass(frozen=True)
class Rule:
    """One rule. ``level`` is that of its gravest finding; ``advice`` says what to do about any of them."""

    id: str
    level: str
    title: str
    advice: str
    check: Check
    bad: Example
    good: Example

    def look_at(self, text: PageText, shelf: Shelf) -> Iterator[Finding]:
        """What this rule finds on a page."""
        for hit in self.check(text, shelf):
            yield Finding(text.uid, hit.field, hit.line, self.id, hit.level or self.level, hit.message)


def rule(id: str, level: str, title: str, advice: str, *, bad: Example, good: Example) -> Callable[[Check], Rule]:
    """Make a function a rule."""

    def make(check: Check) -> Rule:
        return Rule(id, level, title, advice, check, bad, good)

    return make


def at(block: Block, message: str, level: str = "", *, offset: int = 0) -> Hit:
    """A hit in a block."""
    return Hit(block.field, block.line_at(offset), message, level)


def quote(text: str, *, most: int = 70) -> str:
    """The beginning of a text in quotation marks."""
    return f"“{text if len(text) <= most else text[: most - 1].rstrip() + '…'}”"
