"""Made-up pages for measurements: as many as wanted, the same each time, about as long and as linked as real ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Any

from articles import kinds
from articles.snapshot import Snapshot, blank_fields
from articles.upcast import SCHEMA

PREFIX = "made-up-"
"""What the slugs of all of them begin with."""
_KINDS = (
    *("condition",) * 6, *("symptom",) * 4, *("treatment",) * 3, *("test",) * 2, "prevention", "risk_factor",
    "urgent_sign", "glossary_term", "article",
)  # fmt: skip
_FIELDS: dict[str, dict[str, Any]] = {
    "condition": {"cause_group": "blood-supply"},
    "urgent_sign": {"level": "same-day", "do_now": ["Ask for help today."]},
    "test": {"modality": "ultrasound"},
    "risk_factor": {"can_be_changed": "partly"},
}
_LINKS = {
    "condition": {"symptoms": 4, "tests": 2, "treatments": 3, "risk_factors": 1, "urgent_signs": 1, "related": 2},
    "article": {"urgent_signs": 1, "related": 4},
}
_PARTS = ("calf", "thigh", "foot", "ankle", "shin", "knee", "hip", "toe")
_FEELS = ("aches", "burns", "cramps", "feels heavy", "feels cold", "swells", "tingles", "throbs", "goes numb")
_WHEN = ("when I walk", "at night", "after standing", "on the stairs", "in the cold", "when I sit", "in the morning")
_SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ra", "se", "ti", "vo", "za", "che", "tro")


def kind_of(number: int) -> str:
    """The kind of the page with this number."""
    return _KINDS[number % len(_KINDS)]


def uid_of(number: int) -> str:
    """The uid of the page with this number."""
    return f"{kinds.get(kind_of(number)).folder}/{PREFIX}{number}"


def name_of(number: int) -> str:
    """A word that nobody else is called by: the number in syllables, for example “Badelani”."""
    rest, name = number + len(_SYLLABLES), ""
    while rest:
        rest, digit = divmod(rest, len(_SYLLABLES))
        name += _SYLLABLES[digit]
    return name.capitalize()


class Maker:
    """Makes the pages, each from those with lower numbers, ``words`` (the commonest first) and ``features``
    (facet → words).
    """

    def __init__(self, words: Sequence[str], features: dict[str, list[str]]) -> None:
        self._words, self._features = words, features
        # A word is the rarer the later it stands, as in any text (Zipf).
        self._weights = list(accumulate(1 / place for place in range(1, len(words) + 1)))

    def snapshot(self, number: int) -> Snapshot:
        """The page with this number, ready to be loaded."""
        chance = Random(number)  # noqa: S311 - made-up words, no secret
        kind, name = kind_of(number), name_of(number)
        spec, part = kinds.get(kind), chance.choice(_PARTS)
        return {
            "schema": SCHEMA,
            "uid": uid_of(number),
            "kind": kind,
            "slug": f"{PREFIX}{number}",
            "language": "en",
            "title": f"{name} {part} {spec.label.lower()}",
            "medical_name": f"{name} syndrome",
            "summary": f"A made-up page about the {part}, to measure with. {self._sentence(chance)}",
            "body": self._body(chance, spec),
            "lay_names": sorted(f"{word} {name.lower()}" for word in chance.sample(_PARTS, 3)),
            "phrases": sorted({self._phrase(chance) for _ in range(8)}),
            "misspellings": [],
            "codes": [],
            "topics": [],
            "fields": blank_fields(spec) | self._fields(kind, name),
            "parts": {p.name: self._part(chance, p.name) or p.empty() for p in spec.parts},
            "links": self._links(chance, kind, number),
            "pictures": {},
        }

    def _fields(self, kind: str, name: str) -> dict[str, Any]:
        more = {"card": f"your leg has {name.lower()}"} if kind == "urgent_sign" else {}
        return _FIELDS.get(kind, {}) | more

    def _phrase(self, chance: Random) -> str:
        return f"my {chance.choice(_PARTS)} {chance.choice(_FEELS)} {chance.choice(_WHEN)}"

    def _sentence(self, chance: Random) -> str:
        words = chance.choices(self._words, cum_weights=self._weights, k=12)
        return " ".join([words[0].capitalize(), *words[1:]]) + "."

    def _body(self, chance: Random, spec: kinds.Kind) -> str:
        paragraphs = [" ".join(self._sentence(chance) for _ in range(3))]
        for section in spec.sections[:4]:
            text = " ".join(self._sentence(chance) for _ in range(4))
            paragraphs.append(f"## {section.heading} {{#{section.key}}}\n\n{text}")
        return "\n\n".join(paragraphs) + "\n"

    def _part(self, chance: Random, name: str) -> Any:
        if name != "features" or not self._features:
            return None
        facets = chance.sample(sorted(self._features), min(3, len(self._features)))
        return {facet: [chance.choice(self._features[facet])] for facet in facets}

    def _links(self, chance: Random, kind: str, number: int) -> dict[str, list[dict[str, str]]]:
        """Links to pages that were made before this one."""
        found = {}
        for key, most in _LINKS.get(kind, {}).items():
            relation = kinds.relation(key)
            earlier = {chance.randrange(number) for _ in range(8 * most)} if number else set()
            fitting = [n for n in sorted(earlier) if relation.allows(kind, kind_of(n))][:most]
            if fitting:
                found[key] = [{"to": uid_of(n), "note": "", "qualifier": ""} for n in fitting]
        return found
