"""The parts of a page that are many: sections, links, sources, rows. Their HTML stands in ``templates/parts/``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.components import component as kept_component
from articles.components import frame
from articles.display import Crumb, IndexRow, LinkGroup, LinkItem, PageDisplay, Section, SourceItem

register = template.Library()


@register.simple_tag
def component(template_name: str, **inputs: Any) -> SafeString:
    """Like ``include … only``, but rendered once for the same inputs. For what many pages show in the same way."""
    return kept_component(template_name, **inputs)


@register.simple_tag
def crumb_list(crumbs: Iterable[Crumb]) -> SafeString:
    """The steps of the trail at the top of a page."""
    step, here = frame("parts/crumb.html", "url", "label"), frame("parts/crumb.html", "label")
    return _joined((step if crumb.url else here).fill(url=crumb.url, label=crumb.label) for crumb in crumbs)


@register.simple_tag
def feedback_form(page: str, edition: int) -> SafeString:
    """The question whether a page helped, as nobody has answered it yet."""
    return frame("components/feedback.html", "page", "edition").fill(page=page, edition=edition)


@register.simple_tag
def page_sections(sections: Iterable[Section]) -> SafeString:
    """The parts of a page under their headings, with all that belongs to them."""
    section_frame = frame("parts/section.html", "anchor", "heading", "html", "more")
    return _joined(
        section_frame.fill(anchor=section.anchor, heading=section.heading, html=section.html, more=_more(section))
        for section in sections
    )


def _more(section: Section) -> SafeString:
    found = [kept_component("components/care_card.html", card=card, inner=True) for card in section.cards]
    if section.comparison:
        shown = {"comparison": section.comparison, "label": section.heading}
        found.append(render_to_string("components/comparison.html", shown))
    if section.facets:
        found.append(kept_component("components/facets.html", facets=section.facets))
    if section.neighbours:
        found.append(kept_component("components/compare_with.html", neighbours=section.neighbours))
    found += [link_group(group, under=section.heading) for group in section.groups]
    return _joined(found)


@register.simple_tag
def page_contents(page: PageDisplay) -> SafeString:
    """The list of the parts of a page."""
    entry = frame("parts/contents_entry.html", "anchor", "heading")
    entries = [entry.fill(anchor=section.anchor, heading=section.heading) for section in page.sections]
    if page.related:
        entries.append(entry.fill(anchor="related", heading=page.related[0].heading))
    entries.append(entry.fill(anchor="review", heading="How this page was checked"))
    if page.sources:
        entries.append(entry.fill(anchor="sources", heading="Sources"))
    return frame("parts/contents.html", "entries").fill(entries=_joined(entries))


@register.simple_tag
def link_group(group: LinkGroup, *, under: str = "", level: int = 3) -> SafeString:
    """Links of one relation. Their heading is left out where it is that of the part they stand in."""
    heading = group.heading if level == 2 or group.heading != under else ""
    shown = frame("parts/link_group.html", "links", heading=heading, level=level)
    return shown.fill(links=_joined(_link(item) for item in group.items))


def _link(item: LinkItem) -> SafeString:
    """The link to a page is the same wherever it stands, but for the note."""
    linked = {"title": item.title, "url": item.url, "care_level": item.care_level, "qualifier": item.qualifier}
    if item.note_html:
        shown = frame("parts/link.html", "note", "cautions", **linked)
        return shown.fill(note=item.note_html, cautions=item.cautions_html)
    return frame("parts/link.html", "cautions", note=item.summary, **linked).fill(cautions=item.cautions_html)


@register.simple_tag
def source_list(sources: Iterable[SourceItem]) -> SafeString:
    """The entries of the numbered references."""
    return _joined(
        frame("parts/source.html", "anchor", title=source.title, url=source.url, by=source.by).fill(
            anchor=source.anchor
        )
        for source in sources
    )


@register.simple_tag
def terms_explained(terms: Iterable[tuple[str, str]]) -> SafeString:
    """Words and their meanings."""
    entry = frame("parts/term.html", "title", "meaning")
    return _joined(entry.fill(title=title, meaning=meaning) for title, meaning in terms)


@register.simple_tag
def index_rows(rows: Iterable[IndexRow], show_kind: bool = False) -> SafeString:
    """The rows of a list."""
    return _joined(_row(row, bool(show_kind)) for row in rows)


def _row(row: IndexRow, show_kind: bool) -> SafeString:
    words = {"url": row.url, "title": row.title}
    if row.see:
        words["see"] = row.see
    elif row.summary:
        words["summary"] = row.summary
    kind_label = row.kind_label if show_kind and not row.care_level else ""
    return frame("parts/row.html", *words, care_level=row.care_level, kind_label=kind_label).fill(**words)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))
