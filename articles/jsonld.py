"""schema.org data for each page. Says only what the page shows; an unreviewed page names no reviewer (SD-3, SD-8)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles.display import PageDisplay
from articles.identity import Site
from articles.text import SLOT_CLOSE, SLOT_OPEN

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

ENTITY_TYPES: dict[str, str | list[str]] = {
    "condition": "MedicalCondition",
    "symptom": "MedicalSymptom",
    "urgent_sign": "MedicalSignOrSymptom",
    "risk_factor": "MedicalRiskFactor",
    "test": "MedicalTest",
    "treatment": "MedicalTherapy",
    "prevention": ["MedicalTherapy", "LifestyleModification"],
    "glossary_term": "DefinedTerm",
}

RELATION_PROPERTIES = {
    "symptoms": "signOrSymptom",
    "risk_factors": "riskFactor",
    "tests": "typicalTest",
    "treatments": "possibleTreatment",
    "prevention": "primaryPrevention",
}
"""Properties of MedicalCondition whose ranges hold the kinds at the other end (checked against release 30.0)."""


_OPEN = f"{SLOT_OPEN}json{SLOT_CLOSE}"
"""Where a ready list belongs; nobody can type these characters."""


def attach(page: PageDisplay, site: Site, published: dt.datetime | None) -> PageDisplay:
    """The page with its JSON-LD."""
    graph = [_web_page(page, site, published), _breadcrumbs(page, site)]
    if page.kind in ENTITY_TYPES:
        graph.append(_entity(page, site))
    return dataclasses.replace(page, json_ld=dump({"@context": "https://schema.org", "@graph": graph}))


TARGET_KINDS = {
    "symptoms": "symptom",
    "risk_factors": "risk_factor",
    "tests": "test",
    "treatments": "treatment",
    "prevention": "prevention",
}
"""Relation → the kind at its other end."""


class Ready:
    """A list whose items are JSON already: the same source or page stands on many pages."""

    def __init__(self, items: Iterable[str]) -> None:
        self.text = f"[{','.join(items)}]"


@lru_cache(maxsize=1000)
def _source(title: str, url: str, publisher: str) -> str:
    by = {"@type": "Organization", "name": publisher}
    return _json({"@type": "CreativeWork", "name": title, "url": url, "publisher": by})


@lru_cache(maxsize=1000)
def _target(relation: str, title: str, url: str) -> str:
    kind = ENTITY_TYPES[TARGET_KINDS[relation]]
    return _json({"@type": kind, "@id": f"{url}#entity", "name": title, "url": url})


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def dump(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the script element it stands in. What is :class:`Ready` is put in as it is."""
    lists: list[str] = []

    def leave_open(value: object) -> str:
        if not isinstance(value, Ready):
            raise TypeError(f"no JSON for {value!r}")
        lists.append(value.text)
        return _OPEN

    pieces = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=leave_open).split(f'"{_OPEN}"')
    text = "".join(part for pair in zip_longest(pieces, lists, fillvalue="") for part in pair)
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308 - without these three nothing leaves the element


def _web_page(page: PageDisplay, site: Site, published: dt.datetime | None) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@type": "MedicalWebPage",
        "@id": f"{page.canonical}#page",
        "url": page.canonical,
        "name": page.title,
        "description": page.summary,
        "inLanguage": "en",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "medicalAudience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "publisher": {
            "@type": "Organization",
            "name": site.responsible_body or site.name,
            "url": site.absolute("/"),
        },
        "breadcrumb": {"@id": f"{page.canonical}#breadcrumb"},
        "citation": Ready(_source(s.title, s.url, s.publisher) for s in page.sources),
    }
    if published:
        node["datePublished"] = published.date().isoformat()
    if page.modified_on:
        node["dateModified"] = page.modified_on.isoformat()
    if page.review.reviewed_on is not None:
        node["lastReviewed"] = page.review.reviewed_on.isoformat()
        node["reviewedBy"] = {"@type": "Person", "name": page.review.reviewed_by}
    if page.kind in ENTITY_TYPES:
        node["mainEntity"] = {"@id": f"{page.canonical}#entity"}
    return node


def _breadcrumbs(page: PageDisplay, site: Site) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "@id": f"{page.canonical}#breadcrumb",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": crumb.label,
                "item": site.absolute(crumb.url or page.url),
            }
            for number, crumb in enumerate(page.crumbs, 1)
        ],
    }


def _entity(page: PageDisplay, site: Site) -> dict[str, Any]:
    names = [name for name in (page.medical_name, *page.lay_names) if name]
    node: dict[str, Any] = {
        "@type": ENTITY_TYPES[page.kind],
        "@id": f"{page.canonical}#entity",
        "name": page.title,
        "description": page.summary,
    }
    if names:
        node["alternateName"] = names
    if page.kind == "condition":
        for section in page.sections:
            for group in section.groups:
                if group.key in RELATION_PROPERTIES:
                    node[RELATION_PROPERTIES[group.key]] = Ready(
                        _target(group.key, item.title, site.absolute(item.url)) for item in group.items
                    )
    return node
