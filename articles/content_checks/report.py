"""How the command shows what was found: a table by kind, then the findings by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from articles import kinds
from articles.content_checks.findings import LEVEL_WORDS, LEVELS, Finding
from articles.content_checks.library import LIBRARY_RULES, SOURCES
from articles.content_checks.rules import RULES
from articles.content_checks.text import PageText
from articles.readability import NOTHING, read

ADVICE = {rule.id: rule.advice for rule in RULES} | LIBRARY_RULES
"""Rule → what to do about it."""


@dataclass(frozen=True)
class Row:
    """One kind in the table. Grades are of pages with at least 100 words; for shorter ones, of all of them together."""

    kind: str
    pages: int
    words: int
    median_grade: float
    worst_grade: float
    worst_page: str
    counts: Counter[str]


def rows(texts: Iterable[PageText], findings: Iterable[Finding]) -> list[Row]:
    """The table, in the order of the kinds."""
    levels: dict[str, Counter[str]] = {}
    for finding in findings:
        levels.setdefault(finding.page, Counter())[finding.level] += 1
    by_kind: dict[str, list[PageText]] = {}
    for text in texts:
        by_kind.setdefault(text.kind, []).append(text)
    return [_row(spec.plural, by_kind[spec.key], levels) for spec in kinds.every() if spec.key in by_kind]


def _row(name: str, pages: list[PageText], levels: dict[str, Counter[str]]) -> Row:
    readings = {text.uid: read(text.plain) for text in pages}
    pooled = sum(readings.values(), NOTHING)
    grades = {uid: r.adjusted_grade for uid, r in readings.items() if r.is_long_enough}
    worst = max(grades, key=lambda uid: grades[uid], default="")
    counts = sum((levels.get(text.uid, Counter()) for text in pages), Counter[str]())
    middle = median(grades.values()) if grades else pooled.adjusted_grade
    return Row(name, len(pages), pooled.words, middle, grades.get(worst, middle), worst, counts)


def table(found: list[Row]) -> Iterator[str]:
    """The table as lines of text."""
    yield f"{'kind':<26}{'pages':>6}{'words':>8}{'median':>8}{'worst':>7}{'B':>5}{'W':>5}{'I':>5}  hardest page"
    for row in found:
        counts = "".join(f"{row.counts[level]:>5}" for level in LEVELS)
        yield (
            f"{row.kind:<26}{row.pages:>6}{row.words:>8,}{row.median_grade:>8.1f}{row.worst_grade:>7.1f}{counts}"
            f"  {row.worst_page}"
        ).rstrip()


def by_page(findings: Iterable[Finding], place: Callable[[Finding], str]) -> Iterator[str]:
    """The findings as lines of text, grouped by page, gravest first; what is wrong with sources comes last."""
    ordered = sorted(findings, key=lambda f: (f.page == SOURCES, f.page, LEVELS.index(f.level), f.rule, f.line))
    for page, group in groupby(ordered, key=lambda finding: finding.page):
        yield ""
        yield page
        yield from (f"  {f.level} {f.rule:<4} {place(f)}: {f.message}" for f in group)


def advice(findings: Iterable[Finding]) -> Iterator[str]:
    """What to do, once for each rule that found something."""
    for rule in sorted({finding.rule for finding in findings}, key=list(ADVICE).index):
        yield f"  {rule:<4} {ADVICE[rule]}"


def totals(findings: Iterable[Finding]) -> str:
    """The last line."""
    counts = Counter(finding.level for finding in findings)
    return ", ".join(f"{counts[level]} {level} ({LEVEL_WORDS[level]})" for level in LEVELS)
