"""`manage.py forget_rare_words`: rare words of past days are not kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from symptoms.missed.store import DAYS_KEPT, forget_rare_words


class Command(BaseCommand):
    """Forgets words readers searched for, unless many did or our pages use them."""

    help = (
        "Delete words of past days that readers searched for in vain, unless they stand on a live page or came in ten "
        f"hours of a day; and all that are {DAYS_KEPT} days old. For every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        self.stdout.write(f"Words deleted: {forget_rare_words(timezone.now().astimezone(dt.UTC).date())}.")
