"""How well search answers a file of queries whose right pages are known.

One JSON object a line: ``query``, ``expect`` (uids or topic names, any of them is right; empty when nothing here is),
``kind``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symptoms.search.find import SearchResult, find

DEPTH = 10
NEGATIVE, URGENT = "negative", "urgent"


@dataclass(frozen=True)
class Outcome:
    """One query and what came of it. ``place`` is that of the first right page, 0 when it is not in the first ten."""

    query: str
    kind: str
    place: int
    first: str
    first_is_urgent: bool
    confidence: float
    confident: bool
    corrected: str


def read_queries(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of queries. :class:`ValueError` names a line that is none."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({"query": row["query"], "expect": list(row["expect"]), "kind": row.get("kind", "")})
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"Line {number} of {path.name} is no query: {error}") from error
    return rows


def read_topics(path: Path) -> dict[str, list[str]]:
    """Topic → other names under which a page may stand."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {topic: names for topic, names in data.items() if isinstance(names, list)}


def run(rows: Iterable[dict[str, Any]], topics: dict[str, list[str]]) -> list[Outcome]:
    """Search for every query."""
    return [_try(row, topics) for row in rows]


def _try(row: dict[str, Any], topics: dict[str, list[str]]) -> Outcome:
    found = find(row["query"], limit=DEPTH)
    wanted = {_plain(name) for topic in row["expect"] for name in (topic, *topics.get(topic, ()))}
    places = [n for n, page in enumerate(found.ranked, 1) if _names(page) & wanted or page.uid in row["expect"]]
    first = found.ranked[0] if found.ranked else None
    return Outcome(
        query=row["query"],
        kind=row["kind"] if row["expect"] else NEGATIVE,
        place=places[0] if places else 0,
        first=first.uid if first else "",
        first_is_urgent=bool(first and first.kind == "urgent_sign"),
        confidence=found.confidence,
        confident=found.confident,
        corrected=found.corrected,
    )


def _names(page: SearchResult) -> set[str]:
    return {_plain(name) for name in (page.title, page.slug, *page.names)}


def _plain(name: str) -> str:
    """Without case, hyphens and the difference between ae or oe and e."""
    text = name.casefold().replace("-", " ").replace("ae", "e").replace("oe", "e").replace("’", "'")
    return " ".join(re.findall(r"[\w']+", text))


def summary(outcomes: list[Outcome]) -> dict[str, Any]:
    """The figures, by kind and for all."""
    good = [o for o in outcomes if o.kind != NEGATIVE]
    bad = [o for o in outcomes if o.kind == NEGATIVE]
    by_kind: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in good:
        by_kind[outcome.kind].append(outcome)
    calm = [o for o in good if o.kind != URGENT]
    return {
        "queries": len(outcomes),
        "all": _figures(good),
        "kinds": {kind: _figures(found) for kind, found in sorted(by_kind.items())},
        "urgent_in_first_three": _share(o.place in (1, 2, 3) for o in by_kind[URGENT]),
        "urgent_first_on_others": _share(o.first_is_urgent for o in calm),
        "urgent_first_and_wrong_on_others": _share(o.first_is_urgent and o.place != 1 for o in calm),
        "confident_on_good": _share(o.confident for o in good),
        "confident_on_off_topic": _share(o.confident for o in bad),
        "curve": _curve(good, bad),
    }


def _figures(outcomes: list[Outcome]) -> dict[str, float | None]:
    return {
        "queries": len(outcomes),
        "success@1": _share(o.place == 1 for o in outcomes),
        "success@3": _share(o.place in (1, 2, 3) for o in outcomes),
        "mrr@10": round(sum(1 / o.place for o in outcomes if o.place) / max(1, len(outcomes)), 3),
    }


def _share(hits: Iterable[bool]) -> float | None:
    """``None`` of no queries: none of nothing is no failure."""
    found = list(hits)
    return round(sum(found) / len(found), 3) if found else None


def _curve(good: list[Outcome], bad: list[Outcome]) -> list[dict[str, float | None]]:
    """For each cut: good queries it would refuse, off-topic ones it would answer."""
    return [
        {
            "cut": cut / 20,
            "refused_good": _share(o.confidence < cut / 20 for o in good),
            "answered_off_topic": _share(o.confidence >= cut / 20 for o in bad),
        }
        for cut in range(1, 20)
    ]
