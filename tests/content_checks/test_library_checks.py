"""Checks between pages."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from articles.content_checks import examples
from articles.content_checks.findings import Finding
from articles.content_checks.library import check_whole
from articles.content_checks.rules.base import page
from articles.content_checks.shelf import Shelf, SourceCard, card_of
from articles.content_checks.text import read_page

TODAY = dt.date(2026, 6, 1)
GOOD = SourceCard("A guideline", "An institute", "https://example.org/", 2024, dt.date(2026, 1, 1))

pytestmark = pytest.mark.once


def snapshot(uid: str, kind: str = "article", **changes: Any) -> dict[str, Any]:
    """A page of its own."""
    return examples.snapshot_of(page(kind, **({"title": uid} | changes))) | {"uid": uid}


def check(*snapshots: dict[str, Any], rule: str = "", **shelf: Any) -> list[Finding]:
    """What is found in a library of these pages."""
    pages = {data["uid"]: card_of(data) for data in snapshots}
    whole = replace(Shelf(pages=pages), **shelf)
    texts = [read_page(data, whole) for data in snapshots]
    return [finding for finding in check_whole(texts, whole, today=TODAY) if rule in ("", finding.rule)]


def link(to: str) -> list[dict[str, str]]:
    """One link."""
    return [{"to": to, "note": "", "qualifier": ""}]


def test_a_condition_tells_all_five_things_or_says_why_not() -> None:
    bare = snapshot("conditions/x", "condition")
    assert len(check(bare, rule="complete")) == 5
    reasons = {"symptoms": "None.", "urgent-signs": "None."}
    assert len(check(bare, rule="complete", none_known={"conditions/x": reasons})) == 3


def test_a_section_with_words_or_a_link_is_enough() -> None:
    body = "\n\n".join(f"## H {{#{key}}}\n\nWords." for key in ("symptoms", "tests", "treatment", "prevention"))
    whole = snapshot("conditions/x", "condition", body=body, links={"urgent_signs": link("urgent/y")})
    assert check(whole, snapshot("urgent/y", "urgent_sign"), rule="complete") == []


def test_a_reason_for_nothing_that_is_there_is_old() -> None:
    told = snapshot("conditions/x", "condition", body="## Tests {#tests}\n\nOne.")
    found = check(told, rule="complete", none_known={"conditions/x": {"tests": "None."}})
    assert [finding.level for finding in found if "list of none known" in finding.message] == ["W"]


def test_links_in_words_links_and_cautions_lead_to_pages() -> None:
    data = snapshot(
        "treatments/x",
        "treatment",
        body="See\n[[tests/no]].",
        links={"related": link("tests/never")},
        cautions=[{"level": "not-if", "text": "Not now.", "page": "conditions/none"}],
    )
    found = check(data, rule="broken-link")
    assert [(f.field, f.line) for f in found] == [("body", 2), ("links.related", 1), ("cautions", 1)]


def test_a_source_that_does_not_exist_is_named() -> None:
    assert [f.message for f in check(snapshot("articles/x", body="So [@no-such]."), rule="unknown-source")] == [
        "There is no source “no-such”."
    ]


def test_sources_are_cited_whole_and_fresh() -> None:
    sources = {
        "good": GOOD,
        "idle": GOOD,
        "bare": replace(GOOD, publisher=""),
        "old": replace(GOOD, year=2015),
        "stale": replace(GOOD, checked_on=dt.date(2024, 5, 1)),
        "never": replace(GOOD, checked_on=None),
    }
    data = snapshot("articles/x", body="So [@good; @bare; @old; @stale; @never].")
    found = {(f.field, f.rule) for f in check(data, sources=sources)}
    assert found == {
        ("idle", "unused-source"),
        ("bare", "source-record"),
        ("old", "source-age"),
        ("stale", "source-age"),
        ("never", "source-age"),
    }


def test_a_source_on_its_last_good_day_is_fresh() -> None:
    edge = replace(GOOD, year=2016, checked_on=TODAY - dt.timedelta(days=730))
    assert check(snapshot("articles/x", body="So [@edge]."), rule="source-age", sources={"edge": edge}) == []


def test_a_word_explained_is_linked_from_somewhere() -> None:
    term = snapshot("glossary/stent", "glossary_term")
    assert [f.page for f in check(term, rule="unlinked-term")] == ["glossary/stent"]
    assert check(term, snapshot("articles/x", body="A [[glossary/stent]]."), rule="unlinked-term") == []


def test_a_name_leads_to_one_page_and_perhaps_to_a_word_explained() -> None:
    one, two = snapshot("conditions/a", "condition", lay_names=["Cold Leg"]), snapshot("symptoms/b", "symptom")
    two["lay_names"] = ["cold leg"]
    assert [(f.page, f.level) for f in check(one, two, rule="same-name")] == [("symptoms/b", "W")]
    term = snapshot("glossary/c", "glossary_term", title="Cold leg")
    assert check(one, term, rule="same-name") == []
