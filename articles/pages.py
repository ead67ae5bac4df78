"""Puts a page together from its live edition: fills slots, adds both ends of the live graph, numbers the sources.

The same builder makes the public page and the preview; queries are few and fixed whatever the number of links.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from articles import jsonld, kinds, linked, subjects
from articles.content import Content
from articles.display import Crumb, LinkGroup, LinkItem, PageDisplay, Review, Section, SourceItem
from articles.identity import Site
from articles.linked import Cited, LinkedPage, LinkRow, Links
from articles.markdown.slots import Filler, PageTarget, named_in
from articles.models.live import LivePage
from articles.models.shared import Topic


class Neighbours(NamedTuple):
    """A page's first topic, and the pages before and after it there."""

    subject: LinkItem | None = None
    previous: LinkItem | None = None
    next: LinkItem | None = None


@dataclass
class Gathered:
    """Everything that a page shows besides its own edition and the site: what is built of it asks for nothing more."""

    links: Links
    by_id: dict[int, LinkedPage]
    by_uid: dict[str, LinkedPage]
    sources: dict[str, Cited]
    topics: list[Topic]
    neighbours: Neighbours

    @cached_property
    def live_rows(self) -> dict[tuple[str, bool], list[LinkRow]]:
        """Cross-links whose other end is live, by relation and whether this page owns them."""
        found: dict[tuple[str, bool], list[LinkRow]] = {}
        for link in self.links.rows:
            if link.other_id in self.by_id:
                found.setdefault((link.relation, link.outgoing), []).append(link)
        return found

    def made_of(self) -> tuple[object, ...]:
        """All of it as plain values."""
        return (
            self.links.digest,
            b"".join(sorted(page.digest for page in self.by_id.values())).hex(),
            b"".join(sorted(source.digest for source in self.sources.values())).hex(),
            [(topic.key, topic.title, topic.summary) for topic in self.topics],
            self.neighbours,
        )


def builder_for(content: Content, site: Site, today: dt.date) -> PageBuilder:
    """The builder that its kind declares, with everything gathered that the page shows."""
    builder: type[PageBuilder] = import_string(kinds.get(content.kind).builder)
    return builder(content, site, today)


def build(content: Content, site: Site, today: dt.date) -> PageDisplay:
    """The page as its template wants it."""
    return builder_for(content, site, today).build()


class PageBuilder:
    """Builds what all kinds have in common; kinds with more to show extend it.

    What a page shows is gathered when the builder is made, and nothing is read after that: :meth:`made_of` says it all,
    and a finished page is kept by it.
    """

    def __init__(self, content: Content, site: Site, today: dt.date) -> None:
        self.content, self.site = content, site
        self.spec = kinds.get(content.kind)
        self.review = self._review(today)
        self.gathered = self._gather()
        targets = link_targets(self.gathered.by_uid)
        self.filler = Filler(targets, site.place, frozenset(self.gathered.sources))

    def made_of(self) -> tuple[object, ...]:
        """Everything that the page depends on besides the site, for :func:`articles.finished.finished`."""
        content = self.content
        edition = (content.page_id, content.number, content.changed_at, content.sha256)
        published = (content.path, content.first_published_at, content.published_at)
        return (edition, published, self.review, self.gathered.made_of(), self.more_made_of())

    def build(self) -> PageDisplay:
        """Everything in page order, so that sources are numbered as a reader meets them."""
        content = self.content
        extras = self.extras()
        lead, sections = self._sections()
        sections += self.closing_sections()
        related = self._related({item.url for section in sections for group in section.groups for item in group.items})
        sources = self._sources()
        subject, previous, following = self.gathered.neighbours
        display = PageDisplay(
            uid=content.uid,
            kind=content.kind,
            kind_label=self.spec.label,
            title=content.brief["title"],
            medical_name=content.brief["medical_name"],
            lay_names=tuple(content.brief["lay_names"]),
            summary=content.brief["summary"],
            url=content.path,
            canonical=self.site.absolute(content.path),
            crumbs=self._crumbs(),
            lead_html=lead,
            sections=sections,
            related=related,
            topics=tuple(LinkItem(t.title, f"/topics/{t.key}/", t.summary) for t in self.gathered.topics),
            sources=sources,
            terms=tuple(sorted(self.filler.terms.items(), key=lambda term: term[0].casefold())),
            subject=subject,
            previous=previous,
            next=following,
            review=self.review,
            reading_minutes=content.brief["minutes"],
            modified_on=content.changed_at.date() if content.changed_at else None,
            is_preview=content.is_preview,
            **extras,
        )
        return jsonld.attach(display, self.site, content.first_published_at)

    def extras(self) -> dict[str, Any]:
        """What this kind shows before its text. Called first: its citations get the lowest numbers."""
        return {"say": self.content.brief.get("say", "")}

    def section_extras(self, key: str) -> dict[str, Any]:
        """What this kind adds to a section besides its text and links."""
        return {}

    def closing_sections(self) -> tuple[Section, ...]:
        """Sections this kind adds after those of its text."""
        return ()

    def look_up(self, links: Sequence[LinkRow]) -> None:
        """Asks for what this kind shows besides what all kinds do, before everything else is gathered."""

    def more_made_of(self) -> tuple[object, ...]:
        """All that :meth:`look_up` found, as plain values."""
        return ()

    def wanted_uids(self) -> set[str]:
        """Pages this kind needs besides those linked and named in the text."""
        return set()

    def wanted_texts(self) -> list[str]:
        """Stored HTML of other pages this kind shows."""
        return []

    def grouped_apart(self) -> frozenset[str]:
        """Relations this kind shows somewhere else than among its sections and related pages."""
        return frozenset()

    # -- queries ---------------------------------------------------------------------------------------------------

    def _gather(self) -> Gathered:
        links = self._links()
        self.look_up(links.rows)
        own, noted, others = self.content.refers.named, links.named, named_in(self.wanted_texts())
        uids = own.pages | noted.pages | others.pages | self.wanted_uids()
        ids = {link.other_id for link in links.rows}
        generation = self.site.generation
        by_id = {page.page_id: page for page in linked.pages.get(ids | uids, generation).values()}
        pages = by_id.values()
        topics = [topic for topic in linked.topics(generation) if topic.key in self.content.refers.topics]
        cited = own.sources.union(noted.sources, others.sources, *(page.cites for page in pages))
        return Gathered(
            links=links,
            by_id=by_id,
            by_uid={page.facts["uid"]: page for page in pages},
            sources=linked.sources.get(cited, generation),
            topics=topics,
            neighbours=self._neighbours(topics),
        )

    def _links(self) -> Links:
        live = linked.links_of(self.content.page_id)
        if self.content.own_links is None:
            return live
        return Links.of([*self.content.own_links, *(row for row in live.rows if not row.outgoing)])

    # -- parts -----------------------------------------------------------------------------------------------------

    def _crumbs(self) -> tuple[Crumb, ...]:
        return (
            Crumb("Home", "/"),
            Crumb(self.spec.plural, f"/{self.spec.folder}/"),
            Crumb(self.content.brief["title"]),
        )

    def _sections(self) -> tuple[SafeString, tuple[Section, ...]]:
        written = self.content.read().rendered["sections"]
        lead = self.filler.fill(written[0]["html"])
        order = {key: number for number, key in enumerate(self.spec.section_keys)}
        by_key = {part["key"]: part for part in written[1:] if part["key"] in order}
        free = [part for part in written[1:] if part["key"] not in order]
        sections = [
            self._section(part["key"], part["heading"], part["anchor"], part["html"])
            for part in free
            if part["heading"]
        ]
        for spec in self.spec.sections:
            part = by_key.get(spec.key)
            heading, anchor = (part["heading"], part["anchor"]) if part else (spec.heading, spec.key)
            section = self._section(spec.key, heading, anchor, part["html"] if part else "")
            if section.html or section.groups or section.facets or section.comparison:
                sections.append(section)
        footnotes = "".join(part["html"] for part in free if not part["heading"])
        if footnotes:
            sections.append(Section("footnotes", "Notes", "notes", self.filler.fill(footnotes)))
        return lead, tuple(sections)

    def _section(self, key: str, heading: str, anchor: str, html: str) -> Section:
        filled = self.filler.fill(html)
        extras = self.section_extras(key) if key else {}
        return Section(key, heading, anchor, filled, groups=self._groups(key) if key else (), **extras)

    def _groups(self, section: str) -> tuple[LinkGroup, ...]:
        apart = self.grouped_apart()
        groups = (
            self._group(shown.key, shown.heading, outgoing=shown.outgoing)
            for shown in _shown_in(self.content.kind, section)
            if shown.relation not in apart
        )
        return tuple(group for group in groups if group.items)

    def _group(self, key: str, heading: str, *, outgoing: bool, without: Collection[str] = ()) -> LinkGroup:
        """``without`` are addresses to leave out, before their notes are filled: what is not shown cites nothing."""
        rows = self.live_rows(key.removesuffix("-reverse"), outgoing=outgoing)
        if not outgoing:
            rows = sorted(rows, key=lambda r: self._title_of(r.other_id))
        items = [self._item(row) for row in rows if self.gathered.by_id[row.other_id].path not in without]
        return LinkGroup(key, heading, tuple(items))

    def live_rows(self, relation: str, *, outgoing: bool) -> list[LinkRow]:
        """Cross-links of one relation and direction whose other end is live."""
        return self.gathered.live_rows.get((relation, outgoing), [])

    def _title_of(self, page_id: int) -> str:
        address = self.gathered.by_id.get(page_id)
        return address.facts["title"].casefold() if address else ""

    def _item(self, row: LinkRow) -> LinkItem:
        address = self.gathered.by_id[row.other_id]
        relation = kinds.relation(row.relation)
        is_brief = relation.reverse_titles_only and not row.outgoing
        return LinkItem(
            title=address.facts["title"],
            url=address.path,
            summary="" if is_brief else first_sentence(address.facts["summary"]),
            note_html=self.filler.fill(row.note_html),
            qualifier=relation.qualifiers.get(row.qualifier, ""),
            kind_label=kinds.get(address.kind).label,
            care_level=address.facts.get("level", ""),
            cautions_html=self._cautions_here(address),
        )

    def _cautions_here(self, address: LivePage) -> SafeString:
        """What speaks against a linked advice because of the very subject of this page."""
        mine = [c for c in address.facts.get("cautions", ()) if c["page"] == self.content.uid]
        return self.filler.cautions(mine) if mine else SafeString("")

    def _neighbours(self, topics: list[Topic]) -> Neighbours:
        if not topics or self.content.is_preview:
            return Neighbours()
        topic = topics[0]
        shelf = subjects.shelves(self.site.generation).get(topic.key, ())
        place = next((number for number, item in enumerate(shelf) if item.url == self.content.path), None)
        subject = LinkItem(topic.title, f"/topics/{topic.key}/", topic.summary)
        if place is None:
            return Neighbours(subject)
        before = shelf[place - 1] if place else None
        after = shelf[place + 1] if place + 1 < len(shelf) else None
        return Neighbours(subject, before, after)

    def _related(self, shown: set[str]) -> tuple[LinkGroup, ...]:
        """Links that no section claimed and that are not ``shown`` above; both directions under one heading in one
        list.

        A glossary term that names this page is left out: readers come from it, they need not go back.
        """
        terms = {a.path for a in self.gathered.by_id.values() if a.kind == "glossary_term"}
        found: dict[str, list[LinkItem]] = {}
        for end in _shown_as_related(self.content.kind):
            if end.relation in self.grouped_apart() or not self.live_rows(end.relation, outgoing=end.outgoing):
                continue
            without = shown if end.outgoing else shown | terms
            items = self._group(end.key, "", outgoing=end.outgoing, without=without).items
            found.setdefault(end.heading, []).extend(items)
            shown = shown | {item.url for item in items}
        return tuple(LinkGroup("related", heading, tuple(items)) for heading, items in found.items() if items)

    def _sources(self) -> tuple[SourceItem, ...]:
        return number_sources(self.filler.cited, self.gathered.sources)

    def _review(self, today: dt.date) -> Review:
        content, signed = self.content, self.content.signed
        review = Review(content.published_at.date() if content.published_at else None, content.number)
        if not signed:
            return review
        on = _date_of(signed["at"])
        due = add_months(on, self.site.review_months)
        return dataclasses.replace(
            review,
            reviewed_on=on,
            reviewed_by=signed["by"],
            reviewer_role=signed["role"],
            due_on=due,
            overdue=due < today,
        )


@dataclass(frozen=True)
class Shown:
    """A relation seen from one end, among the links of a section."""

    relation: str
    outgoing: bool
    key: str
    heading: str


@lru_cache(maxsize=200)
def _shown_in(kind: str, section: str) -> tuple[Shown, ...]:
    """The relations whose links stand in this section of a page of this kind."""
    found = []
    for relation in kinds.relations():
        if relation.section == section and relation.owners and kind in relation.owners:
            found.append(Shown(relation.key, True, relation.key, relation.forward))
        if relation.reverse_section == section and relation.targets and kind in relation.targets:
            found.append(Shown(relation.key, False, f"{relation.key}-reverse", relation.reverse))
    return tuple(found)


@lru_cache(maxsize=200)
def _shown_as_related(kind: str) -> tuple[Shown, ...]:
    """The relations that no section of a page of this kind claims."""
    sections = kinds.get(kind).section_keys
    found = []
    for relation in kinds.relations():
        if not (relation.section and relation.section in sections):
            found.append(Shown(relation.key, True, relation.key, relation.forward))
        if not (relation.reverse_section and relation.reverse_section in sections):
            found.append(Shown(relation.key, False, f"{relation.key}-reverse", relation.reverse))
    return tuple(found)


def first_sentence(text: str) -> str:
    """The first sentence: a summary cut anywhere else may lose the half that warns."""
    first, stop, _ = text.partition(". ")
    return first + stop.strip()


def number_sources(cited: Iterable[str], sources: dict[str, Cited]) -> tuple[SourceItem, ...]:
    """The references of a page, numbered in the order in which its text cites them."""
    return tuple(
        SourceItem(number, f"source-{number}", source.title, source.publisher, source.year, source.url)
        for number, key in enumerate(cited, 1)
        for source in [sources[key]]
    )


def link_targets(pages: Mapping[str, LivePage]) -> Mapping[str, PageTarget]:
    """Live pages as slots in text show them, by uid."""
    return _Targets(pages)


class _Targets(Mapping[str, PageTarget]):
    """Made when a slot asks: a page is linked to far more than its text names."""

    def __init__(self, pages: Mapping[str, LivePage]) -> None:
        self._pages = pages
        self._made: dict[str, PageTarget] = {}

    def __getitem__(self, uid: str) -> PageTarget:
        if uid not in self._made:
            page = self._pages[uid]
            self._made[uid] = PageTarget(
                page.facts["title"],
                page.path,
                page.kind == "glossary_term",
                page.facts["summary"],
                tuple(page.facts.get("cautions", ())),
            )
        return self._made[uid]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)


def caution_texts(addresses: Iterable[LivePage]) -> Iterable[str]:
    """What speaks against the advice of these pages, as stored HTML."""
    for address in addresses:
        yield from (caution["html"] for caution in address.facts.get("cautions", ()))


def _date_of(at: Any) -> dt.date:
    # SQLite gives the stored text, PostgreSQL an ISO string.
    moment = parse_datetime(at) if isinstance(at, str) else at
    if moment is None:
        raise ValueError(f"not a date: {at!r}")
    return moment.date()


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    following = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return first.replace(day=min(day.day, last))
