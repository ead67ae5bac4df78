"""Clinical kinds (:mod:`.clinical`), the vocabulary of features (:mod:`.vocabulary`), the search index
(:mod:`.search`), words that readers missed (:mod:`.missed`), and the vignettes that search and guide must answer
(:mod:`.vignette`)."""

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
from symptoms.models.vignette import Vignette, VignetteRun
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
    "Vignette",
    "VignetteRun",
    "Word",
]
