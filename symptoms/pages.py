"""What clinical pages show besides their text: care cards, what tells things apart, cautions, tests at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.display import CAUTION_LABELS, CareCard, Caution, Facet, LinkItem, Section
from articles.linked import LinkRow
from articles.pages import PageBuilder
from symptoms.clinical_kinds import choice_label
from symptoms.neighbours import neighbours
from symptoms.side_by_side import Compared
from symptoms.words_shown import facets

GLANCE = (
    ("modality", "Kind of test"),
    ("setting", "Where"),
    ("duration", "How long"),
    ("contrast", "Contrast dye"),
    ("radiation", "Radiation"),
    ("shows", "What it shows"),
    ("needle", "Needle"),
    ("kidneys", "Your kidneys"),
    ("metal", "Metal in your body"),
    ("pregnancy", "If you are pregnant"),
    ("afterwards", "Afterwards"),
)
FACETS_IN = {"condition": "symptoms", "urgent_sign": "about"}
"""Kind → the section that carries “what tells it apart”."""


class ClinicalPageBuilder(PageBuilder):
    """Pages of the clinical kinds."""

    def grouped_apart(self) -> frozenset[str]:
        """Urgent signs are a page's care cards, so they are not listed again."""
        return frozenset() if self.content.kind == "urgent_sign" else frozenset({"urgent_signs"})

    def extras(self) -> dict[str, Any]:
        """Cards first, then what to do now, then cautions and the table at a glance."""
        return {
            "care_level": self.content.brief.get("level", ""),
            "cards": self._cards(),
            "do_now": self._lines("do_now"),
            "do_not": self._lines("do_not"),
            "cautions": self._cautions(),
            "glance": self._glance(),
        }

    def look_up(self, links: Sequence[LinkRow]) -> None:
        """What feels much the same."""
        shown = self.content.kind in FACETS_IN
        self.much_the_same = neighbours(self.content.page_id, self.site.generation) if shown else ()

    def more_made_of(self) -> tuple[object, ...]:
        """The same."""
        return (self.much_the_same,)

    def section_extras(self, key: str) -> dict[str, Any]:
        """The features, in the section that says what it feels like, and what feels much the same."""
        if FACETS_IN.get(self.content.kind) != key:
            return {}
        return {"facets": self._facets(), "neighbours": self.much_the_same}

    def closing_sections(self) -> tuple[Section, ...]:
        """Routine care comes last: what cannot wait stands at the top of the page."""
        lines = self._lines("seek_care")
        if not lines:
            return ()
        card = CareCard("routine", self.site.place.card_heading("routine"), lines)
        return (Section("when-to-see-someone", "When to see someone", "when-to-see-someone", cards=(card,)),)

    def _lines(self, name: str) -> tuple[SafeString, ...]:
        return tuple(self.filler.fill(html) for html in self.content.read().rendered["fields"].get(name, []))

    def _cards(self) -> tuple[CareCard, ...]:
        if self.content.kind == "urgent_sign":
            return ()
        cards = (self._urgent_card(level) for level in ("emergency", "same-day"))
        return tuple(card for card in cards if card.items)

    def _urgent_card(self, level: str) -> CareCard:
        place = self.site.place
        signs = [self.gathered.by_id[row.other_id].facts for row in self.live_rows("urgent_signs", outgoing=True)]
        items = tuple(SafeString(escape(facts["card"])) for facts in signs if facts["level"] == level)
        tel, number = {
            "emergency": (place.emergency_tel, place.emergency_number),
            "same-day": (place.urgent_tel, place.urgent_number),
        }[level]
        return CareCard(level, place.card_heading(level), items, tel, f"Call {number}" if number else "")

    def _cautions(self) -> tuple[Caution, ...]:
        return tuple(
            Caution(
                row["level"],
                CAUTION_LABELS[row["level"]],
                self.filler.fill(row["html"]),
                self._about(row["page"]),
            )
            for row in self.content.read().rendered["cautions"]
        )

    def _about(self, uid: str) -> LinkItem | None:
        address = self.gathered.by_uid.get(uid)
        return LinkItem(address.facts["title"], address.path, address.facts["summary"]) if address else None

    def _glance(self) -> tuple[tuple[str, SafeString], ...]:
        if self.content.kind != "test":
            return ()
        rows = []
        for name, label in GLANCE:
            if name == "modality":
                value = SafeString(escape(choice_label("test", name, self.content.read().fields[name])))
            else:
                value = next(iter(self._lines(name)), SafeString(""))
            if value:
                rows.append((label, value))
        return tuple(rows)

    def _facets(self) -> tuple[Facet, ...]:
        described = self.content.read().rendered["described"].get("features", [])
        return tuple(Facet(label, tuple(words)) for label, words in described)


class ComparisonPageBuilder(ClinicalPageBuilder):
    """What separates things, and the table of them as their pages are live now."""

    def look_up(self, links: Sequence[LinkRow]) -> None:
        """The compared pages, and the vocabulary that the table is in."""
        super().look_up(links)
        self.compared = Compared.fetch([link.other_id for link in links if link.relation == "compares"])
        self.vocabulary = facets(self.site.generation)

    def more_made_of(self) -> tuple[object, ...]:
        """The same: an edition never changes, so its name stands for its words."""
        editions = [
            (a.path, a.edition_id, a.published_at, a.edition and a.edition.sha256) for a in self.compared.addresses
        ]
        return (super().more_made_of(), editions, self.vocabulary)

    def wanted_uids(self) -> set[str]:
        """The pages that the table names."""
        return self.compared.uids()

    def wanted_texts(self) -> list[str]:
        """What the table shows of the compared pages."""
        return self.compared.texts()

    def section_extras(self, key: str) -> dict[str, Any]:
        """The table."""
        if key != "side-by-side":
            return {}
        table = self.compared.table(self.gathered.by_uid, self.filler, self.vocabulary)
        return {"comparison": table}
