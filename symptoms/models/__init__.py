"""Clinical kinds (:mod:`.clinical`), the vocabulary of features (:mod:`.vocabulary`), the search index
(:mod:`.search`), and words that readers missed (:mod:`.missed`)."""

from symptoms.models.clinical import (
    Caution,
    Comparison,
    Condition,
    DiagnosticTest,
    PreventionAdvice,
    RiskFactor,
    Symptom,
    Treatment,
    UrgentSign,
)
from symptoms.models.missed import MissedWord
from symptoms.models.search import NameKey, Posting, SearchEntry, SearchTerm, SearchWord
from symptoms.models.vocabulary import Facet, Feature, Word

__all__ = [
    "Caution",
    "Comparison",
    "Condition",
    "DiagnosticTest",
    "Facet",
    "Feature",
    "MissedWord",
    "NameKey",
    "Posting",
    "PreventionAdvice",
    "RiskFactor",
    "SearchEntry",
    "SearchTerm",
    "SearchWord",
    "Symptom",
    "Treatment",
    "UrgentSign",
    "Word",
]
