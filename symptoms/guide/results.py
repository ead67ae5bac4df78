"""What the guide shows for the ticks of an address: pages, each with what it says about every tick."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from articles import kinds
from articles.display import Facet
from articles.models.live import Address, Library, LivePage
from symptoms.guide.ranking import Found, Mark, shelf
from symptoms.guide.ticks import Tick

FIRST = 8
"""Pages shown in full; the rest stand folded below. Vignettes hold search to the same number."""
URGENT_FIRST = 3
"""Among so many results of search must a vignette's page about an urgent sign stand."""
MOST = 30
"""Pages shown at all."""
COMPARED = 3
"""How many conditions a link to compare names, the page itself among them."""
COMPARABLE = "condition"


@dataclass(frozen=True)
class GuideResult:
    """One page, and what it says about each tick in the words of the vocabulary."""

    title: str
    url: str
    kind_label: str
    summary: str
    care_level: str
    described: tuple[Facet, ...]
    absent: tuple[str, ...]
    unmentioned: tuple[str, ...]
    compare_url: str = ""
    compare_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class GuideResults:
    """``first`` in full, ``more`` in brief, both best first."""

    first: tuple[GuideResult, ...] = ()
    more: tuple[GuideResult, ...] = ()

    @property
    def total(self) -> int:
        """How many pages are shown."""
        return len(self.first) + len(self.more)


def look_up(ticks: list[Tick], *, language: str = "en") -> GuideResults:
    """Live pages that describe what was ticked, best first."""
    chosen = {tick.mark: tick for tick in ticks if tick.chosen}
    ranked = shelf(Library.current_generation()).rank(chosen)
    pages = [found.marks.page for found in ranked[: MOST * 2]]
    addresses = {a.page_id: a for a in Address.objects.live().filter(page__in=pages, language=language).in_brief()}
    shown = [(found, addresses[found.marks.page]) for found in ranked if found.marks.page in addresses][:MOST]
    results = [_result(found, address, chosen, shown) for found, address in shown]
    return GuideResults(tuple(results[:FIRST]), tuple(results[FIRST:]))


def _result(
    found: Found, address: LivePage, chosen: dict[Mark, Tick], shown: list[tuple[Found, LivePage]]
) -> GuideResult:
    facts = address.facts
    neighbours = _neighbours(address, [other for _, other in shown])
    return GuideResult(
        title=facts["title"],
        url=address.path,
        kind_label=kinds.get(address.kind).label,
        summary=facts["summary"],
        care_level=facts.get("level", ""),
        described=_by_facet([chosen[mark] for mark in found.described]),
        absent=tuple(chosen[mark].label for mark in found.absent),
        unmentioned=tuple(chosen[mark].label for mark in found.unmentioned),
        compare_url=_compare_url([address, *neighbours]),
        compare_with=tuple(neighbour.facts["title"] for neighbour in neighbours),
    )


def _by_facet(ticks: list[Tick]) -> tuple[Facet, ...]:
    labels = dict.fromkeys(tick.facet_label for tick in ticks)
    return tuple(Facet(label, tuple(t.label for t in ticks if t.facet_label == label)) for label in labels)


def _neighbours(address: LivePage, listed: list[LivePage]) -> list[LivePage]:
    """The conditions that stand next to this one in the list."""
    if address.kind != COMPARABLE:
        return []
    alike = [other for other in listed if other.kind == COMPARABLE]
    here = alike.index(address)
    nearest = sorted(range(len(alike)), key=lambda place: (abs(place - here), place))
    return [alike[place] for place in nearest[1:COMPARED]]


def _compare_url(addresses: list[LivePage]) -> str:
    if len(addresses) < 2:
        return ""
    named = [("with", address.path.strip("/")) for address in addresses]
    return f"/compare/?{urlencode(named, safe='/')}"
