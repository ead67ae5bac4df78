"""CommonMark with our own marks: directives, citations, page links, placeholders and keyed headings. Raw HTML is
off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from articles.text import PLACEHOLDERS, without_slots

DIRECTIVES = ("key-facts", "do", "dont", "care-card", "picture", "drawing", "chances", "advice", "note")
CARE_LEVELS = ("emergency", "same-day", "routine")
CHANCES_OF = (10, 20, 50, 100)
"""How many dots a picture of chances may have: few enough to count, the same few everywhere."""

_CITE = re.compile(r"\[@([a-z0-9-]+(?:\s*;\s*@?[a-z0-9-]+)*)\]")
_PAGE = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]|\n]+))?\]\]")
_PLACE = re.compile(r"\{\{\s*([a-z-]+)\s*\}\}")
_KEY = re.compile(r"\s*\{#([A-Za-z0-9_-]+)\}\s*$")
_FENCE = re.compile(r"^:::[ \t]*(.*)$")
_PICTURE = re.compile(r":::[ \t]*picture[ \t]+([0-9a-f]{64})\b")
_DRAWING = re.compile(r"^:::[ \t]*drawing[ \t]+([a-z0-9-]+)", re.MULTILINE)
_CHANCES = re.compile(r"([0-9]{1,3}) in ([0-9]{1,3})\b")


@dataclass(frozen=True)
class Finding:
    """Something an editor must know. ``level`` is ``error`` (blocks publishing) or ``warning``; ``line`` counts
    from 1."""

    field: str
    line: int
    message: str
    level: str = "error"

    def __str__(self) -> str:
        where = f"{self.field}, line {self.line}" if self.line else self.field
        return f"{where}: {self.message}"


@dataclass
class Refs:
    """What a text refers to, each with the line it was first seen on."""

    sections: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    drawings: dict[str, int] = field(default_factory=dict)


@dataclass
class Parsed:
    """Tokens, what they refer to, and what is wrong already."""

    tokens: list[Token]
    refs: Refs
    findings: list[Finding]
    env: dict


def picture_hashes(body: str) -> list[str]:
    """The pictures a text shows."""
    return _PICTURE.findall(body)


def drawing_names(body: str) -> list[str]:
    """The drawings a text shows."""
    return _DRAWING.findall(body)


def parse(text: str, *, where: str, section_keys: tuple[str, ...] | None = None) -> Parsed:
    """Read a Markdown text. ``where`` names the field in findings; ``section_keys`` are the keys its headings may
    carry."""
    env: dict = {}
    tokens = _PARSER.parse(text, env)
    parsed = Parsed(tokens, Refs(), [], env)
    _look(parsed, where, section_keys)
    return parsed


def parse_line(text: str, *, where: str, line: int = 1) -> Parsed:
    """Read one Markdown line (no blocks)."""
    env: dict = {}
    tokens = _PARSER.parseInline(text, env)
    parsed = Parsed(tokens, Refs(), [], env)
    for token in tokens:
        _look_inside(parsed, token.children or [], where, line)
    return parsed


def _look(parsed: Parsed, where: str, section_keys: tuple[str, ...] | None) -> None:
    for index, token in enumerate(parsed.tokens):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "directive_open":
            parsed.findings += [Finding(where, line, message) for message in token.meta["problems"]]
            if token.meta.get("picture"):
                parsed.refs.pictures.setdefault(token.meta["picture"], line)
            if token.meta.get("drawing"):
                parsed.refs.drawings.setdefault(token.meta["drawing"], line)
            if token.meta.get("advice"):
                parsed.refs.pages.setdefault(token.meta["advice"], line)
        elif token.type == "heading_open":
            _look_at_heading(parsed, token, where, line, section_keys)
            _look_at_heading_words(parsed, token, parsed.tokens[index + 1], where, line)
        elif token.type == "inline":
            _look_inside(parsed, token.children or [], where, line)
        elif token.type == "stray_fence":
            parsed.findings.append(Finding(where, line, "“:::” closes nothing here."))


def _look_at_heading(parsed: Parsed, token: Token, where: str, line: int, section_keys: tuple[str, ...] | None) -> None:
    if token.tag == "h1":
        parsed.findings.append(
            Finding(where, line, "Start headings at “##”: the page title is the only first-level heading.")
        )
    key = token.meta.get("key")
    if key and section_keys and key not in section_keys:
        known = ", ".join(section_keys)
        parsed.findings.append(
            Finding(where, line, f"There is no section “{key}” on this kind of page. Sections: {known}.")
        )


def _look_at_heading_words(parsed: Parsed, token: Token, words: Token, where: str, line: int) -> None:
    key = token.meta.get("key")
    if key and token.tag != "h2":
        parsed.findings.append(Finding(where, line, f"Only “##” headings name a section: take “{{#{key}}}” away."))
    if key and parsed.refs.sections.setdefault(key, line) != line:
        parsed.findings.append(Finding(where, line, f"The section “{key}” stands twice."))
    if not words.content.strip():
        parsed.findings.append(Finding(where, line, "This heading has no words."))
    if {child.type for child in words.children or ()} & {"cite", "page_ref", "place", "footnote_ref"}:
        message = "Headings hold plain words: move the link, citation or number into the text."
        parsed.findings.append(Finding(where, line, message))


def _look_inside(parsed: Parsed, children: list[Token], where: str, line: int) -> None:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "page_ref":
            parsed.refs.pages.setdefault(child.meta["uid"], line)
        elif child.type == "cite":
            for key in child.meta["keys"]:
                parsed.refs.sources.setdefault(key, line)
        elif child.type == "place" and child.meta["name"] not in PLACEHOLDERS:
            known = ", ".join(PLACEHOLDERS)
            parsed.findings.append(
                Finding(where, line, f"“{{{{{child.meta['name']}}}}}” is not a placeholder. There are: {known}.")
            )
        elif child.type == "image":
            parsed.findings.append(Finding(where, line, "Pictures come from the picture library: use “::: picture”."))
        elif child.type == "text" and ("[@" in child.content or "[[" in child.content):
            parsed.findings.append(
                Finding(
                    where,
                    line,
                    f"This looks like a citation or link but cannot be read: “{child.content.strip()[:60]}”.",
                )
            )


def _cite(state: StateInline, silent: bool) -> bool:
    match = _CITE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.meta = {"keys": [key.strip().lstrip("@") for key in match[1].split(";")]}
    state.pos = match.end()
    return True


def _page_ref(state: StateInline, silent: bool) -> bool:
    match = _PAGE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("page_ref", "", 0)
        token.meta = {"uid": match[1].strip(), "text": (match[2] or "").strip()}
    state.pos = match.end()
    return True


def _place(state: StateInline, silent: bool) -> bool:
    match = _PLACE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push("place", "", 0).meta = {"name": match[1]}
    state.pos = match.end()
    return True


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    match = _FENCE.match(_line(state, start))
    if not match:
        return False
    if silent:
        return True
    words = match[1].split(maxsplit=1)
    if not words:
        state.push("stray_fence", "", 0).map = [start, start + 1]
        state.line = start + 1
        return True
    close = next((n for n in range(start + 1, end) if _line(state, n).strip() == ":::"), None)
    token = state.push("directive_open", "div", 1)
    token.map = [start, close if close is not None else end]
    token.meta = _directive_meta(words[0], words[1].strip() if len(words) > 1 else "", closed=close is not None)
    if token.meta.get("words"):
        _push_caption(state, token.meta["words"], start)
    outer, state.parentType = state.parentType, "container"
    line_max, state.lineMax = state.lineMax, close if close is not None else end
    state.md.block.tokenize(state, start + 1, state.lineMax)
    state.parentType, state.lineMax = outer, line_max
    state.push("directive_close", "div", -1).meta = token.meta
    state.line = (close + 1) if close is not None else end
    return True


def _push_caption(state: StateBlock, words: str, line: int) -> None:
    """The words on a directive's own line are Markdown, so that they can cite."""
    state.push("figcaption_open", "figcaption", 1)
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = words, [line, line + 1], []
    state.push("figcaption_close", "figcaption", -1)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _directive_meta(name: str, rest: str, *, closed: bool) -> dict:
    problems: list[str] = []
    meta = {"name": name, "rest": rest, "problems": problems}
    if name not in DIRECTIVES:
        problems.append(f"“::: {name}” is not a directive. There are: {', '.join(DIRECTIVES)}.")
    if not closed:
        problems.append(f"“::: {name}” is never closed: put “:::” on a line of its own.")
    if name == "care-card" and rest not in CARE_LEVELS:
        problems.append(f"Say which care card: {', '.join(CARE_LEVELS)}.")
    if name == "picture":
        sha, _, caption = rest.partition(" ")
        meta |= {"picture": sha, "caption": caption.strip()}
        if not sha:
            problems.append("Say which picture: “::: picture”, its long name, and a caption if you like.")
    elif name in _META:
        meta |= _META[name](rest, problems)
    return meta


def _drawing_meta(rest: str, problems: list[str]) -> dict:
    name, _, words = rest.partition(" ")
    if not name:
        problems.append("Say which drawing: “::: drawing”, its name, and a caption.")
    return {"drawing": name, "words": words.strip()}


def _chances_meta(rest: str, problems: list[str]) -> dict:
    match = _CHANCES.match(rest)
    part, whole = (int(match[1]), int(match[2])) if match else (0, 0)
    if not match or part > whole or whole not in CHANCES_OF:
        allowed = ", ".join(str(number) for number in CHANCES_OF)
        problems.append(f"Say the chances as “::: chances 3 in 100 A caption.” The second number is one of {allowed}.")
        return {"words": rest}
    words = rest[match.end() :].strip()
    if not words:
        problems.append("Say in a sentence after the numbers what these chances are, with its source.")
    return {"chances": (part, whole), "words": words}


def _advice_meta(rest: str, problems: list[str]) -> dict:
    if not rest:
        problems.append("Say which advice: “::: advice” and the page, for example treatments/compression-therapy.")
    return {"advice": rest}


_META = {"drawing": _drawing_meta, "chances": _chances_meta, "advice": _advice_meta}


def _heading_keys(state: StateCore) -> None:
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            inline = state.tokens[index + 1]
            match = _KEY.search(inline.content)
            token.meta = {"key": match[1] if match else ""}
            if match:
                inline.content = inline.content[: match.start()]


def _no_slots_typed(state: StateCore) -> None:
    state.src = without_slots(state.src)


def _no_slots_by_entity(state: StateCore) -> None:
    """``&#xE000;`` would otherwise fence a slot of the writer's own."""
    for token in state.tokens:
        for part in (token, *(token.children or ())):
            part.content = without_slots(part.content)
            part.attrs = {name: without_slots(v) if isinstance(v, str) else v for name, v in part.attrs.items()}


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "typographer": True})
    md.enable(["table", "strikethrough", "replacements", "smartquotes"])
    md.disable(["html_block", "html_inline", "autolink"])
    md.use(footnote_plugin, inline=False).use(deflist_plugin)
    md.block.ruler.before("fence", "directive", _directive, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.inline.ruler.before("link", "cite", _cite)
    md.inline.ruler.before("link", "page_ref", _page_ref)
    md.inline.ruler.before("link", "place", _place)
    md.core.ruler.before("normalize", "no_slots_typed", _no_slots_typed)
    md.core.ruler.before("inline", "heading_keys", _heading_keys)
    md.core.ruler.push("no_slots_by_entity", _no_slots_by_entity)
    return md


_PARSER = _parser()


def renderer() -> MarkdownIt:
    """The parser whose render rules :mod:`.render` extends."""
    return _PARSER
