"""What a page would look like if it were published now: an edition or the working copy, by the public builder."""

from __future__ import annotations

from typing import Any

from articles import kinds, rendering, snapshot
from articles.content import Content, Refers, Words
from articles.linked import LinkRow
from articles.models import Edition, Page


def of_edition(edition: Edition) -> Content:
    """A stored edition as a page."""
    signed = edition.sign_offs.filter(sha256=edition.sha256).first()
    return _content(
        edition.page_id,
        edition.snapshot,
        edition.brief,
        edition.rendered,
        number=edition.number,
        changed_at=edition.at,
        signed={"by": signed.by_name, "role": signed.role, "at": signed.at} if signed else None,
    )


def of_working_copy(page: Page) -> Content:
    """The rows as they are in the database now, rendered afresh. Writes nothing."""
    data = snapshot.dump(page)
    made = rendering.render(data)
    return _content(page.pk, data, made.brief, made.parts)


def own_links(page_id: int, rendered: dict[str, Any]) -> list[LinkRow]:
    """The page's own cross-links as rows of the live graph, so that the builder can show them (one query)."""
    wanted = {item["to"] for items in rendered["links"].values() for item in items}
    ids = dict(Page.objects.filter(uid__in=wanted).exclude(pk=page_id).values_list("uid", "pk"))
    return [
        LinkRow(ids[item["to"]], True, relation, item["note_html"], item["qualifier"], position)
        for relation, items in rendered["links"].items()
        for position, item in enumerate(items)
        if item["to"] in ids
    ]


def _content(
    page_id: int, data: dict[str, Any], brief: dict[str, Any], rendered: dict[str, Any], **facts: Any
) -> Content:
    words = Words(tuple(data["topics"]), data["fields"], rendered)
    return Content(
        page_id=page_id,
        uid=data["uid"],
        kind=data["kind"],
        brief=brief,
        refers=Refers.of(words),
        read=lambda: words,
        path=f"/{kinds.get(data['kind']).folder}/{data['slug']}/",
        is_preview=True,
        own_links=own_links(page_id, rendered),
        **facts,
    )
