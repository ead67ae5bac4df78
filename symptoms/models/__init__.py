"""Clinical kinds (:mod:`.clinical`), the vocabulary of features (:mod:`.vocabulary`), and the search index
(:mod:`.search`)."""

from symptoms.models.clinical import (
    Caution,
    Condition,
    DiagnosticTest,
    PreventionAdvice,
    RiskFactor,
    Symptom,
    Treatment,
    UrgentSign,
)
from symptoms.models.search import Posting, SearchEntry
from symptoms.models.vocabulary import Facet, Feature, Word

__all__ = [
    "Caution",
    "Condition",
    "DiagnosticTest",
    "Facet",
    "Feature",
    "Posting",
    "PreventionAdvice",
    "RiskFactor",
    "SearchEntry",
    "Symptom",
    "Treatment",
    "UrgentSign",
    "Word",
]
