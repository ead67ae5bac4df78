"""`manage.py make_big_library N`: made-up live pages for measurements."""

import time
from argparse import ArgumentParser
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import kinds, publishing, snapshot
from articles.editions import freeze_many
from articles.models import Edition, Page
from site_project.big_library import PREFIX, Maker
from symptoms.models import Vignette, Word
from symptoms.search.lists import word_list

AT_ONCE = 250
"""Pages in one transaction."""
VOCABULARY = 4000
"""Different words that the pages are written with."""


class Command(BaseCommand):
    """Adds made-up pages, through the doors that editors' pages take, until there are so many."""

    help = "Fill a library for measurements with made-up pages. Never on a site that readers use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and whether other pages may be there."""
        parser.add_argument("pages", type=int, help="how many live pages the library is to have in all")
        parser.add_argument("--yes", action="store_true", help="add them to a library that has other pages")

    def handle(self, *args: Any, pages: int, yes: bool, **options: Any) -> None:
        """Make and publish what is missing; CommandError where real pages could be mixed with made-up ones."""
        others = Page.objects.exclude(slug__startswith=PREFIX).count()
        if others and not yes:
            raise CommandError(f"This library has {others} pages of its own. Add --yes if it is only for measurements.")
        if not settings.LEGWISE_ALLOW_UNSIGNED_STARTER:
            raise CommandError("Nobody signs made-up pages. Set LEGWISE_ALLOW_UNSIGNED_STARTER=yes.")
        # They would all be tried before each publish, which would take most of the time.
        Vignette.objects.all().delete()
        maker = Maker(_words(), _features())
        numbers = range(Page.objects.filter(slug__startswith=PREFIX).count(), pages - others)
        began = time.perf_counter()
        for start in numbers[::AT_ONCE]:
            _publish([maker.snapshot(number) for number in numbers[start - numbers.start :][:AT_ONCE]])
            self.stdout.write(f"{start + AT_ONCE - numbers.start} of {len(numbers)}")
        seconds = time.perf_counter() - began
        rate = len(numbers) / seconds
        self.stdout.write(f"{len(numbers)} pages made and published in {seconds:.0f} s ({rate:.0f} a second).")


@transaction.atomic
def _publish(made: list[snapshot.Snapshot]) -> None:
    pages = [kinds.get(data["kind"]).model(uid=data["uid"]) for data in made]
    for error in snapshot.load_many(list(zip(pages, made, strict=True))).values():
        raise error
    frozen = freeze_many(pages=pages, by=None, reason="for measurements", origin=Edition.Origin.LIBRARY)
    editions = [edition for edition, _ in frozen]
    publishing.publish_many(editions=editions, by=None, despite="Made-up pages, for measurements.")


def _words() -> list[str]:
    known = sorted(word_list("english_words") | word_list("medical_words"))
    return Random(0).sample(known, VOCABULARY)  # noqa: S311 - made-up words, no secret


def _features() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in Word.objects.select_related("facet").exclude(facet__key="usually_absent"):
        found.setdefault(word.facet.key, []).append(word.key)
    return found
