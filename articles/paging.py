"""Long lists in pages. A list that fits on one page looks as if there were no paging at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from articles.models.live import AddressQuerySet, LivePage

MOST_ROWS = 300
"""More than the starter library has of any kind; a page of so many rows is still quick to load and to look through."""
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class ListPage:
    """One page of a list at ``path``."""

    path: str
    rows: list[LivePage]
    number: int
    last: int

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


def paged(request: HttpRequest, addresses: AddressQuerySet) -> ListPage:
    """The page of this list that was asked for (two queries). :class:`Http404` beyond the last one."""
    number = number_asked_for(request.GET.get("page", ""))
    last = max(1, -(-addresses.count() // MOST_ROWS))
    if number > last:
        raise Http404
    rows = addresses[(number - 1) * MOST_ROWS : number * MOST_ROWS].in_brief()
    return ListPage(request.path, rows, number, last)


def number_asked_for(value: str) -> int:
    """The number of a page as an address has it (``page=2``); what is no number asks for the first."""
    return int(value) if _NUMBER.fullmatch(value) else 1
