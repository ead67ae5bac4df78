"""The clinical kinds and the relations between them, as the publishing core needs to know them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from articles import kinds
from articles.kinds import CHOICE, LINE, LINES, Kind, KindField, Part, Relation, SectionSpec
from articles.library import records
from articles.models import Page
from articles.text import normalise
from symptoms.levels import CautionLevel
from symptoms.models import Caution, Feature, Word

NOT_GLOSSARY = frozenset(
    {"article", "comparison", "condition", "symptom", "urgent_sign", "risk_factor", "test", "treatment", "prevention"}
)

COMPARABLE = frozenset({"condition", "symptom", "test", "treatment"})
FEWEST_COMPARED, MOST_COMPARED = 2, 4
"""More columns than four are no longer side by side."""


Features = dict[str, list[str]]
"""Facet → words, both by their keys."""
CautionRow = dict[str, str]


def dump_features(pages: Collection[int]) -> dict[int, Features]:
    """Facets and their words in alphabetical order."""
    found: dict[int, Features] = {}
    rows = Feature.objects.filter(page__in=pages).values_list("page_id", "word__facet__key", "word__key")
    for page, facet, word in sorted(rows):
        found.setdefault(page, {}).setdefault(facet, []).append(word)
    return found


def feature_faults(features: Sequence[Features]) -> list[str]:
    """The first word of each that is not in the vocabulary."""
    known = set(Word.objects.values_list("facet__key", "key"))
    return [
        next(
            (
                f"“{word}” is not a word of “{facet}” in the vocabulary"
                for facet, word in marks
                if (facet, word) not in known
            ),
            "",
        )
        for marks in map(_marks, features)
    ]


def load_features(wanted: Sequence[tuple[Page, Features]]) -> None:
    """Replace the features of these pages."""
    ids = {(facet, word): pk for facet, word, pk in Word.objects.values_list("facet__key", "key", "pk")}
    Feature.objects.filter(page__in=[page.pk for page, _ in wanted]).delete()
    Feature.objects.bulk_create(
        Feature(page_id=page.pk, word_id=ids[mark]) for page, data in wanted for mark in dict.fromkeys(_marks(data))
    )


def describe_features(features: Sequence[Features]) -> list[list[list[Any]]]:
    """Labels by facet, in the vocabulary's order: ``[["Eased by", ["Standing still"]]]``."""
    words = list(Word.objects.values_list("facet__key", "facet__label", "key", "label"))
    found = []
    for data in features:
        shown: dict[str, list[str]] = {}
        for facet, facet_label, word, label in words:
            if word in data.get(facet, ()):
                shown.setdefault(facet_label, []).append(label)
        found.append([[label, words] for label, words in shown.items()])
    return found


def _marks(data: Features) -> list[tuple[str, str]]:
    return [(facet, word) for facet, chosen in data.items() for word in chosen]


def dump_cautions(pages: Collection[int]) -> dict[int, list[CautionRow]]:
    """In the order they print."""
    found: dict[int, list[CautionRow]] = {}
    rows = Caution.objects.filter(page__in=pages).order_by("position", "level", "text")
    for page, level, text, about in rows.values_list("page_id", "level", "text", "about__uid"):
        found.setdefault(page, []).append({"level": level, "text": normalise(text), "page": about or ""})
    return found


def caution_faults(cautions: Sequence[list[CautionRow]]) -> list[str]:
    """The first level or page of each that does not exist."""
    known = _abouts(cautions)
    return [next(filter(None, (_caution_fault(item, known) for item in data)), "") for data in cautions]


def _caution_fault(item: CautionRow, known: Collection[str]) -> str:
    if item["level"] not in CautionLevel.values:
        return f"“{item['level']}” is not one of {', '.join(CautionLevel.values)}"
    return f"there is no page “{item['page']}”" if item["page"] and item["page"] not in known else ""


def load_cautions(wanted: Sequence[tuple[Page, list[CautionRow]]]) -> None:
    """Replace the cautions of these pages."""
    abouts = _abouts(data for _, data in wanted)
    Caution.objects.filter(page__in=[page.pk for page, _ in wanted]).delete()
    Caution.objects.bulk_create(
        Caution(
            page_id=page.pk,
            position=position,
            level=item["level"],
            text=item["text"],
            about_id=abouts.get(item["page"]),
        )
        for page, data in wanted
        for position, item in enumerate(data)
    )


def _abouts(cautions: Iterable[list[CautionRow]]) -> dict[str, int]:
    named = {item["page"] for data in cautions for item in data}
    return dict(Page.objects.filter(uid__in=named).values_list("uid", "pk"))


FEATURES = Part("features", dump_features, feature_faults, load_features, dict, describe_features)
CAUTIONS = Part("cautions", dump_cautions, caution_faults, load_cautions, list)


def sections(*pairs: str) -> tuple[SectionSpec, ...]:
    """``"key=Heading"`` strings as section declarations."""
    return tuple(SectionSpec(*pair.split("=", 1)) for pair in pairs)


CLINICAL = "symptoms.pages.ClinicalPageBuilder"

KINDS: tuple[Kind, ...] = (
    Kind(
        key="symptom",
        position=10,
        folder="symptoms",
        label="Symptom",
        plural="Symptoms",
        model_label="symptoms.Symptom",
        sections=sections(
            "about=About this symptom",
            "self-care=What you can do",
            "what-happens=What happens when you ask for help",
            "causes=What it may come from",
        ),
        fields=(KindField("seek_care", LINES),),
        builder=CLINICAL,
        intro="Start from what you feel. Each page says what it may come from and when to get help.",
    ),
    Kind(
        key="condition",
        position=20,
        folder="conditions",
        label="Condition",
        plural="Conditions",
        model_label="symptoms.Condition",
        sections=sections(
            "about=What it is",
            "symptoms=Symptoms",
            "causes=Causes and what makes it more likely",
            "tests=Tests",
            "treatment=Treatment",
            "prevention=Prevention and self-care",
            "living-with=Living with it",
            "outlook=What to expect",
        ),
        fields=(KindField("cause_group", CHOICE, in_brief=True), KindField("seek_care", LINES)),
        parts=(FEATURES,),
        builder=CLINICAL,
        intro="What can lie behind leg cramps, leg pain and poor circulation.",
    ),
    Kind(
        key="urgent_sign",
        position=30,
        folder="urgent",
        label="Urgent sign",
        plural="Urgent signs",
        model_label="symptoms.UrgentSign",
        sections=sections("about=Why it cannot wait", "what-happens=What happens next"),
        fields=(
            KindField("level", CHOICE, in_brief=True),
            KindField("card", LINE, in_brief=True),
            KindField("do_now", LINES),
            KindField("do_not", LINES),
        ),
        parts=(FEATURES,),
        builder=CLINICAL,
        intro="Signs that cannot wait, and what to do now.",
    ),
    Kind(
        key="test",
        position=40,
        folder="tests",
        label="Test",
        plural="Tests",
        model_label="symptoms.DiagnosticTest",
        sections=sections(
            "about=What it is",
            "why=Why it is done",
            "prepare=How to get ready",
            "during=What happens during the test",
            "after=What happens afterwards",
            "risks=Risks",
            "results=What the results mean",
            "who-should-not=Who should not have it",
        ),
        fields=(
            KindField("modality", CHOICE, in_brief=True),
            KindField("setting", LINE),
            KindField("duration", LINE),
            KindField("contrast", LINE),
            KindField("radiation", LINE),
            KindField("shows", LINE),
            KindField("needle", LINE),
            KindField("kidneys", LINE),
            KindField("metal", LINE),
            KindField("pregnancy", LINE),
            KindField("afterwards", LINE),
        ),
        builder=CLINICAL,
        intro="From a hand on the pulse to a scan: what each test is for and what happens.",
    ),
    Kind(
        key="treatment",
        position=50,
        folder="treatments",
        label="Treatment",
        plural="Treatments",
        model_label="symptoms.Treatment",
        sections=sections(
            "about=What it is",
            "benefits=How it may help",
            "risks=Risks and side effects",
            "what-to-expect=What to expect",
            "alternatives=Other choices",
        ),
        parts=(CAUTIONS,),
        builder=CLINICAL,
        intro="What each treatment does, how it may help, and who must ask first.",
    ),
    Kind(
        key="prevention",
        position=60,
        folder="prevention",
        label="Prevention",
        plural="Prevention",
        model_label="symptoms.PreventionAdvice",
        sections=sections("about=What it means", "how=How to go about it", "why=Why it helps", "cautions=Take care"),
        parts=(CAUTIONS,),
        builder=CLINICAL,
        intro="Things you can do yourself to protect your legs.",
    ),
    Kind(
        key="risk_factor",
        position=70,
        folder="risk-factors",
        label="Risk factor",
        plural="What makes it more likely",
        model_label="symptoms.RiskFactor",
        sections=sections("about=Why it matters", "what-you-can-do=What you can do"),
        fields=(KindField("can_be_changed", CHOICE, in_brief=True),),
        builder=CLINICAL,
        intro="Things that make leg problems more likely, and which of them you can change.",
    ),
    Kind(
        key="comparison",
        position=75,
        folder="compare",
        label="Which is it?",
        plural="Which is it?",
        model_label="symptoms.Comparison",
        sections=sections(
            "apart=What separates them",
            "side-by-side=Side by side",
            "together=Can it be both?",
            "see-someone=When to see someone",
        ),
        builder="symptoms.pages.ComparisonPageBuilder",
        intro="Things that are easily taken for each other, and what separates them.",
    ),
)


def one(kind: str) -> frozenset[str]:
    """A single kind, as :class:`Relation` wants it."""
    return frozenset({kind})


RELATIONS: tuple[Relation, ...] = (
    Relation(
        "symptoms",
        one("condition"),
        one("symptom"),
        "Symptom",
        "Symptoms",
        "Conditions that can cause it",
        "symptoms",
        "causes",
        {
            "most": "in most people",
            "many": "in many people",
            "some": "in some people",
            "few": "in a few people",
        },
    ),
    Relation(
        "risk_factors",
        one("condition"),
        one("risk_factor"),
        "Risk factor",
        "What makes it more likely",
        "Conditions it makes more likely",
        "causes",
        "about",
        {"strong": "strong link", "moderate": "moderate link", "weak": "weak link"},
    ),
    Relation(
        "tests",
        one("condition"),
        one("test"),
        "Test",
        "Tests that may be used",
        "Conditions it is used for",
        "tests",
        "why",
        {
            "first": "often the first test",
            "confirm": "to confirm",
            "rule-out": "to rule out",
            "plan-treatment": "to plan treatment",
            "follow-up": "to follow up",
        },
    ),
    Relation(
        "treatments",
        one("condition"),
        one("treatment"),
        "Treatment",
        "Treatments",
        "Conditions it is used for",
        "treatment",
        "benefits",
        {
            "first-line": "often tried first",
            "add-on": "added to other treatment",
            "specialist": "specialist treatment",
            "last-resort": "when other treatment has not helped",
        },
    ),
    Relation(
        "prevention",
        NOT_GLOSSARY,
        one("prevention"),
        "Prevention",
        "What you can do yourself",
        "Where this helps",
        "prevention",
        "why",
    ),
    Relation(
        "urgent_signs",
        NOT_GLOSSARY,
        one("urgent_sign"),
        "Urgent sign",
        "Urgent signs",
        "Where this sign matters",
        reverse_titles_only=True,
    ),
    Relation(
        "compares",
        one("comparison"),
        COMPARABLE,
        "Compared page",
        "Compared here",
        "Which is it?",
        reverse_section="symptoms",
        least=FEWEST_COMPARED,
        most=MOST_COMPARED,
    ),
)


def register() -> None:
    """Make kinds and relations known to the publishing core."""
    kinds.register(*KINDS)
    records.register("symptoms.vocabulary_file.VOCABULARY", "symptoms.vignettes_file.VIGNETTES")
    kinds.register_relations(*RELATIONS)


def choice_label(page_kind: str, field: str, value: Any) -> str:
    """The words for a stored choice, for example ``blood-supply`` → “Blood supply”."""
    return dict(kinds.get(page_kind).model_field(field).flatchoices).get(value, str(value))
