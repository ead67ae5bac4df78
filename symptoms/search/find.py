"""The one door to search: names first, then described features and words, each by how rare it is.

An index, not an adviser: the words typed decide, and the same words give everyone the same list.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from articles import kinds as declared
from articles import linked
from articles.models.live import Library, LivePage
from symptoms.search.confidence import CONFIDENT, confidences
from symptoms.search.described import Described
from symptoms.search.lexicon import Lexicon, lexicon
from symptoms.search.query import Query, read
from symptoms.search.ranking import Score, rank
from symptoms.search.reasons import describes
from symptoms.search.snippets import snippet, texts
from symptoms.search.spelling import correct
from symptoms.search.suggest import Suggestion, suggest
from symptoms.search.words import STOP_WORDS, words

LONGEST_QUERY = 600
"""So many characters of a query are read."""


@dataclass(frozen=True)
class SearchResult:
    """One page, and why it was found; ``confident`` when enough of the typed words stand in its names and phrases."""

    uid: str
    slug: str
    title: str
    names: tuple[str, ...]
    url: str
    kind: str
    kind_label: str
    snippet_html: SafeString
    reasons: tuple[str, ...]
    confident: bool = False
    care_level: str = ""


@dataclass(frozen=True)
class ResultGroup:
    """Results of one kind; groups stand in the order of their best result."""

    label: str
    items: tuple[SearchResult, ...]


@dataclass(frozen=True)
class SearchResults:
    """What was found: ``ranked`` best first, ``groups`` the same by kind. ``corrected`` is the query as it was
    searched, when that differs from what was typed; ``described`` what was recognised in it, by facet; ``suggestions``
    are names that begin with the words typed, when no page is close."""

    groups: tuple[ResultGroup, ...] = ()
    ranked: tuple[SearchResult, ...] = ()
    corrected: str = ""
    described: dict[str, tuple[str, ...]] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 0.0
    confident: bool = False
    total: int = 0


def find(
    query: str,
    *,
    language: str = "en",
    kinds: Collection[str] | None = None,
    limit: int = 20,
    exact: bool = False,
    generation: int | None = None,
) -> SearchResults:
    """Live pages for what a reader typed, best first; with ``exact``, the spelling is left as typed. ``generation`` is
    the library's, for callers that know it already.

    Never raises for odd input; a database fault is not caught here.
    """
    query = query[:LONGEST_QUERY]
    generation = generation or Library.current_generation()
    known = lexicon(generation)
    corrected = "" if exact else correct(query, known)
    asked = read(corrected or query, query, known)
    if asked is None:
        return SearchResults()
    scores = rank(asked, known, language, kinds)[:limit]
    found = _present(scores, asked, corrected, known)
    return (
        found
        if found.confident
        else replace(found, suggestions=suggest(query, language=language, generation=generation))
    )


def _present(scores: list[Score], asked: Query, corrected: str, known: Lexicon) -> SearchResults:
    found = [score.entry.page for score in scores]
    live, written = linked.pages.get(found, known.generation), texts.get(found, known.generation)
    shown = [score for score in scores if score.entry.page in live and score.entry.page in written]
    certain = confidences(shown, asked)
    results = [
        _result(
            live[score.entry.page],
            snippet_html=snippet(written[score.entry.page], asked.terms),
            reasons=_reasons(score, known),
            confident=sure >= CONFIDENT,
        )
        for score, sure in zip(shown, certain, strict=True)
    ]
    groups: dict[str, list[SearchResult]] = {}
    for result in results:
        groups.setdefault(declared.get(result.kind).plural, []).append(result)
    best = max(certain[:1], default=0.0)
    return SearchResults(
        groups=tuple(ResultGroup(label, tuple(items)) for label, items in groups.items()),
        ranked=tuple(results),
        corrected=corrected,
        described=_described(asked.described, known),
        confidence=best,
        confident=best >= CONFIDENT,
        total=len(shown),
    )


def _result(page: LivePage, *, snippet_html: SafeString, reasons: tuple[str, ...], confident: bool) -> SearchResult:
    facts = page.facts
    return SearchResult(
        uid=facts["uid"],
        slug=page.slug,
        title=facts["title"],
        names=tuple(name for name in (facts["medical_name"], *facts["lay_names"]) if name),
        url=page.path,
        kind=page.kind,
        kind_label=declared.get(page.kind).label,
        snippet_html=snippet_html,
        reasons=reasons,
        confident=confident,
        care_level=facts.get("level", ""),
    )


CLOSE = 0.4
"""From this likeness on, a name or phrase is given as the reason."""


def _reasons(score: Score, known: Lexicon) -> tuple[str, ...]:
    if score.bonus:
        return ("goes by this name",)
    found = []
    name, phrase = score.parts.name, score.parts.phrase
    if name >= CLOSE and name >= phrase:
        found.append("its name is close to your words")
    elif phrase >= CLOSE:
        found.append("people describe it this way")
    if score.features:
        found.append(describes(score.features, known))
    return tuple(found) or ("mentions these words",)


def _described(found: list[Described], known: Lexicon) -> dict[str, tuple[str, ...]]:
    shown: dict[str, list[str]] = {}
    for one in found:
        label = known.labels[one.feature]
        shown.setdefault(known.facets[one.feature[0]], []).append(f"no {label.lower()}" if one.negated else label)
    return {facet: tuple(labels) for facet, labels in shown.items()}


def is_meaningful(query: str) -> bool:
    """Whether anything but stop words was typed."""
    return any(word not in STOP_WORDS for word in words(query))
