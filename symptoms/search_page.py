"""The page of a search. No two are alike, so what they share is rendered once: the page around the results, and the
frames of a result and of a group (docs/adr/0016)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString

from articles.components import component, frame
from articles.identity import Site
from articles.text import SLOT_CLOSE, SLOT_OPEN
from symptoms.search.find import ResultGroup, SearchResult, SearchResults
from symptoms.search.suggest import Suggestion

_SITE_URL = f"{SLOT_OPEN}frame:site_url{SLOT_CLOSE}"
"""The address of the site is a slot: a host that is asked for with many names or ports has one frame, not many."""


def search_page(query: str, results: SearchResults | None, site: Site) -> SafeString:
    """The whole page; ``results`` are missing when nothing was looked for."""
    page = frame("pages/search.html", "query", "found", site=replace(site, url=_SITE_URL, generation=0))
    return page.fill(query=query, found=_found(query, results), site_url=site.url)


def _found(query: str, results: SearchResults | None) -> SafeString:
    if results is None:
        return component("parts/search_otherwise.html")
    words: dict[str, str] = {"groups": _joined(map(_group, results.groups))}
    if results.corrected:
        as_typed = f"{reverse('search')}?q={quote(query, safe='')}&exact=1"
        words |= {"corrected": results.corrected, "query": query, "as_typed": as_typed}
    if results.suggestions:
        words["suggestions"] = _joined(map(_suggestion, results.suggestions))
    shown = frame("parts/search_found.html", *words, total=results.total, confident=results.confident)
    return shown.fill(**words)


def _suggestion(item: Suggestion) -> SafeString:
    words = {"url": item.url, "label": item.label, "kind_label": item.kind_label}
    if item.see:
        words["see"] = item.see
    return frame("parts/suggestion.html", *words).fill(**words)


def _group(group: ResultGroup) -> SafeString:
    results = _joined(map(_result, group.items))
    return frame("parts/result_group.html", "label", "results").fill(label=group.label, results=results)


def _result(item: SearchResult) -> SafeString:
    words = {"url": item.url, "title": item.title, "kind_label": item.kind_label, "reasons": "; ".join(item.reasons)}
    if item.snippet_html:
        words["snippet"] = item.snippet_html
    care = component("components/care_tag.html", level=item.care_level)
    return frame("parts/result.html", "care", *words).fill(care=care, **words)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))
