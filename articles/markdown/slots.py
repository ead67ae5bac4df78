"""Fills the slots of stored HTML from what is live now: titles and addresses of pages, numbered citations, the
place's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.display import CARE_LEVEL_LABELS, CAUTION_LABELS
from articles.text import PLACEHOLDERS, SLOT_CLOSE, SLOT_OPEN

_CITES = "cite|"


@dataclass(frozen=True)
class PageTarget:
    """A live page as links show it."""

    title: str
    url: str
    is_term: bool = False
    summary: str = ""
    cautions: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class PlaceWords:
    """Whom to call, in the words of the site's place. A number may be empty."""

    emergency_number: str = ""
    emergency_words: str = "Call your local emergency number now"
    urgent_number: str = ""
    urgent_words: str = "Get medical help today"
    name: str = ""
    routine_words: str = "Make an appointment"
    doctor: str = PLACEHOLDERS["doctor"]
    emergency_department: str = PLACEHOLDERS["emergency-department"]

    @property
    def emergency_tel(self) -> str:
        """The emergency number as a ``tel:`` address, or empty."""
        return _tel(self.emergency_number)

    @property
    def urgent_tel(self) -> str:
        """The urgent-care number as a ``tel:`` address, or empty."""
        return _tel(self.urgent_number)

    def card_heading(self, level: str) -> str:
        """The action that heads a care card of this level; it ends in "if:"."""
        actions = {
            "emergency": self.emergency_words,
            "same-day": self.urgent_words,
            "routine": self.routine_words,
        }
        return f"{actions[level]} if:"


def _tel(number: str) -> str:
    digits = re.sub(r"[^0-9+]", "", number)
    return f"tel:{digits}" if digits else ""


@dataclass
class Filler:
    """Fills slots for one page. Citations are numbered in the order they are met; ``cited`` keeps that order, and
    ``terms`` the glossary words met with their meanings.
    """

    pages: Mapping[str, PageTarget]
    place: PlaceWords = field(default_factory=PlaceWords)
    known_sources: frozenset[str] | None = None
    cited: dict[str, int] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)

    def fill(self, html: str) -> SafeString:
        """Stored, cleaned HTML with every slot filled."""
        first, *rest = html.split(SLOT_OPEN)
        if not rest:
            return SafeString(html)
        filled = [first]
        for part in rest:
            slot, _, text = part.partition(SLOT_CLOSE)
            if slot.startswith(_CITES):
                # A reference number belongs to the word before it, so the blank between them goes.
                filled[-1] = filled[-1].rstrip(" \n")
                filled.append(self._cites(slot[len(_CITES) :].split(";")))
            else:
                filled.append(self._one(slot))
            filled.append(text)
        return SafeString("".join(filled))  # the renderer cleaned it; values are escaped below

    def _one(self, slot: str) -> str:
        kind, *parts = slot.split("|")
        if kind == "page":
            return self._page(*parts)
        if kind == "card":
            return self._card(parts[0])
        if kind == "chances":
            return _dots(int(parts[0]), int(parts[1]))
        if kind == "advice":
            return self._advice(*parts)
        return self._number(parts[0])

    def _cites(self, keys: Iterable[str]) -> str:
        """The numbers of one place stand in one element, so that a style sheet can keep them a finger apart."""
        numbers = tuple(
            self.cited.setdefault(key, len(self.cited) + 1)
            for key in keys
            if self.known_sources is None or key in self.known_sources
        )
        return _cited(numbers) if numbers else ""

    def _page(self, uid: str, text: str, fallback: str) -> str:
        target = self.pages.get(unescape(uid))
        if target is None:
            return text or fallback
        more = ""
        if target.is_term:
            self.terms[target.title] = target.summary
            more = f' class="term" data-meaning="{escape(target.summary)}"'
        return f'<a{more} href="{escape(target.url)}">{text or escape(target.title)}</a>'

    def _advice(self, uid: str, fallback: str) -> str:
        """A treatment or prevention advice in brief, with everything that speaks against it as it is live now."""
        target = self.pages.get(unescape(uid))
        if target is None:
            return f"<p>{fallback}</p>"
        head = format_html(
            '<p class="advice__title"><a href="{}">{}</a></p><p>{}</p>', target.url, target.title, target.summary
        )
        return f'<div class="advice">{head}{self.cautions(target.cautions)}</div>'

    def cautions(self, rows: Iterable[dict[str, str]]) -> SafeString:
        """Who must not, or must ask first, as a list; empty where there is nothing to say."""
        items = [
            format_html("<li><strong>{}:</strong> {}</li>", CAUTION_LABELS[row["level"]], self.fill(row["html"]))
            for row in rows
        ]
        # format_html escaped each item.
        return SafeString(f'<ul class="advice__cautions">{"".join(items)}</ul>' if items else "")

    def _card(self, level: str) -> str:
        if level not in CARE_LEVEL_LABELS:
            return ""
        return format_html(
            '<span class="care-card__level">{}<span class="visually-hidden">: </span></span>{}',
            CARE_LEVEL_LABELS[level],
            self.place.card_heading(level),
        )

    def _number(self, name: str) -> str:
        place = self.place
        words, tel = {
            "emergency-number": (place.emergency_number, place.emergency_tel),
            "urgent-number": (place.urgent_number, place.urgent_tel),
            "doctor": (place.doctor, ""),
            "emergency-department": (place.emergency_department, ""),
        }.get(name, ("", ""))
        return format_html('<a href="{}">{}</a>', tel, words) if tel else escape(words or PLACEHOLDERS.get(name, name))


@lru_cache(maxsize=2000)
def _cited(numbers: tuple[int, ...]) -> str:
    links = "".join(f'<a href="#source-{n}" aria-label="Source {n}">{n}</a>' for n in numbers)
    return f'<sup class="cite">{links}</sup>'


DOT, DOTS_A_ROW = 20, 10
"""Size of a dot's place in drawing units, and dots a row: tens are easy to count."""


def _dots(part: int, whole: int) -> str:
    """An icon array: ``part`` full dots and the rest hollow. The caption says the same in words."""
    dots = "".join(
        f'<circle class="chances__dot{" chances__dot--on" if number < part else ""}" '
        f'cx="{DOT // 2 + DOT * (number % DOTS_A_ROW)}" cy="{DOT // 2 + DOT * (number // DOTS_A_ROW)}" r="7"/>'
        for number in range(whole)
    )
    width, height = DOT * DOTS_A_ROW, DOT * -(-whole // DOTS_A_ROW)
    return (
        f'<svg class="chances__dots" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{part} in {whole}">{dots}</svg>'
    )


@dataclass(frozen=True)
class Named:
    """The pages, by uid, and the sources that texts name in their slots."""

    pages: frozenset[str]
    sources: frozenset[str]


def named_in(htmls: Iterable[str]) -> Named:
    """What slots in these texts point to and cite."""
    pages, sources = set(), set()
    for _, *parts in (html.split(SLOT_OPEN) for html in htmls):
        for part in parts:
            kind, _, rest = part.partition(SLOT_CLOSE)[0].partition("|")
            if kind in {"page", "advice"}:
                pages.add(unescape(rest.partition("|")[0]))
            elif kind == "cite":
                sources.update(rest.split(";"))
    return Named(frozenset(pages), frozenset(sources))
