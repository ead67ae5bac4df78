"""Long lists in pages. A list that fits on one page looks as if there were no paging at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from articles import linked
from articles.identity import site_for
from articles.linked import LinkedPage
from articles.memory import Recent
from articles.models.live import AddressQuerySet

MOST_ROWS = 400
"""More than the starter library has pages, so that its A to Z is whole and has other names; still quick to look at."""
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class ListPage:
    """One page of a list at ``path``."""

    path: str
    rows: list[LinkedPage]
    number: int
    last: int

    @property
    def made_of(self) -> tuple[object, ...]:
        """All that the page shows of the library, for :func:`articles.finished.finished`."""
        return (self.path, self.number, self.last, [row.digest for row in self.rows])

    @property
    def is_whole(self) -> bool:
        """Whether all rows of the list stand on this page."""
        return self.last == 1

    @property
    def url(self) -> str:
        """The address of this page."""
        return self._url(self.number)

    @property
    def previous_url(self) -> str:
        """The address of the page before, or nothing."""
        return self._url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The address of the page after, or nothing."""
        return self._url(self.number + 1) if self.number < self.last else ""

    def _url(self, number: int) -> str:
        return f"{self.path}?page={number}" if number > 1 else self.path


lists: Recent[tuple[int, str, int], tuple[int, tuple[int, ...]]] = Recent(most=100)
"""Generation, address of a list and number of a page → the number of the last page, and what stands on this one."""


def paged(request: HttpRequest, addresses: Callable[[], AddressQuerySet]) -> ListPage:
    """The page of this list that was asked for. :class:`Http404` beyond the last one.

    Which pages stand on it is asked once a generation (two queries; only then is the question put together), and so is
    what it shows of them (one).
    """
    generation = site_for(request).generation
    number = number_asked_for(request.GET.get("page", ""))
    last, ids = lists.get((generation, request.path, number), lambda: _ask(addresses(), number))
    found = linked.pages.get(ids, generation)
    return ListPage(request.path, [found[page] for page in ids if page in found], number, last)


def _ask(addresses: AddressQuerySet, number: int) -> tuple[int, tuple[int, ...]]:
    last = max(1, -(-addresses.count() // MOST_ROWS))
    if number > last:
        raise Http404
    rows = addresses[(number - 1) * MOST_ROWS : number * MOST_ROWS]
    return last, tuple(rows.values_list("page_id", flat=True))


def number_asked_for(value: str) -> int:
    """The number of a page as an address has it (``page=2``); what is no number asks for the first."""
    return int(value) if _NUMBER.fullmatch(value) else 1
