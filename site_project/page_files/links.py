"""What a page refers to, and how a page is changed so that a copy works in any folder and without a server.

The page is read token by token and only the places that change are exchanged: everything else stays byte for byte.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

from django.templatetags.static import static

from site_project.page_cache.routes import query_of
from site_project.page_files.addresses import file_of
from site_project.page_files.reading import is_asset
from site_project.static_files import SCRIPT

_ATTRIBUTE = re.compile(r"""(?P<head>\s(?P<name>[^\s=>"'/]+)\s*=\s*)(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+)""")
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))\s*\)""")
_ADDRESSES = {"href", "src"}
NEED_THE_SERVER = ("js/guide.js",)
"""Scripts that are nothing without the server."""
_FORMS = {
    "search": "Search works on the live site only.",
    "compare-form": "Choosing what stands side by side works on the live site only.",
    "guide__form": "Ticking what you notice works on the live site only.",
}
"""Class of each form that may be sent from a copy, and what stands there where there is no address to send it to."""


@dataclass(frozen=True)
class Edit:
    """New text for the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Copy:
    """A copy of the site: the addresses in it, the address of the live site where it has one, and ``asked_as``, which
    pages take for the site's address where nobody has given it one."""

    addresses: Collection[str]
    live: str
    asked_as: str

    def link(self, value: str, page: str) -> str | None:
        """How ``page`` refers to an address. ``None`` where neither the copy nor a live site has it.

        What is asked with parameters needs the live site; without one the link leads to the same page without them.
        """
        parts = urlsplit(value if self.live else value.removeprefix(self.asked_as))
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            return value
        listed = list_page(value)
        needs_live = bool(parts.query and self.live and not listed)
        if is_asset(parts.path) or (parts.path in self.addresses and not needs_live):
            there = posixpath.relpath(file_of(listed or parts.path), posixpath.dirname(file_of(page)) or ".")
            return f"{there}#{parts.fragment}" if parts.fragment else there
        return self.live + value if self.live else None


def style_assets(css: str, address: str) -> set[str]:
    """Addresses of the files a style sheet uses."""
    found = {urljoin(address, "".join(url)).partition("#")[0] for url in _CSS_URL.findall(css)}
    return set(filter(is_asset, found))


def script_assets(script: str, address: str) -> set[str]:
    """Addresses of the scripts a script imports, where nobody has put them together."""
    return {urljoin(address, name) for name in SCRIPT.findall(script)}


def list_page(link: str) -> str:
    """The address of a further page of a long list, if a link leads to one; else nothing."""
    path, query = urlsplit(link)[2:4]
    number = query_of(path, query)
    return f"{path}?{number}" if number else ""


def used_by(html: str) -> tuple[set[str], set[str]]:
    """Addresses of the static files and pictures a page uses, and of the further pages of a list it leads to."""
    found = _read(html, "/", None)
    return found.assets, found.list_pages


def rewritten(html: str, page: str, copy: Copy) -> str:
    """The page at address ``page`` as it stands in a copy."""
    pieces, end = [], 0
    for edit in _read(html, page, copy).edits:
        pieces += [html[end : edit.start], edit.text]
        end = edit.end
    return "".join([*pieces, html[end:]])


def _read(html: str, page: str, copy: Copy | None) -> _Page:
    found = _Page(html, page, copy)
    found.feed(html)
    found.close()
    return found


@dataclass
class _Leaving:
    """An element that is left out while it is being read."""

    tag: str
    start: int
    words: str
    depth: int = field(default=1)


class _Page(HTMLParser):
    """Collects what a page uses and, for a copy, the edits to it."""

    def __init__(self, html: str, page: str, copy: Copy | None) -> None:
        super().__init__(convert_charrefs=False)
        self.assets: set[str] = set()
        self.list_pages: set[str] = set()
        self.edits: list[Edit] = []
        self._html, self._page, self._copy = html, page, copy
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._leaving: _Leaving | None = None
        self._scripts = {static(name) for name in NEED_THE_SERVER} if copy else set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element refers to."""
        if self._leaving:
            self._leaving.depth += tag == self._leaving.tag
            return
        named = {name: value or "" for name, value in attrs}
        self.assets |= {named[name] for name in _ADDRESSES & named.keys() if is_asset(named[name])}
        self.list_pages |= {list_page(named["href"])} - {""} if tag == "a" and "href" in named else set()
        if self._copy:
            self._edit(tag, named, self._copy)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing that ends where it begins."""
        if not self._leaving:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Finish leaving out."""
        leaving = self._leaving
        if leaving is None or tag != leaving.tag:
            return
        leaving.depth -= 1
        if not leaving.depth:
            end = self._html.index(">", self._position()) + 1
            self.edits.append(Edit(leaving.start, end, leaving.words))
            self._leaving = None

    def _edit(self, tag: str, named: dict[str, str], copy: Copy) -> None:
        words = self._instead(tag, named, copy)
        if words is not None:
            self._leaving = _Leaving(tag, self._position(), words)
            return
        raw, start = self.get_starttag_text() or "", self._position()
        changed = _ATTRIBUTE.sub(lambda found: self._attribute(found, copy), raw)
        if tag == "main":
            changed += _note(copy)
        if changed != raw:
            self.edits.append(Edit(start, start + len(raw), changed))

    def _instead(self, tag: str, named: dict[str, str], copy: Copy) -> str | None:
        """What stands in place of an element that is left out; ``None`` for one that stays."""
        classes = named.get("class", "").split()
        # The site takes feedback from its own pages only.
        if (tag == "section" and "feedback" in classes) or (tag == "script" and named.get("src") in self._scripts):
            return ""
        form = next((name for name in classes if name in _FORMS), "") if tag == "form" and not copy.live else ""
        if not form:
            return None
        a_to_z = escape(copy.link("/a-z/", self._page) or "")
        return f'<p class="note-line">{_FORMS[form]} <a href="{a_to_z}">Look through everything, A to Z</a></p>'

    def _attribute(self, found: re.Match[str], copy: Copy) -> str:
        name, value = found["name"].lower(), unescape(found["value"].strip("\"'"))
        if name == "action":
            return f'{found["head"]}"{escape(copy.live + value)}"'
        if name not in _ADDRESSES:
            return found[0]
        link = copy.link(value, self._page)
        return "" if link is None else found[0] if link == value else f'{found["head"]}"{escape(link)}"'

    def _position(self) -> int:
        line, offset = self.getpos()
        return self._lines[line - 1] + offset


def _note(copy: Copy) -> str:
    """Says on each page of a copy that it is one: nobody corrects it when the site is corrected."""
    live = escape(copy.live)
    newest = f' The newest words stand at <a href="{live}/">{live}</a>.' if live else ""
    return f'\n<p class="note-line">This is a copy of our pages and may be out of date.{newest}</p>'
