"""Try the invented people on what is live."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Library
from symptoms import vignettes
from symptoms.vignettes import Missing, VignetteResult


class Command(BaseCommand):
    """``manage.py check_vignettes``."""

    help = "Try every example (vignette) on the live library, keep the outcome, and fail when one does not pass."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, keep, print."""
        generation = Library.current_generation()
        results = vignettes.check()
        vignettes.keep(results, generation)
        for result in results:
            self.stdout.write(_line(result))
        failing = sum(not result.passed for result in results)
        if failing:
            raise CommandError(f"{failing} of {len(results)} examples do not pass.")
        self.stdout.write(f"All {len(results)} examples pass.")


def _line(result: VignetteResult) -> str:
    verdict = "passes" if result.passed else "FAILS "
    return f"{verdict}  {result.vignette.key}{''.join(map(_missing, result.missing))}"


def _missing(missing: Missing) -> str:
    return f"\n        {missing.asked} shows {missing.uid} {missing.stands}"
