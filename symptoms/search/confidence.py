"""Whether the best page answers what was asked, or the library has nothing that matches well.

It decides one sentence over the results. It is about words and pages, not about the reader, and is never shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from symptoms.search.query import Query
from symptoms.search.ranking import Score
from symptoms.search.words import FILLERS

WEIGHTS = {"whole": 0.34, "text": 0.3, "said": 0.36}
"""What each sign is worth; together 1. Found by fitting practice queries, good ones against off-topic ones."""
CONFIDENT = 0.37
"""From here on the best page is called close."""
MUCH, MANY = 2.0, 5
"""So much of the part ``text``, and so many words said, are as much as can be wished for."""


def confidences(scores: Iterable[Score], query: Query) -> list[float]:
    """How sure it is of each page, from 0 to 1; a page that goes by the whole query is certain.

    Three signs: how much of the query is one name that stands whole in it (``whole``), how well the page's words fit by
    BM25 (``text``), and how many telling words of the query its names and phrases hold (``said``): one word in common
    may be chance, four are not."""
    telling = frozenset(query.typed) - FILLERS
    return [1.0 if score.bonus else _confidence(score, telling) for score in scores]


def _confidence(score: Score, telling: frozenset[str]) -> float:
    signs = {
        "whole": score.parts.whole,
        "text": min(1.0, score.parts.text / MUCH),
        "said": min(1.0, len(score.found & telling) / MANY),
    }
    return math.fsum(WEIGHTS[sign] * value for sign, value in signs.items())
