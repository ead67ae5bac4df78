"""What a template is given: small, plain dataclasses. They hold text and safe HTML; they never query.

HTML in a field named ``*_html`` (or of type :class:`SafeString`) came out of :mod:`articles.markdown` and was
cleaned there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.safestring import SafeString

CARE_LEVEL_LABELS = {
    "emergency": "Emergency",
    "same-day": "Urgent: get help today",
    "routine": "Not urgent",
}
"""Hidden words that lead each care card for screen readers; the level is data, the wording is made here only."""


CAUTION_LABELS = {"not-if": "Not safe", "ask-first": "Ask first"}
"""What leads a caution, by its level."""

MARKS = {"describes": "Describes it", "absent": "Usually absent", "silent": "Not mentioned"}
"""What a page does with a feature, in a comparison."""


@dataclass(frozen=True)
class Crumb:
    """One step of the trail at the top of a page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class CareCard:
    """One graded card. ``heading`` ends in "if:" and names one action; ``items`` are short lines."""

    level: str
    heading: str
    items: tuple[SafeString, ...]
    tel: str = ""
    tel_label: str = ""

    @property
    def label(self) -> str:
        """The level in words, for readers who cannot see colour or icon."""
        return CARE_LEVEL_LABELS[self.level]


@dataclass(frozen=True)
class LinkItem:
    """A link to another live page, with why it is there."""

    title: str
    url: str
    summary: str = ""
    note_html: SafeString = SafeString("")
    qualifier: str = ""
    kind_label: str = ""
    care_level: str = ""
    cautions_html: SafeString = SafeString("")


@dataclass(frozen=True)
class LinkGroup:
    """Cross-links of one relation seen from one end, under a heading of their own."""

    key: str
    heading: str
    items: tuple[LinkItem, ...]


@dataclass(frozen=True)
class Section:
    """A part of the page under an ``h2``, with the cross-links and care cards that belong to it."""

    key: str
    heading: str
    anchor: str
    html: SafeString = SafeString("")
    groups: tuple[LinkGroup, ...] = ()
    facets: tuple[Facet, ...] = ()
    cards: tuple[CareCard, ...] = ()
    comparison: Comparison | None = None
    neighbours: tuple[LinkItem, ...] = ()


@dataclass(frozen=True)
class Cell:
    """What one thing answers to one question: a mark (a key of :data:`MARKS`), a text, or a list of pages; all empty
    where our pages say nothing.
    """

    of: LinkItem
    mark: str = ""
    html: SafeString = SafeString("")
    items: tuple[LinkItem, ...] = ()

    @property
    def mark_label(self) -> str:
        """The mark in words."""
        return MARKS[self.mark]


@dataclass(frozen=True)
class Row:
    """One question, with a cell for each thing in the same order. ``empty`` stands in a cell that has nothing."""

    question: str
    cells: tuple[Cell, ...]
    empty: str = ""


@dataclass(frozen=True)
class RowGroup:
    """Rows that belong together, under a heading where they have one."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """Two or more things side by side."""

    things: tuple[LinkItem, ...]
    groups: tuple[RowGroup, ...]

    @property
    def has_marks(self) -> bool:
        """Whether the marks need explaining."""
        return any(cell.mark for group in self.groups for row in group.rows for cell in row.cells)


@dataclass(frozen=True)
class Facet:
    """How a thing feels, in the vocabulary's words: ("Eased by", ("Standing still",))."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Caution:
    """Who must not, or must ask first. Printed wherever the advice stands."""

    level: str
    label: str
    html: SafeString
    page: LinkItem | None = None


@dataclass(frozen=True)
class SourceItem:
    """One numbered reference; its place in the list is its number."""

    number: int
    anchor: str
    title: str
    publisher: str
    year: int | None
    url: str

    @property
    def by(self) -> str:
        """Publisher and year, as far as they are known."""
        return ", ".join(str(part) for part in (self.publisher, self.year) if part)


@dataclass(frozen=True)
class Review:
    """Who checked exactly these words, and when; empty where nobody has."""

    published_on: dt.date | None = None
    edition: int | None = None
    reviewed_on: dt.date | None = None
    reviewed_by: str = ""
    reviewer_role: str = ""
    due_on: dt.date | None = None
    overdue: bool = False

    @property
    def reviewed(self) -> bool:
        """True when a valid sign-off of exactly this edition exists."""
        return self.reviewed_on is not None

    @property
    def overdue_from(self) -> dt.datetime | None:
        """The moment from which the page will say that its review is overdue; nothing if it never will, or does so now.

        Midnight where the site is: the due day itself still counts as in time.
        """
        if self.due_on is None or self.overdue:
            return None
        return timezone.make_aware(dt.datetime.combine(self.due_on + dt.timedelta(days=1), dt.time.min))


@dataclass(frozen=True)
class PageDisplay:
    """Everything the page template needs, in page order."""

    uid: str
    kind: str
    kind_label: str
    title: str
    summary: str
    url: str
    canonical: str
    crumbs: tuple[Crumb, ...]
    medical_name: str = ""
    lay_names: tuple[str, ...] = ()
    say: str = ""
    care_level: str = ""
    cards: tuple[CareCard, ...] = ()
    do_now: tuple[SafeString, ...] = ()
    do_not: tuple[SafeString, ...] = ()
    glance: tuple[tuple[str, SafeString], ...] = ()
    cautions: tuple[Caution, ...] = ()
    lead_html: SafeString = SafeString("")
    sections: tuple[Section, ...] = ()
    related: tuple[LinkGroup, ...] = ()
    topics: tuple[LinkItem, ...] = ()
    sources: tuple[SourceItem, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    subject: LinkItem | None = None
    previous: LinkItem | None = None
    next: LinkItem | None = None
    review: Review = field(default_factory=Review)
    reading_minutes: int = 1
    modified_on: dt.date | None = None
    json_ld: SafeString = SafeString("")
    is_preview: bool = False


@dataclass(frozen=True)
class IndexRow:
    """A row of an index, list or A–Z. ``see`` is the title a lay name stands for; ``card`` is an urgent sign's line,
    which fits after "if:".
    """

    title: str
    url: str
    summary: str = ""
    kind_label: str = ""
    care_level: str = ""
    see: str = ""
    card: str = ""


@dataclass(frozen=True)
class IndexGroup:
    """Rows under one heading: a letter, a cause group, a kind. ``why`` says what they are there for."""

    heading: str
    anchor: str
    rows: tuple[IndexRow, ...]
    why: str = ""
