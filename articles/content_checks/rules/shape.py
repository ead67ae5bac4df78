"""Shape: lists, paragraphs, sentences, reading level, pictures, tables (L7–L10, L16, L17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from articles.content_checks.findings import B, Hit, I, W
from articles.content_checks.rules.base import at, page, quote, rule
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import HEADING, ITEM, PARAGRAPH, ROW, Block, PageText
from articles.readability import read

LONGEST_LIST = 7
MOST_COLUMNS = 5
_EIGHT = "\n".join(f"- thing {number}" for number in range(1, 9))


@rule(
    "L7",
    W,
    "Lists that can be taken in",
    "Part a long list under sub-headings; break up a long page with a list.",
    bad=page(body=_EIGHT),
    good=page(body="- one thing\n- another thing"),
)
def lists(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Counts the items of each whole list."""
    items = [block for block in text.body() if block.kind == ITEM]
    for _, group in groupby(items, key=lambda block: block.group):
        rows = list(group)
        if len(rows) > LONGEST_LIST:
            yield at(rows[0], f"This list has {len(rows)} rows; {LONGEST_LIST} can be taken in at a time.")
    count = sum(block.words for block in text.body())
    if count > 300 and not items:
        yield Hit("body", 0, f"{count} words and no list.")


_EMPTY_HEADINGS = re.compile(r"^(?:introduction|other|more|miscellaneous|general|overview)$", re.I)
_LONG = "Blood goes round and round. " * 16


@rule(
    "L8",
    W,
    "Short stretches under telling headings",
    "Put a heading in, split the paragraph, or name the heading after what it says.",
    bad=page(body=f"## Introduction\n\n{_LONG}"),
    good=page(body="## Why it hurts\n\nThe muscle wants more blood than it gets."),
)
def stretches(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """“Do”, “Do not”, key facts, care cards and tables are landmarks of their own and do not count. Our paragraphs are
    short, so four may stand together where the standard says three."""
    for block in text.body():
        if block.kind == HEADING and (len(block.text) > 70 or _EMPTY_HEADINGS.match(block.text)):
            yield at(block, f"The heading {quote(block.text)} is too long or says nothing.")
        if block.kind == PARAGRAPH and block.words > 75:
            yield at(block, f"This paragraph has {block.words} words; 75 is the most.")
    for heading, group in groupby(text.body(), key=lambda block: block.heading):
        plain = [block for block in group if block.kind in (PARAGRAPH, ITEM) and not block.inside]
        yield from _long_stretch(heading, plain)


def _long_stretch(heading: str, blocks: list[Block]) -> Iterator[Hit]:
    count = sum(block.words for block in blocks)
    paragraphs = sum(block.kind == PARAGRAPH for block in blocks)
    if count > 150:
        yield at(blocks[0], f"{count} words under {quote(heading or 'the title')}; 150 is the most.")
    elif paragraphs > 4:
        yield at(
            blocks[0], f"{paragraphs} paragraphs under {quote(heading or 'the title')} and no heading between them."
        )


@rule(
    "L9",
    W,
    "Sentences of one thought",
    "Cut the sentence in two.",
    bad=page(body="The leg hurts " + "and hurts " * 12 + "when you walk."),
    good=page(body="The leg hurts when you walk. It stops when you rest."),
)
def sentence_length(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Over 25 words is a warning; a page whose mean is over 15 is information."""
    lengths = []
    for block in text.prose():
        if block.kind == ROW:
            continue
        for sentence in block.sentences:
            count = len(re.findall(r"\S+", sentence))
            lengths.append(count)
            if count > 25:
                yield at(block, f"{count} words: {quote(sentence)}", offset=block.text.find(sentence))
    if len(lengths) >= 10 and sum(lengths) / len(lengths) > 15:
        yield Hit("body", 0, f"A sentence has {sum(lengths) / len(lengths):.0f} words on average; aim for 15.", I)


_HARD = "Considerable deterioration necessitates immediate multidisciplinary rehabilitation. "


@rule(
    "L10",
    I,
    "Reading level",
    "Shorter sentences and shorter words bring it down.",
    bad=page(body=_HARD * 20),
    good=page(body="The leg hurts when you walk. It stops when you rest. " * 12),
)
def reading_level(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Flesch–Kincaid with explained medical words counted as easy, over 100 words; SMOG needs 30 sentences."""
    reading = read(text.plain)
    if reading.is_long_enough and reading.adjusted_grade > 8:
        yield Hit("body", 0, f"Grade {reading.adjusted_grade:.1f} ({reading.grade:.1f} as it stands); aim for 8.")
    if reading.sentences >= 30 and reading.smog > 10:
        yield Hit("body", 0, f"SMOG {reading.smog:.1f} over {reading.sentences} sentences; aim for 10.")


_SHA = "ab" * 32


@rule(
    "L16",
    B,
    "Pictures that speak to everybody",
    "Give the picture words that say what it shows, a caption, and a place under the heading it belongs to.",
    bad=page(body=f"## How it looks\n\n::: picture {_SHA} A narrow artery.\n:::", pictures={_SHA: {"alt": ""}}),
    good=page(
        body=f"## How it looks\n\n::: picture {_SHA} A narrow artery.\n:::",
        pictures={_SHA: {"alt": "An artery with a thick wall and a thin channel."}},
    ),
)
def pictures(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """A picture without alt text is marked decorative in the picture library. One with a caption says something, so it
    must have alt text (blocks); one without caption or before the first heading is a warning."""
    for shown in text.pictures:
        alt = text.alt_of(shown)
        if shown.caption and not alt:
            yield Hit("body", shown.line, "This picture has a caption but no words for those who cannot see it.")
        if alt and not shown.caption:
            yield Hit("body", shown.line, "This picture has no caption.", W)
        if not shown.section:
            yield Hit("body", shown.line, "This picture stands before the first heading.", W)


@rule(
    "L17",
    B,
    "Tables that can be read aloud",
    "Fill every cell, keep to five columns, and lead up to the table with a sentence or a heading.",
    bad=page(body="## When\n\n| When | What |\n| --- | --- |\n| At night | |"),
    good=page(body="## When\n\n| When | What |\n| --- | --- |\n| At night | A cramp |"),
)
def tables(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Every Markdown table has header cells, and the renderer gives them their scope. Our tables have no caption: what
    leads up to them says what they show."""
    for table in text.tables:
        if len(table.header) > MOST_COLUMNS:
            yield Hit("body", table.line, f"This table has {len(table.header)} columns; {MOST_COLUMNS} is the most.")
        if not table.is_led_up_to:
            yield Hit("body", table.line, "Nothing leads up to this table.")
        for number, row in enumerate((table.header, *table.rows)):
            if not all(cell.strip() for cell in row):
                line = table.line + number + (1 if number else 0)
                yield Hit("body", line, "A cell of this row is empty: say “none” or “not known”.")
