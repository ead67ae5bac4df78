"""Do search and guide still lead the invented people of :class:`~symptoms.models.Vignette` to their pages?

Asked before a publish (:func:`regressions`, the gate of the publishing door) and after it (:func:`record`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from articles import publishing
from articles.models import Address, Edition, Library, Page
from articles.shared import delete_shared, save_many
from symptoms.guide.ranking import Shelf, shelf
from symptoms.guide.results import FIRST, URGENT_FIRST
from symptoms.models import Vignette, VignetteRun, Word
from symptoms.search import index
from symptoms.search.find import find

SEARCHED = 20
"""So many results of search are looked at, to say where a page stands instead."""
GUIDE, SEARCH = "The leg guide", "Search"
NAMED = 3
"""So many pages are named that stand before a missing one."""


@dataclass(frozen=True)
class Missing:
    """A page that does not stand among the first ``within`` where it was ``asked`` for; ``place`` is 0 when it is not
    listed."""

    uid: str
    asked: str
    place: int
    within: int

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        place = f"in place {self.place}" if self.place else "too far down or not at all"
        return f"{place}, not among the first {self.within}"


@dataclass(frozen=True)
class VignetteResult:
    """How a vignette goes: what is missing, and the uids that guide and search list, best first."""

    vignette: Vignette
    missing: tuple[Missing, ...]
    lists: dict[str, tuple[str, ...]]

    @property
    def passed(self) -> bool:
        """Whether every page stands where it must."""
        return not self.missing and bool(self.vignette.pages.all())


def check(keys: Collection[str] | None = None) -> tuple[VignetteResult, ...]:
    """Try all vignettes, or those of these keys, on what is live."""
    vignettes = Vignette.objects.prefetch_related(
        Prefetch("ticks", Word.objects.select_related("facet")), Prefetch("pages", Page.objects.only("uid", "kind"))
    )
    if keys is not None:
        vignettes = vignettes.filter(key__in=keys)
    chosen = list(vignettes)
    if not chosen:
        return ()
    live = set(Address.objects.live().filter(language="en").values_list("page__uid", flat=True))
    described = shelf(Library.current_generation())
    return tuple(_try(vignette, described, live) for vignette in chosen)


def _try(vignette: Vignette, described: Shelf, live: set[str]) -> VignetteResult:
    lists = {}
    if marks := [(word.facet.key, word.key) for word in vignette.ticks.all()]:
        ranked = (found.marks.uid for found in described.rank(marks))
        lists[GUIDE] = tuple(uid for uid in ranked if uid in live)
    if vignette.sentence:
        lists[SEARCH] = tuple(result.uid for result in find(vignette.sentence, limit=SEARCHED).ranked)
    missing = (_seek(page, asked, listed) for asked, listed in lists.items() for page in vignette.pages.all())
    return VignetteResult(vignette, tuple(found for found in missing if found), lists)


def _seek(page: Page, asked: str, listed: tuple[str, ...]) -> Missing | None:
    within = URGENT_FIRST if asked == SEARCH and page.kind == "urgent_sign" else FIRST
    place = listed.index(page.uid) + 1 if page.uid in listed else 0
    return None if 1 <= place <= within else Missing(page.uid, asked, place, within)


# -- before a publish --


def regressions(editions: Sequence[Edition]) -> list[str]:
    """A sentence for each vignette that passes now and would not if these editions were live.

    The publish is rehearsed, which takes the library's write lock for that time. Not rehearsed are an import into an
    empty library, where nothing passes yet, and editions that change nothing search or guide read.
    """
    passing = _passing_now()
    if not passing or not any(map(_changes_what_is_found, editions)):
        return []
    with publishing.rehearsed(editions):
        after = {result.vignette.key: result for result in check(passing) if not result.passed}
    before = {result.vignette.key: result for result in check(list(after)) if result.passed}
    lost = [(before[key], after[key], missing) for key in before for missing in after[key].missing]
    titles = dict(
        Page.objects.filter(uid__in={uid for one in lost for uid in _named(*one)}).values_list("uid", "title")
    )
    return [_in_words(*one, titles) for one in lost]


def _passing_now() -> list[str]:
    """Keys of the vignettes that pass; taken from the last check where nothing has changed since."""
    run = VignetteRun.objects.filter(generation=Library.current_generation()).first()
    if run is not None:
        return list(Vignette.objects.exclude(key__in=run.failing).values_list("key", flat=True))
    if not Address.objects.live().exists():
        return []
    return [result.vignette.key for result in check() if result.passed]


def _changes_what_is_found(edition: Edition) -> bool:
    address = Address.objects.live().filter(page=edition.page_id).select_related("edition").first()
    return address is None or address.edition is None or _read(address.edition) != _read(edition)


def _read(edition: Edition) -> object:
    return index.reads(edition), edition.snapshot["parts"].get("features")


def _in_words(old: VignetteResult, new: VignetteResult, missing: Missing, titles: dict[str, str]) -> str:
    """What the publisher is told: the case, the page, where it would stand, and which pages would push it there."""
    page, *pushing = (f"“{titles[uid]}”" for uid in _named(old, new, missing))
    told = f"“{new.vignette}”: {missing.asked} would show {page} {missing.stands}."
    return f"{told} New before it: {', '.join(pushing)}." if pushing else told


def _named(old: VignetteResult, new: VignetteResult, missing: Missing) -> list[str]:
    """The uid of the missing page, then those of pages that were not listed before it and would be."""
    earlier, later = old.lists[missing.asked], new.lists[missing.asked]
    was_ahead, is_ahead = earlier[: earlier.index(missing.uid)], later[: max(missing.place - 1, 0)]
    return [missing.uid, *[uid for uid in is_ahead if uid not in was_ahead][:NAMED]]


# -- after a publish --


def record() -> None:
    """Keep how all vignettes go, unless this state of the library was checked before. Does nothing where there are
    none."""
    generation = Library.current_generation()
    if VignetteRun.objects.filter(generation=generation).exists():
        return
    if results := check():
        keep(results, generation)


def keep(results: Sequence[VignetteResult], generation: int) -> None:
    """Make this the last check, as the public page and the admin show it."""
    failing = [result.vignette.key for result in results if not result.passed]
    values = {"at": timezone.now(), "generation": generation, "total": len(results), "failing": failing}
    VignetteRun.objects.update_or_create(pk=1, defaults=values)


# -- a vignette itself --


@dataclass(frozen=True)
class Case:
    """A vignette with the ticks and pages that it is to have."""

    vignette: Vignette
    ticks: Sequence[Word]
    pages: Sequence[Page]


def save(vignette: Vignette, *, ticks: Iterable[Word], pages: Iterable[Page], by: Any, reason: str = "") -> None:
    """Save it with an event, as other shared records; then all are checked."""
    save_all([Case(vignette, tuple(ticks), tuple(pages))], by=by, reason=reason)


@transaction.atomic
def save_all(cases: Sequence[Case], *, by: Any, reason: str = "") -> None:
    """The same for many, each once."""
    vignettes = [case.vignette for case in cases]
    save_many(vignettes, by=by, reason=reason)
    ticks, pages = Vignette.ticks.through, Vignette.pages.through
    for through in (ticks, pages):
        through.objects.filter(vignette__in=vignettes).delete()
    ticks.objects.bulk_create(ticks(vignette=case.vignette, word=word) for case in cases for word in set(case.ticks))
    pages.objects.bulk_create(pages(vignette=case.vignette, page=page) for case in cases for page in set(case.pages))
    transaction.on_commit(record, robust=True)


@transaction.atomic
def delete(vignette: Vignette, *, by: Any) -> None:
    """Delete it with an event; then the others are checked."""
    delete_shared(vignette, by=by)
    transaction.on_commit(record, robust=True)
