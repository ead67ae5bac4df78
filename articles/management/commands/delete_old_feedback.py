"""`manage.py delete_old_feedback`: readers' words do not stay longer than promised."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.feedback.store import DAYS_KEPT, forget_old_words


class Command(BaseCommand):
    """Deletes the words of old feedback; the answers stay as counts."""

    help = f"Delete the words of feedback that is {DAYS_KEPT} days old or older. Yes, partly and no stay counted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        self.stdout.write(f"Words deleted: {forget_old_words(timezone.localdate())}.")
