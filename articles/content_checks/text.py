"""A page's words as blocks that know where they stand: made from the snapshot by the one Markdown parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from articles import kinds
from articles.content_checks.shelf import Shelf
from articles.kinds import CHOICE, LINES
from articles.markdown.parse import parse, parse_line
from articles.text import PLACEHOLDERS

PARAGRAPH, ITEM, HEADING, ROW, LINE = "paragraph", "item", "heading", "row", "line"

_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|Dr|Mr|Mrs|Ms|Prof|vs|etc|approx|No)\.(?=\s)")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"')]*\s+(?=[A-Z0-9“\"'(])")
_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,'-][A-Za-z0-9]+)*")
_DOT = "\u2024"


@dataclass(frozen=True)
class Block:
    """Plain words of one paragraph, list item, heading, table row or front-matter line.

    ``spans`` are the stretches that are links to pages; ``inside`` names the directive around the block;
    ``group`` is the line its list or table begins on; ``intro`` holds what leads up to that list or table.
    """

    field: str
    line: int
    kind: str
    text: str
    section: str = ""
    heading: str = ""
    inside: str = ""
    sources: tuple[str, ...] = ()
    spans: tuple[tuple[int, int, str], ...] = ()
    breaks: tuple[int, ...] = ()
    group: int = 0
    intro: Block | None = None

    def line_at(self, offset: int) -> int:
        """The line a character of the text stands on."""
        return self.line + sum(1 for end in self.breaks if end <= offset)

    def is_linked(self, start: int, end: int) -> bool:
        """Whether this stretch of the text lies in a link to a page."""
        return any(a <= start and end <= b for a, b, _ in self.spans)

    @property
    def sentences(self) -> list[str]:
        """The sentences of the block."""
        return sentences(self.text)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(words(self.text))


@dataclass(frozen=True)
class Table:
    """A table: its first row, its other rows, and whether words lead up to it."""

    line: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_led_up_to: bool


@dataclass(frozen=True)
class Shown:
    """A picture or drawing in the body; ``key`` is its hash or its name."""

    line: int
    key: str
    caption: str
    section: str


@dataclass
class PageText:
    """All that a rule looks at."""

    snapshot: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    cards: list[tuple[int, str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind of page."""
        return self.snapshot["kind"]

    @property
    def uid(self) -> str:
        """The page's permanent name."""
        return self.snapshot["uid"]

    @property
    def names(self) -> tuple[str, ...]:
        """What the page itself is called."""
        return (self.snapshot["title"], self.snapshot["medical_name"], *self.snapshot["lay_names"])

    def alt_of(self, shown: Shown) -> str:
        """What stands in for a picture where it cannot be seen."""
        pictures = self.snapshot["pictures"]
        by_name = {facts["name"]: facts for facts in pictures.values() if facts.get("name")}
        return (pictures.get(shown.key) or by_name.get(shown.key) or {}).get("alt", "")

    def prose(self) -> Iterator[Block]:
        """Everything a reader reads, headings apart."""
        return (block for block in self.blocks if block.kind != HEADING)

    def body(self) -> Iterator[Block]:
        """The blocks of the body, in order."""
        return (block for block in self.blocks if block.field == "body")

    def of(self, *fields: str) -> Iterator[Block]:
        """The blocks of these fields."""
        return (block for block in self.blocks if block.field in fields)

    def in_section(self, *keys: str) -> Iterator[Block]:
        """The words under these section keys."""
        return (block for block in self.body() if block.section in keys and block.kind != HEADING)

    @property
    def plain(self) -> str:
        """The words of the page, one block a line, as the reading level is measured on them."""
        texts = (block.text for block in self.prose() if not block.field.startswith("links."))
        return "\n".join(texts)


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations and decimals do not end one."""
    kept = _ABBREVIATION.sub(lambda match: match[0].replace(".", _DOT), text)
    parts = (part.replace(_DOT, ".").strip() for part in _SENTENCE_END.split(kept))
    return [part for part in parts if part]


def words(text: str) -> list[str]:
    """The words of a text."""
    return _WORD.findall(text)


def read_page(snapshot: dict[str, Any], shelf: Shelf) -> PageText:
    """The page's words in reading order: summary, body, its kind's own fields, cautions, notes of links."""
    page = PageText(snapshot)
    page.blocks.append(_line("summary", 0, snapshot["summary"], shelf))
    _Walker(page, shelf).walk(snapshot["body"])
    for name, number, text in _lines(snapshot):
        if text:
            page.blocks.append(_line(name, number, text, shelf))
    return page


def _lines(snapshot: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    for spec in kinds.get(snapshot["kind"]).fields:
        value = snapshot["fields"].get(spec.name, "")
        if spec.form == LINES:
            yield from ((spec.name, number, row) for number, row in enumerate(value, 1))
        elif spec.form != CHOICE:
            yield spec.name, 0, value
    for number, caution in enumerate(snapshot["parts"].get("cautions", []), 1):
        yield "cautions", number, caution["text"]
    for relation, links in snapshot["links"].items():
        yield from ((f"links.{relation}", number, link["note"]) for number, link in enumerate(links, 1))


def _line(name: str, number: int, text: str, shelf: Shelf) -> Block:
    inline = parse_line(text, where=name).tokens
    return Block(name, number, LINE, **_plain(inline[0].children or [] if inline else [], shelf))


def _plain(children: list[Token], shelf: Shelf) -> dict[str, Any]:
    """Words, cited sources, link stretches and line ends of inline tokens."""
    text, sources, spans, breaks = "", [], [], []
    for child in children:
        if child.type == "cite":
            text = text.rstrip(" ")
            sources += child.meta["keys"]
        elif child.type == "page_ref":
            uid = child.meta["uid"]
            card = shelf.pages.get(uid)
            shown = child.meta["text"] or (card.title if card else uid)
            spans.append((len(text), len(text) + len(shown), uid))
            text += shown
        elif child.type == "place":
            text += PLACEHOLDERS.get(child.meta["name"], "")
        elif child.type in ("softbreak", "hardbreak"):
            text += " "
            breaks.append(len(text))
        else:
            text += child.content.replace("’", "'")
    return {"text": text, "sources": tuple(sources), "spans": tuple(spans), "breaks": tuple(breaks)}


class _Walker:
    """Goes through the tokens of a body once and fills a :class:`PageText`."""

    def __init__(self, page: PageText, shelf: Shelf) -> None:
        self.page, self.shelf = page, shelf
        self.section = self.heading = ""
        self.inside: list[str] = []
        self.lists: list[int] = []
        self.intro: Block | None = None
        self.rows: list[list[str]] = []
        self.row_sources: list[str] = []
        self.row_spans: list[tuple[int, int, str]] = []
        self.table_line = self.row_line = 0

    def walk(self, text: str) -> None:
        """Read the whole body."""
        tokens = parse(text, where="body").tokens
        for index, token in enumerate(tokens):
            step = getattr(self, f"_{token.type}", None)
            if step is not None:
                step(token, tokens[index - 1] if index else token)

    def _add(self, kind: str, line: int, **found: Any) -> Block:
        block = Block(
            "body",
            line,
            kind,
            section=self.section,
            heading=self.heading,
            inside=self.inside[-1] if self.inside else "",
            group=self.table_line if kind == ROW else (self.lists[0] if self.lists else 0),
            intro=self.intro if kind in (ITEM, ROW) else None,
            **found,
        )
        self.page.blocks.append(block)
        return block

    def _directive_open(self, token: Token, before: Token) -> None:
        line = token.map[0] + 1 if token.map else 0
        self.inside.append(token.meta["name"])
        self.intro = None
        if token.meta["name"] == "care-card":
            self.page.cards.append((line, token.meta["rest"]))
        if token.meta.get("picture"):
            shown = Shown(line, token.meta["picture"], token.meta["caption"], self.heading)
            self.page.pictures.append(shown)
        if token.meta.get("drawing"):
            shown = Shown(line, token.meta["drawing"], token.meta["words"], self.heading)
            self.page.pictures.append(shown)

    def _directive_close(self, token: Token, before: Token) -> None:
        self.inside.pop()
        self.intro = None

    def _bullet_list_open(self, token: Token, before: Token) -> None:
        self.lists.append(token.map[0] + 1 if token.map else 0)

    _ordered_list_open = _bullet_list_open

    def _bullet_list_close(self, token: Token, before: Token) -> None:
        self.lists.pop()
        if not self.lists:
            self.intro = None

    _ordered_list_close = _bullet_list_close

    def _table_open(self, token: Token, before: Token) -> None:
        self.table_line = token.map[0] + 1 if token.map else 0
        self.rows = []

    def _tr_open(self, token: Token, before: Token) -> None:
        self.row_line = token.map[0] + 1 if token.map else self.table_line + len(self.rows)
        self.rows.append([])
        self.row_sources, self.row_spans = [], []

    def _tr_close(self, token: Token, before: Token) -> None:
        if len(self.rows) > 1:
            found = {"sources": tuple(self.row_sources), "spans": tuple(self.row_spans)}
            self._add(ROW, self.row_line, text=" | ".join(self.rows[-1]), **found)

    def _table_close(self, token: Token, before: Token) -> None:
        header, *rows = (tuple(row) for row in self.rows)
        led_up_to = self.intro is not None
        self.page.tables.append(Table(self.table_line, header, tuple(rows), led_up_to))
        self.intro = None

    def _inline(self, token: Token, before: Token) -> None:
        line = token.map[0] + 1 if token.map else 0
        found = _plain(token.children or [], self.shelf)
        if before.type in ("th_open", "td_open"):
            self._cell(found)
        elif before.type == "heading_open":
            self._heading(before, line, found)
        elif self.lists:
            self._add(ITEM, line, **found)
        else:
            self.intro = self._add(PARAGRAPH, line, **found)

    def _cell(self, found: dict[str, Any]) -> None:
        offset = sum(len(cell) + 3 for cell in self.rows[-1])
        self.row_spans += [(a + offset, b + offset, uid) for a, b, uid in found["spans"]]
        self.row_sources += found["sources"]
        self.rows[-1].append(found["text"])

    def _heading(self, token: Token, line: int, found: dict[str, Any]) -> None:
        self.heading = found["text"]
        if token.tag == "h2":
            self.section = token.meta["key"]
        self.intro = self._add(HEADING, line, **found)
