"""Why a page was found, in plain words about the page."""

from __future__ import annotations

from collections.abc import Iterable

from symptoms.search.lexicon import ABSENT, Feature, Lexicon

_OPENINGS = {
    "where": "in the {}",
    "sides": "in {}",
    "onset": "brought on by {}",
    "relieved_by": "eased by {}",
    "worse_with": "worse with {}",
    "accompanied_by": "with {}",
    ABSENT: "usually without {}",
}
_PREPOSITIONS = ("after ", "at ", "behind ", "back of ", "suddenly ", "slowly ", "with ", "uphill ")
"""A label that starts so needs no opening of ours."""


def describes(features: Iterable[Feature], lexicon: Lexicon) -> str:
    """“describes what is felt in the calf, brought on by walking, eased by standing still”."""
    by_facet: dict[str, list[str]] = {}
    for facet, word in features:
        by_facet.setdefault(facet, []).append(_plain(lexicon.labels[facet, word]))
    parts = [_part(facet, by_facet[facet], lexicon) for facet in lexicon.facets if facet in by_facet]
    return "describes what is felt " + ", ".join(parts)


def _plain(label: str) -> str:
    text = label[:1].lower() + label[1:]
    for opening in ("on ", "when ", "during "):
        text = text.removeprefix(opening)
    return text


def _part(facet: str, labels: list[str], lexicon: Lexicon) -> str:
    whole = labels[0] if len(labels) == 1 else ", ".join(labels[:-1]) + " and " + labels[-1]
    if facet in ("where", "onset") and labels[0].startswith(_PREPOSITIONS):
        return whole
    opening = _OPENINGS.get(facet)
    return opening.format(whole) if opening else f"{lexicon.facets[facet].lower()}: {whole}"
