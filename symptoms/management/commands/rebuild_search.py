"""Index every live page anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.management.progress import Bar
from articles.models import Address, Library
from articles.publishing import TOGETHER
from symptoms.search import index


class Command(BaseCommand):
    """``manage.py rebuild_search``."""

    help = "Index every live page anew. Needed after a release that changed how words are folded, stemmed or weighed."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild in one transaction: searches meanwhile use the old index."""
        library = Library.objects.select_for_update().get(pk=1)  # nobody publishes meanwhile
        index.forget_all()
        live = list(Address.objects.live().select_related("edition", "page"))
        bar = Bar(self.stderr)
        for start in range(0, len(live), TOGETHER):
            some = live[start : start + TOGETHER]
            index.follow([(address.page, address.edition) for address in some])
            bar("Indexing", start + len(some), len(live))
        bar.end()
        # What workers keep in memory is kept by generation.
        library.generation += 1
        library.save()
        self.stdout.write(f"{len(live)} pages indexed.")
