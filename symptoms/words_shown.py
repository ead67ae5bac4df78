"""The words of the vocabulary as readers see them now. Shared records, so what is read here takes effect on save."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from symptoms.models.vocabulary import Word


@dataclass(frozen=True)
class FacetShown:
    """A facet with its words, each as key and label, in the vocabulary's order."""

    key: str
    label: str
    words: tuple[tuple[str, str], ...]


@lru_cache(maxsize=2)
def facets(generation: int) -> tuple[FacetShown, ...]:
    """The whole vocabulary. ``generation`` names the state of the library this is true of."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for word in Word.objects.select_related("facet"):
        found.setdefault((word.facet.key, word.facet.label), []).append((word.key, word.label))
    return tuple(FacetShown(key, label, tuple(words)) for (key, label), words in found.items())
