"""Two to four pages side by side, made from what is live of each: what it describes, urgent signs, tests, facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from articles import kinds
from articles.display import Cell, Comparison, LinkItem, Row, RowGroup
from articles.markdown.slots import Filler, named_in
from articles.models.live import Address, LivePage
from symptoms.words_shown import FacetShown

ABSENT_FACET, ITS_OPPOSITE = "usually_absent", "accompanied_by"
"""The facet whose words deny those of the other."""
QUESTIONS = (
    ("shows", "What it shows"),
    ("duration", "How long it takes"),
    ("needle", "Is there a needle?"),
    ("contrast", "Contrast dye"),
    ("radiation", "X-rays (radiation)"),
    ("kidneys", "Your kidneys"),
    ("metal", "Metal in your body"),
    ("pregnancy", "If you are pregnant"),
    ("afterwards", "Afterwards"),
)
"""What people ask before a test: its field and the question."""
NO_ANSWER = "Our sources do not say. Ask the clinic."


class Compared:
    """The compared pages, with what must be fetched before they can stand side by side."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self.addresses = [a for a in addresses if a.edition]
        self.rendered: list[dict[str, Any]] = [a.edition.rendered for a in self.addresses if a.edition]

    @classmethod
    def fetch(cls, page_ids: list[int]) -> Compared:
        """Those of these pages that are live, in this order (one query)."""
        found = Address.objects.live().filter(page__in=page_ids).select_related("edition")
        return cls(sorted(found, key=lambda a: page_ids.index(a.page_id)))

    def texts(self) -> list[str]:
        """The stored HTML that the table shows."""
        return [html for made in self.rendered for html in _texts_shown(made)]

    def uids(self) -> set[str]:
        """The pages that the table names."""
        linked = {link["to"] for made in self.rendered for link in _links(made, "urgent_signs", "tests")}
        return linked | named_in(self.texts()).pages

    def table(
        self, others: Mapping[str, LivePage], filler: Filler, facets: tuple[FacetShown, ...]
    ) -> Comparison | None:
        """The table; ``None`` where fewer than two pages are live. ``others`` are the live pages named, by uid."""
        if len(self.addresses) < 2:
            return None
        return _Table(self, others, filler).build(facets)


def _texts_shown(made: dict[str, Any]) -> Iterable[str]:
    for name, _ in QUESTIONS:
        yield from made["fields"].get(name, [])
    yield from (link["note_html"] for link in _links(made, "tests"))
    yield from (caution["html"] for caution in made["cautions"])


def _links(made: dict[str, Any], *relations: str) -> list[dict[str, str]]:
    return [link for relation in relations for link in made["links"].get(relation, [])]


class _Table:
    """Puts the rows together from top to bottom, so that sources are numbered as a reader meets them."""

    def __init__(self, compared: Compared, others: Mapping[str, LivePage], filler: Filler) -> None:
        self.others, self.filler = others, filler
        self.made = compared.rendered
        self.features = [a.edition.snapshot["parts"].get("features", {}) for a in compared.addresses if a.edition]
        self.things = tuple(LinkItem(a.facts["title"], a.path, a.facts["summary"]) for a in compared.addresses)

    def build(self, facets: tuple[FacetShown, ...]) -> Comparison:
        absent = {key for shown in self.features for key in shown.get(ABSENT_FACET, ())}
        groups = [RowGroup("", tuple(self._opening()))]
        groups += [self._facet(facet, absent) for facet in facets if facet.key != ABSENT_FACET]
        groups.append(RowGroup("Help and tests", tuple(self._closing())))
        return Comparison(self.things, tuple(group for group in groups if group.rows))

    def _opening(self) -> Iterable[Row]:
        yield Row("In short", tuple(Cell(thing, html=SafeString(escape(thing.summary))) for thing in self.things))
        cautions = [self.filler.cautions(made["cautions"]) for made in self.made]
        yield from self._texts("Who must take care", cautions, "None named on our page")
        for name, question in QUESTIONS:
            fields = ("".join(made["fields"].get(name, [])) for made in self.made)
            yield from self._texts(question, [self.filler.fill(html) for html in fields], NO_ANSWER)

    def _texts(self, question: str, answers: list[SafeString], empty: str) -> Iterable[Row]:
        """A row of texts; none where no page answers."""
        if any(answers):
            cells = (Cell(thing, html=answer) for thing, answer in zip(self.things, answers, strict=True))
            yield Row(question, tuple(cells), empty)

    def _facet(self, facet: FacetShown, absent: set[str]) -> RowGroup:
        """The words of one facet that some page has something to say about."""
        denied = absent if facet.key == ITS_OPPOSITE else set()
        told = {key for shown in self.features for key in shown.get(facet.key, ())} | denied
        rows = (Row(label, self._marks(facet, key)) for key, label in facet.words if key in told)
        return RowGroup(facet.label, tuple(rows))

    def _marks(self, facet: FacetShown, key: str) -> tuple[Cell, ...]:
        cells = []
        for thing, shown in zip(self.things, self.features, strict=True):
            if key in shown.get(facet.key, ()):
                mark = "describes"
            elif facet.key == ITS_OPPOSITE and key in shown.get(ABSENT_FACET, ()):
                mark = "absent"
            else:
                mark = "silent"
            cells.append(Cell(thing, mark))
        return tuple(cells)

    def _closing(self) -> Iterable[Row]:
        yield from self._list("Signs that cannot wait", "urgent_signs", self._sign, "None named on our page")
        yield from self._list("Tests that may be used", "tests", self._test, "None named on our page")

    def _list(
        self, question: str, relation: str, item: Callable[[LivePage, dict[str, str]], LinkItem], empty: str
    ) -> Iterable[Row]:
        """A row of lists of live pages; none where no page has any."""
        cells = []
        for thing, made in zip(self.things, self.made, strict=True):
            pages = [(self.others[link["to"]], link) for link in _links(made, relation) if link["to"] in self.others]
            pages.sort(key=lambda pair: pair[0].facts.get("level", "") != "emergency")
            cells.append(Cell(thing, items=tuple(item(*pair) for pair in pages)))
        if any(cell.items for cell in cells):
            yield Row(question, tuple(cells), empty)

    def _sign(self, address: LivePage, link: dict[str, str]) -> LinkItem:
        card = address.facts["card"]
        return LinkItem(card[:1].upper() + card[1:], address.path, care_level=address.facts["level"])

    def _test(self, address: LivePage, link: dict[str, str]) -> LinkItem:
        return LinkItem(
            address.facts["title"],
            address.path,
            note_html=self.filler.fill(link["note_html"]),
            qualifier=kinds.relation("tests").qualifiers.get(link["qualifier"], ""),
        )
