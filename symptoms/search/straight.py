"""Whether a search is the name of one page, so that the reader can be led straight there."""

from __future__ import annotations

from symptoms.search.find import find
from symptoms.search.names import Name, live_names


def straight_to(query: str, *, generation: int, language: str = "en") -> str:
    """The address of the one live page that has just this name and leads the list; empty when the list is to be shown.

    That is so when several pages have the name, or another one may be meant (:func:`_may_be_meant`).
    ``generation`` is that of the library now.
    """
    names = live_names(generation, language)
    called = {name.url: name for name in names.called(query)}
    if len(called) != 1:
        return ""
    [page] = called.values()
    if any(_may_be_meant(other, page) for other in names.beginning_with(query)):
        return ""
    leading = find(query, language=language, limit=1, generation=generation).ranked
    return page.url if leading and leading[0].url == page.url else ""


def _may_be_meant(other: Name, page: Name) -> bool:
    """Nobody is led past an urgent sign that has these words in a name; and a word explained gives way to a page about
    the thing itself."""
    return other.url != page.url and (bool(other.level) or page.kind == "glossary_term")
