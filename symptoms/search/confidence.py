"""Whether the best page answers what was asked, or the library has nothing that matches well.

It decides one sentence over the results. It is about words and pages, not about the reader, and is never shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from symptoms.search.lexicon import Lexicon
from symptoms.search.query import Query
from symptoms.search.ranking import Score
from symptoms.search.words import FILLERS

WEIGHTS = {"held": 0.3, "whole": 0.32, "at_home": 0.38}
"""What each sign is worth; together 1. Found by fitting practice queries, good ones against off-topic ones."""
CONFIDENT = 0.52
"""From here on the best page is called close."""
GUESSED = 0.7
"""A word that was put right counts this much: it may have been another."""
AT_HOME = 2
"""So many words that stand in the names or phrases of every page would be wholly at home."""


def confidences(scores: Iterable[Score], query: Query, lexicon: Lexicon) -> list[float]:
    """How sure it is of each page, from 0 to 1; a page that goes by the whole query is certain.

    Three shares: of the query in the page's names, phrases and features (``held``); in one name that stands whole in it
    (``whole``); and how many names and phrases of the library use its words (``at_home``)."""
    typed = frozenset(query.typed)
    at_home = WEIGHTS["at_home"] * _at_home(typed, lexicon)
    return [
        1.0
        if score.bonus
        else math.fsum(
            [at_home, WEIGHTS["held"] * _share(score.found & typed, query), WEIGHTS["whole"] * score.parts.whole]
        )
        for score in scores
    ]


def _share(held: frozenset[str], query: Query) -> float:
    return query.share(held - query.corrected) + GUESSED * query.share(held & query.corrected)


def _at_home(typed: frozenset[str], lexicon: Lexicon) -> float:
    uses = math.fsum(math.log1p(lexicon.named.get(term, 0)) for term in typed if term not in FILLERS)
    return min(1.0, uses / (AT_HOME * math.log1p(max(1, lexicon.total))))
