"""What a page is made of before it is put together: what its edition says, and what that points to."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from articles.linked import LinkRow
from articles.live import Served
from articles.markdown.slots import Named, named_in
from articles.memory import Recent
from articles.upcast import upcast


@dataclass(frozen=True)
class Content:
    """A live edition, or a draft for preview."""

    page_id: int
    uid: str
    kind: str
    brief: dict[str, Any]
    refers: Refers
    read: Callable[[], Words]
    """Gives the words; they are not needed to know whether a page is the same as before."""
    number: int | None = None
    published_at: dt.datetime | None = None
    first_published_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    sha256: str = ""
    signed: dict[str, Any] | None = None
    path: str = ""
    is_preview: bool = False
    own_links: list[LinkRow] | None = None


@dataclass(frozen=True)
class Words:
    """What an edition says."""

    topics: tuple[str, ...]
    fields: dict[str, Any]
    rendered: dict[str, Any]


@dataclass(frozen=True)
class Refers:
    """What an edition points to: the same as long as there is this edition, whatever is published."""

    topics: frozenset[str]
    named: Named

    @classmethod
    def of(cls, words: Words) -> Refers:
        """What these words point to."""
        cautions = words.rendered["cautions"]
        named = named_in(texts_of(words.rendered))
        about = named.pages.union(caution["page"] for caution in cautions if caution["page"])
        return cls(frozenset(words.topics), Named(about, named.sources))


def texts_of(rendered: dict[str, Any]) -> Iterable[str]:
    """The stored HTML of a page, part by part."""
    for section in rendered["sections"]:
        yield section["html"]
    for rows in rendered["fields"].values():
        yield from rows
    for caution in rendered["cautions"]:
        yield caution["html"]


def content_of(served: Served) -> Content:
    """The content that a live address serves (no query)."""
    edition = (served.page_id, served.number, served.changed_at, served.sha256)
    read = cache(lambda: _read(served))
    return Content(
        page_id=served.page_id,
        uid=served.brief["uid"],
        kind=served.kind,
        brief=served.brief,
        refers=_references.get(edition, lambda: Refers.of(read())),
        read=read,
        number=served.number,
        published_at=served.published_at,
        first_published_at=served.first_published_at,
        changed_at=served.changed_at,
        sha256=served.sha256,
        signed=served.signed,
        path=served.path,
    )


def _read(served: Served) -> Words:
    snapshot = upcast(json.loads(served.canonical))
    return Words(tuple(snapshot["topics"]), snapshot["fields"], json.loads(served.rendered))


_references: Recent[tuple[int, int, dt.datetime, str], Refers] = Recent(most=500)
"""About 2 kB each."""
