"""Evidence: what is claimed cites its source (L21)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.content_checks.findings import B, Hit
from articles.content_checks.rules.base import at, page, quote, rule
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import ITEM, ROW, Block, PageText

_NAMES_WITH_FIGURES = re.compile(
    r"\b(?:type [12]|vitamin [A-Z]\d*|B12|D3|L[1-5]|S[1-5]|stage \d|grade \d|COVID-19|999|step \d|page \d)\b", re.I
)
_FIGURE = re.compile(
    r"\d(?:[\d.,]*\d)?|\bper cent\b|"
    r"\b(?:half|a third|a quarter) of (?:all|people|adults|those|men|women|the people)\b|\btwice (?:as|the)\b",
    re.I,
)
_NO_FIGURES = re.compile(
    r"\bif \d+ \w+ is what you can\b[^.]*|\b(?:there are|has|are the) \d+ (?:main )?(?:\w+ )?"
    r"(?:signs|ways|reasons|kinds|things|aims|steps|parts|types|questions|choices)\b",
    re.I,
)
"""An encouragement, or how many rows a list has: not figures from anywhere."""
_MARKERS = re.compile(r"\((?:\d|\d (?:and|to) \d)\)|(?:^|(?<=[.,] ))(?:\d|\d and \d):")
"""“A cuff on the arm (1)”, “2: the balloon opens it”: numbers that stand in a drawing."""
_CLAIM = re.compile(
    r"\b(?:risks?|chances?|more likely|less likely|should|recommend(?:ed|s)?|advis(?:e|es|ed)|guidelines?|"
    r"studies|trials?|evidence)\b",
    re.I,
)
_NOT_CLAIMED = re.compile(r"\b(?:ask|know|tell|talk|write|note|list|bring)\b[^.]{0,60}$", re.I)


@rule(
    "L21",
    B,
    "What is claimed cites its source",
    "Put [@source] before the full stop, or take the figure or the advice out.",
    bad=page(body="About 7 in 100 people have it."),
    good=page(body="About 7 in 100 people have it [@example-source]."),
)
def claims_cite(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Looks at every paragraph, list item, table row and front-matter line for a figure, or a word for a chance or a
    recommendation. A lead-in is covered by the list it leads to, a list or table by its lead-in, and a table also by
    the paragraph after it that speaks of “the table”. The summary and
    the line on care cards cite nothing by our format; the page under them does."""
    for block in text.prose():
        if block.field in ("summary", "card", "say") or block.sources or _is_covered(block, text):
            continue
        if found := _claim(block):
            yield at(block, f"“{found[0]}” and no source: {quote(block.text)}", offset=found.start())


def _claim(block: Block) -> re.Match[str] | None:
    words = _MARKERS.sub("", block.text) if block.inside == "drawing" else block.text
    told = _NAMES_WITH_FIGURES.sub(lambda match: "x" * len(match[0]), _NO_FIGURES.sub("", words))
    if found := _FIGURE.search(told):
        return found
    for found in _CLAIM.finditer(told):
        rest = told[found.end() :].split(".")[0]
        if not (_NOT_CLAIMED.search(told[: found.start()]) or rest.endswith("?")):
            return found
    return None


def _is_covered(block: Block, text: PageText) -> bool:
    if block.kind in (ITEM, ROW):
        led_up_to = block.intro is not None and bool(block.intro.sources)
        return led_up_to or (block.kind == ROW and _is_covered_after(block, text))
    return block.text.endswith(":") and any(b.intro is block and b.sources for b in text.body())


def _is_covered_after(row: Block, text: PageText) -> bool:
    after = (block for block in text.body() if block.line > row.line and block.kind != ROW)
    following = next(after, None)
    return following is not None and "table" in following.text and bool(following.sources)
