"""Tokens to cleaned HTML with slots. A slot is a fenced note for :mod:`.slots`: a page link, a citation, a phone
number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import nh3
from django.conf import settings
from django.utils.html import escape, strip_tags
from django.utils.text import slugify
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from articles.markdown.parse import Finding, Parsed, parse, parse_line, renderer
from articles.text import SLOT_CLOSE, SLOT_OPEN

RENDERER_VERSION = 2
"""Raised with every change to the HTML we make, so that old editions can be told apart."""

HEADINGS = {
    "key-facts": ("key-facts", "key-facts__title", "p", "Key facts"),
    "do": ("do", "do__title", "h3", "Do"),
    "dont": ("dont", "dont__title", "h3", "Do not"),
}

TAGS = frozenset(
    [
        "p",
        "br",
        "strong",
        "em",
        "s",
        "a",
        "ul",
        "ol",
        "li",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "code",
        "pre",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
        "sup",
        "section",
        "div",
        "aside",
        "figure",
        "figcaption",
        "details",
        "summary",
        "img",
        "span",
    ]
)
ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "li": {"id"},
    "sup": {"id"},
    "th": {"scope"},
    "ol": {"start"},
    "img": {"src", "alt", "width", "height", "loading"},
    "div": {"tabindex", "role", "aria-label"},
    "section": {"aria-label"},
}
CLASSES = {
    "div": {"key-facts", "do", "dont", "table"},
    "p": {"key-facts__title"},
    "h3": {"do__title", "dont__title", "care-card__heading"},
    "section": {
        "care-card",
        "care-card--emergency",
        "care-card--same-day",
        "care-card--routine",
        "footnotes",
    },
    "aside": {"note"},
    "figure": {"picture", "drawing", "chances"},
    "details": {"drawing__words"},
    "span": {"visually-hidden"},
    "sup": {"footnote-ref"},
    "a": {"footnote-backref"},
    "ol": {"footnotes-list"},
    "li": {"footnote-item"},
    "hr": {"footnotes-sep"},
    "th": {"start", "center", "end"},
    "td": {"start", "center", "end"},
}


def slot(*parts: str) -> str:
    """Fence a note for :mod:`.slots`. Parts are escaped, so that filling can never make new tags."""
    return SLOT_OPEN + "|".join(escape(part).replace("|", "&#124;") for part in parts) + SLOT_CLOSE


def clean(html: str) -> str:
    """Our policy, applied to everything we store. Cleaning twice changes nothing."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


@dataclass
class Known:
    """What exists, among the things a text refers to. Titles stand in where a linked page is not live."""

    titles: dict[str, str] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    pictures: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def drawings(self) -> dict[str, dict[str, Any]]:
        """The pictures that have a name, by it."""
        return {facts["name"]: facts | {"sha256": sha} for sha, facts in self.pictures.items() if facts.get("name")}


@dataclass
class RenderedSection:
    """HTML under one heading; the lead has neither key nor heading."""

    key: str
    heading: str
    anchor: str
    html: str


def findings_for(parsed: Parsed, known: Known, where: str) -> list[Finding]:
    """What a parsed text refers to and does not exist."""
    found = list(parsed.findings)
    for uid, line in parsed.refs.pages.items():
        if uid not in known.titles:
            found.append(Finding(where, line, f"There is no page “{uid}”."))
    for key, line in parsed.refs.sources.items():
        if key not in known.sources:
            found.append(Finding(where, line, f"There is no source “{key}”."))
    for sha, line in parsed.refs.pictures.items():
        if sha not in known.pictures:
            found.append(Finding(where, line, f"There is no picture “{sha[:12]}…” in the library."))
    for name, line in parsed.refs.drawings.items():
        if name not in known.drawings:
            found.append(Finding(where, line, f"There is no drawing “{name}” in the library."))
    return found


def sections(parsed: Parsed, known: Known) -> list[RenderedSection]:
    """The lead, then one entry for each second-level heading, then footnotes if there are any."""
    result: list[RenderedSection] = []
    taken: set[str] = set()
    for heading, tokens in _split(parsed.tokens):
        title, key = "", ""
        if heading is not None:
            title = unescape(plain_text(_html(heading[1:2], parsed, known)))
            key = heading[0].meta.get("key", "")
        anchor = _anchor(key or slugify(title), taken) if title else ""
        result.append(RenderedSection(key, title, anchor, clean(_html(tokens, parsed, known))))
    return result


def line_html(parsed: Parsed, known: Known) -> str:
    """Cleaned HTML of one Markdown line."""
    return clean(_html(parsed.tokens, parsed, known))


def _split(tokens: list[Token]) -> list[tuple[list[Token] | None, list[Token]]]:
    parts: list[tuple[list[Token] | None, list[Token]]] = [(None, [])]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
            parts.append((tokens[index : index + 3], []))
            index += 3
            continue
        if token.type == "footnote_block_open":
            parts.append((None, []))
        parts[-1][1].append(token)
        index += 1
    return parts


def _anchor(wanted: str, taken: set[str]) -> str:
    anchor, number = wanted or "part", 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    return anchor


def _html(tokens: list[Token], parsed: Parsed, known: Known) -> str:
    env = parsed.env | {"known": known}
    return renderer().renderer.render(tokens, renderer().options, env)


def _render_cite(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    return slot("cite", ";".join(tokens[index].meta["keys"]))


def _render_page_ref(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    meta = tokens[index].meta
    fallback = env["known"].titles.get(meta["uid"], meta["uid"])
    return slot("page", meta["uid"], meta["text"], fallback)


def _render_place(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    return slot("place", tokens[index].meta["name"])


def _render_directive_open(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    meta = tokens[index].meta
    name = meta["name"]
    if name in HEADINGS:
        css, title_css, tag, words = HEADINGS[name]
        return f'<div class="{css}"><{tag} class="{title_css}">{words}</{tag}>\n'
    opener = OPENERS.get(name)
    return opener(meta, env["known"]) if opener else '<aside class="note">\n'


def _care_card(meta: dict, known: Known) -> str:
    level = meta["rest"]
    heading = f'<h3 class="care-card__heading">{slot("card", level)}</h3>'
    return f'<section class="care-card care-card--{escape(level)}">{heading}\n'


def _chances(meta: dict, known: Known) -> str:
    part, whole = meta.get("chances", (0, 0))
    return f'<figure class="chances">{slot("chances", str(part), str(whole)) if whole else ""}\n'


def _advice(meta: dict, known: Known) -> str:
    return slot("advice", meta["advice"], known.titles.get(meta["advice"], meta["advice"]))


def _figure(meta: dict, known: Known) -> str:
    picture = known.pictures.get(meta["picture"])
    if picture is None:
        return '<figure class="picture">'
    src = f"{settings.MEDIA_URL}pictures/{meta['picture']}.{picture['extension']}"
    size = f'width="{picture["width"]}" height="{picture["height"]}"'
    words = " ".join(filter(None, [meta["caption"], picture.get("credit", "")]))
    caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
    image = f'<img src="{escape(src)}" alt="{escape(picture["alt"])}" {size} loading="lazy">'
    return f'<figure class="picture">{image}{caption}\n'


def _drawing(meta: dict, known: Known) -> str:
    drawing = known.drawings.get(meta["drawing"])
    if drawing is None:
        return '<figure class="drawing">'
    src = f"{settings.MEDIA_URL}pictures/{drawing['sha256']}.{drawing['extension']}"
    size = f'width="{drawing["width"]}" height="{drawing["height"]}"'
    return f'<figure class="drawing"><img src="{escape(src)}" alt="{escape(drawing["alt"])}" {size} loading="lazy">\n'


OPENERS = {
    "care-card": _care_card,
    "picture": _figure,
    "drawing": _drawing,
    "chances": _chances,
    "advice": _advice,
}


def _words_of(meta: dict, known: Known) -> str:
    """The drawing in words, open to everybody."""
    drawing = known.drawings.get(meta["drawing"])
    if drawing is None:
        return ""
    words = "".join(f"<p>{escape(part)}</p>" for part in drawing["words"].split("\n\n"))
    return f'<details class="drawing__words"><summary>This picture in words</summary>{words}</details>\n'


def _render_directive_close(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    meta = tokens[index].meta
    name = meta["name"]
    if name in HEADINGS:
        return "</div>\n"
    if name == "drawing":
        return "</figure>\n" + _words_of(meta, env["known"])
    ends = {"care-card": "</section>\n", "picture": "</figure>\n", "chances": "</figure>\n", "advice": "\n"}
    return ends.get(name, "</aside>\n")


def _render_table_open(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    return '<div class="table" tabindex="0" role="region" aria-label="Table"><table>\n'


def _render_table_close(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    return "</table></div>\n"


def _render_cell_open(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    token = tokens[index]
    side = {"text-align:right": "end", "text-align:center": "center"}.get(str(token.attrs.get("style", "")), "start")
    scope = ' scope="col"' if token.tag == "th" else ""
    return f'<{token.tag}{scope} class="{side}">'


def _render_image(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    return escape(tokens[index].content)


def _render_nothing(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: dict) -> str:
    return ""


for _name, _rule in {
    "cite": _render_cite,
    "page_ref": _render_page_ref,
    "place": _render_place,
    "directive_open": _render_directive_open,
    "directive_close": _render_directive_close,
    "table_open": _render_table_open,
    "table_close": _render_table_close,
    "th_open": _render_cell_open,
    "td_open": _render_cell_open,
    "image": _render_image,
    "stray_fence": _render_nothing,
}.items():
    renderer().add_render_rule(_name, _rule)


_SLOT_TEXT = re.compile(f"{SLOT_OPEN}([^{SLOT_CLOSE}]*){SLOT_CLOSE}")
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|t[dhr]|d[td]|figcaption|blockquote)>|<br>")
_BLANKS = re.compile(r"[^\S\n]+")


def plain_text(html: str) -> str:
    """The words of slotted HTML, one block a line, for search and reading level: links by their words, no citations."""

    def words(match: re.Match[str]) -> str:
        parts = match[1].split("|")
        return (parts[2] or parts[3]) if parts[0] == "page" else ""

    text = unescape(strip_tags(_BLOCK_END.sub("\n", _SLOT_TEXT.sub(words, html).replace("\n", " "))))
    lines = (_BLANKS.sub(" ", line).replace(" .", ".").strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


__all__ = [
    "Finding",
    "Known",
    "RenderedSection",
    "clean",
    "findings_for",
    "line_html",
    "parse",
    "parse_line",
    "plain_text",
    "sections",
    "slot",
]
