"""Public pages of the clinical side: home, indexes, where it hurts, A–Z, urgent signs and search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_safe

from articles import kinds, live
from articles.display import Crumb, IndexGroup, IndexRow
from articles.feeds import sitemap
from articles.finished import finished
from articles.identity import Site, site_for
from articles.linked import topics
from articles.memory import digest
from articles.models.live import Address, Library, LivePage, LiveTag
from articles.paging import paged
from articles.views import HOME, groups_by_kind
from symptoms.clinical_kinds import choice_label
from symptoms.missed.counting import count_missed
from symptoms.regions import REGIONS
from symptoms.search.find import SearchResult, find, is_meaningful
from symptoms.search.straight import straight_to
from symptoms.search.suggest import packed, suggest
from symptoms.search_page import search_page

HOME_ARTICLES = 4
RESULTS = 10
"""So many pages a search shows: further down is hardly ever what was meant, and a long list is hard to read."""
HOME_URGENT = 60
"""Far more than the starter library has; the others stand on their own page."""


def home(request: HttpRequest) -> HttpResponse:
    """Leads to a task: search, where it hurts, urgent signs, browse, newest articles."""
    shown, name = _front(site_for(request).generation)
    return finished(request, "pages/home.html", lambda: shown, made_of=(name,))


@lru_cache(maxsize=2)
def _front(generation: int) -> tuple[dict[str, object], bytes]:
    """What the front page shows of the library (five queries), and a digest of it."""
    everything = Address.objects.live()
    newest = everything.of_kind("article").order_by("-first_published_at", "slug")[:HOME_ARTICLES]
    emergencies = everything.of_kind("urgent_sign").filter(edition__brief__level="emergency").order_by("slug")
    urgent = [live.index_row(page) for page in emergencies[:HOME_URGENT].in_brief()]
    shown: dict[str, object] = {
        "regions": _regions(generation),
        "urgent": sorted(urgent, key=lambda row: row.title.casefold()),
        "kinds": _kind_rows(),
        "articles": [live.index_row(page) for page in newest.in_brief()],
        "topics": [IndexRow(topic.title, f"/topics/{topic.key}/", topic.summary) for topic in topics(generation)],
    }
    return shown, digest(shown)


@dataclass(frozen=True)
class RegionRow:
    """A part of the leg with the number of pages that describe something felt there."""

    label: str
    url: str
    count: int


@lru_cache(maxsize=2)
def _regions(generation: int) -> tuple[RegionRow, ...]:
    pages: dict[str, set[int]] = {}
    for value, page in LiveTag.objects.filter(facet="where").values_list("value", "page"):
        pages.setdefault(value, set()).add(page)
    return tuple(
        RegionRow(region.label, f"/where/{region.key}/", len(found))
        for region in REGIONS
        if (found := set().union(*(pages.get(word, set()) for word in region.words)))
    )


def _kind_rows() -> list[dict[str, object]]:
    counts = dict(Address.objects.live().values_list("kind").annotate(pages=Count("pk")))
    return [
        {"label": kind.plural, "url": f"/{kind.folder}/", "summary": kind.intro, "count": count}
        for kind in kinds.every()
        if (count := counts.get(kind.key, 0))
    ]


def kind_index(request: HttpRequest, folder: str) -> HttpResponse:
    """All live pages of one kind. Conditions and tests stand in groups, the rest by letter; so do too many of them."""
    kind = kinds.by_folder(folder)
    if kind is None:
        raise Http404
    page = paged(request, lambda: Address.objects.live().of_kind(kind.key).order_by("slug"))

    def context() -> dict[str, Any]:
        by_letters = not page.is_whole
        return {
            "title": kind.plural,
            "intro": kind.intro,
            "groups": by_letter([live.index_row(row) for row in page.rows])
            if by_letters
            else _grouped(kind, page.rows),
            "paging": page,
            "guide_url": "/guide/" if kind.key == "symptom" else "",
            "crumbs": (HOME, Crumb(kind.plural)),
            "show_letters": False,
        }

    return finished(request, "pages/index.html", context, made_of=page.made_of)


GROUPED_BY = {"condition": "cause_group", "test": "modality", "risk_factor": "can_be_changed"}
HEADINGS = {
    "yes": "You can change these",
    "partly": "You can change these in part",
    "no": "You cannot change these",
}


def _grouped(kind: kinds.Kind, addresses: Sequence[LivePage]) -> list[IndexGroup]:
    field = GROUPED_BY.get(kind.key)
    if field is None:
        return by_letter([live.index_row(a) for a in addresses])
    order = list(dict(kind.model_field(field).flatchoices))
    groups = []
    for value in order:
        rows = sorted(
            (live.index_row(a) for a in addresses if a.facts[field] == value),
            key=lambda r: r.title.casefold(),
        )
        if rows:
            groups.append(IndexGroup(HEADINGS.get(value) or choice_label(kind.key, field, value), value, tuple(rows)))
    return groups


def _names(page: LivePage, *, others: bool) -> list[IndexRow]:
    row = live.index_row(page)
    names = {page.facts["medical_name"], *page.facts["lay_names"]} - {"", row.title} if others else ()
    return [row, *(IndexRow(name, row.url, kind_label=row.kind_label, see=row.title) for name in names)]


def by_letter(rows: list[IndexRow]) -> list[IndexGroup]:
    """Rows under their first letters."""
    letters: dict[str, list[IndexRow]] = {}
    for row in sorted(rows, key=lambda r: (r.title.casefold(), r.see)):
        first = row.title[0].upper()
        letters.setdefault(first if first.isalpha() else "0–9", []).append(row)
    return [IndexGroup(letter, letter.lower().replace("–", "-"), tuple(found)) for letter, found in letters.items()]


def urgent_index(request: HttpRequest) -> HttpResponse:
    """Urgent signs by care level."""
    # By level first: "emergency" comes before "same-day" in the alphabet too.
    page = paged(
        request, lambda: Address.objects.live().of_kind("urgent_sign").order_by("edition__brief__level", "slug")
    )

    def context() -> dict[str, Any]:
        rows = sorted((live.index_row(row) for row in page.rows), key=lambda row: row.title.casefold())
        return {
            "emergency": [row for row in rows if row.care_level == "emergency"],
            "same_day": [row for row in rows if row.care_level == "same-day"],
            "crumbs": (HOME, Crumb("Urgent signs")),
            "paging": page,
        }

    return finished(request, "pages/urgent_index.html", context, made_of=page.made_of)


def where_detail(request: HttpRequest, region: str) -> HttpResponse:
    """Pages that describe something felt in one part of the leg."""
    found = next((r for r in REGIONS if r.key == region), None)
    if found is None:
        raise Http404
    tagged = Q(page__live_tags__facet="where", page__live_tags__value__in=found.words)
    page = paged(request, lambda: Address.objects.live().filter(tagged).distinct().order_by("kind", "slug"))
    regions = _regions(site_for(request).generation)

    def context() -> dict[str, Any]:
        return {
            "title": f"Where it hurts: {found.label.lower()}",
            "intro": "Pages that describe something people feel here. The order says nothing about how likely each is.",
            "groups": groups_by_kind(page.rows),
            "paging": page,
            "regions": regions,
            "crumbs": (HOME, Crumb(found.label)),
            "show_letters": False,
        }

    return finished(request, "pages/index.html", context, made_of=(regions, page.made_of))


def a_to_z(request: HttpRequest) -> HttpResponse:
    """Every page, and every other name with the page it stands for; where the list takes several pages, titles only,
    because the other names of a page begin with other letters.
    """
    page = paged(request, lambda: Address.objects.live().order_by("slug", "kind"))

    def context() -> dict[str, Any]:
        rows = [row for found in page.rows for row in _names(found, others=page.is_whole)]
        return {
            "title": "A to Z",
            "intro": "Every page by name, with other names that lead to it."
            if page.is_whole
            else "Every page by name.",
            "paging": page,
            "groups": by_letter(rows),
            "crumbs": (HOME, Crumb("A to Z")),
            "show_letters": True,
        }

    return finished(request, "pages/index.html", context, made_of=page.made_of)


def search(request: HttpRequest) -> HttpResponse:
    """Search, or straight to the page whose name was typed. Never kept by a cache and never logged; the emergency box
    on it is the same whatever was typed.

    Of what it misses, single words are counted (:mod:`symptoms.missed`).
    """
    query = request.GET.get("q", "").strip()
    exact = request.GET.get("exact", "") == "1"
    generation = Library.current_generation()
    site = site_for(request, generation)
    if not exact and (address := straight_to(query, generation=generation)):
        return _kept_nowhere(HttpResponseRedirect(f"{address}#by-name"))
    results = find(query, limit=RESULTS, exact=exact, generation=generation) if is_meaningful(query) else None
    if results and not exact:  # asked for exactly as typed, it was searched for once already
        count_missed(query, results)
    return _kept_nowhere(HttpResponse(search_page(query, results, site)))


@require_safe
def search_suggest(request: HttpRequest) -> HttpResponse:
    """Names of pages for what is typed so far, as the list below the search field needs them."""
    found = suggest(request.GET.get("q", ""))
    return _kept_nowhere(HttpResponse(packed(found), content_type="application/json"))


def _nothing_to_suggest(request: HttpRequest, seconds: int) -> HttpResponse:
    """Says it to the script in two bytes: no reader waits for this."""
    answer = HttpResponse(packed(()), content_type="application/json", status=429, headers={"Retry-After": seconds})
    return _kept_nowhere(answer)


# site_project.throttle asks the view for its own answer.
search_suggest.when_throttled = _nothing_to_suggest  # type: ignore[attr-defined]  # a function has no such attribute


@require_safe
def api_search(request: HttpRequest) -> HttpResponse:
    """The same search for other programs. Takes what the page takes, keeps and sets nothing."""
    query = request.GET.get("q", "").strip()
    exact = request.GET.get("exact", "") == "1"
    found = find(query, exact=exact)
    site = site_for(request)
    answer = {
        "purpose": site.purpose,
        "query": query,
        "corrected": found.corrected,
        "described": found.described,
        "confident": found.confident,
        "results": [_api_row(item, site) for item in found.ranked],
    }
    return _kept_nowhere(JsonResponse(answer, json_dumps_params={"ensure_ascii": False}))


def _api_row(item: SearchResult, site: Site) -> dict[str, object]:
    return {
        "kind": item.kind,
        "slug": item.slug,
        "title": item.title,
        "names": item.names,
        "url": site.absolute(item.url),
        "care_level": item.care_level,
        "confident": item.confident,
        "reasons": item.reasons,
    }


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Every public page for search engines."""
    site = site_for(request)
    indexes = ["/", "/a-z/", "/emergency-numbers/", *(f"/{kind.folder}/" for kind in kinds.every())]
    indexes += ["/guide/", "/guide/visit-sheet/", "/guide/diary/", "/guide/how-we-check/"]
    return HttpResponse(sitemap(site, indexes), content_type="application/xml; charset=utf-8")
