"""Measure search on a file of queries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from symptoms.search import evaluation


class Command(BaseCommand):
    """``manage.py evaluate_search FILE.jsonl``."""

    help = "Measure search on queries whose right pages are known, one JSON object a line (docs/search.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and how to print."""
        parser.add_argument("file", type=Path, help="queries, one JSON object a line")
        parser.add_argument("--topics", type=Path, help="other names of the topics that queries expect")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument("--misses", action="store_true", help="list the queries that went wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search, count, print."""
        try:
            rows = evaluation.read_queries(options["file"])
            topics = evaluation.read_topics(options["topics"]) if options["topics"] else {}
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        outcomes = evaluation.run(rows, topics)
        figures = evaluation.summary(outcomes)
        self.stdout.write(json.dumps(figures, indent=1) if options["json"] else _table(figures))
        if options["misses"]:
            self.stdout.write("\n".join(_miss(o) for o in outcomes if _is_miss(o)))


def _table(figures: dict[str, Any]) -> str:
    lines = [f"{'':12}{'queries':>8}{'first':>8}{'in 3':>8}{'mrr@10':>8}"]
    for kind, found in [*figures["kinds"].items(), ("all", figures["all"])]:
        numbers = "".join(f"{_told(found[name]):>8}" for name in ("success@1", "success@3", "mrr@10"))
        lines.append(f"{kind:12}{found['queries']:8}{numbers}")
    lines += [
        f"Urgent sign in the first three, of urgent queries: {_told(figures['urgent_in_first_three'])}",
        f"Urgent sign first, of other queries: {_told(figures['urgent_first_on_others'])}",
        f"… where no right answer is an urgent sign: {_told(figures['urgent_first_and_wrong_on_others'])}",
        f"Answered with confidence, of good queries: {_told(figures['confident_on_good'])}",
        f"Answered with confidence, of off-topic queries: {_told(figures['confident_on_off_topic'])}",
        "Cut of confidence: good queries refused, off-topic ones answered",
    ]
    for point in figures["curve"]:
        lines.append(f"{point['cut']:6.2f}{_told(point['refused_good']):>8}{_told(point['answered_off_topic']):>8}")
    return "\n".join(lines)


def _told(share: float | None) -> str:
    return "none" if share is None else f"{share:.3f}"


def _is_miss(outcome: evaluation.Outcome) -> bool:
    if outcome.kind == evaluation.NEGATIVE:
        return outcome.confident
    return outcome.place != 1 or not outcome.confident


def _miss(outcome: evaluation.Outcome) -> str:
    told = f" (searched: {outcome.corrected})" if outcome.corrected else ""
    place = outcome.place or "-"
    return f"{outcome.kind:10} place {place} conf {outcome.confidence:.2f} {outcome.query}{told} → {outcome.first}"
