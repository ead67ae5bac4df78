"""What the documents say about search is what the code does."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields

import pytest

from articles.identity import PURPOSE
from symptoms import views
from symptoms.missed import counting, store, words
from symptoms.models import missed
from symptoms.search import (
    candidates,
    confidence,
    find,
    index,
    lexicon,
    names,
    postings,
    query,
    ranking,
    spelling,
    suggest,
)
from tests.docs.pages import document

pytestmark = pytest.mark.once

SEARCH = document("docs/search.md")
PURPOSE_PAGE = document("docs/intended-purpose.md")


def rows_under(heading: str, text: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    part = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.strip().startswith("|")]
    return rows[2:]


def test_the_weights_of_fields_are_those_of_the_code() -> None:
    told = {row[0]: float(row[2]) for row in rows_under("The index", SEARCH.text)}
    assert told == index.WEIGHTS


def test_the_weights_of_kinds_are_those_of_the_code() -> None:
    told = {row[0].strip("`"): float(row[1]) for row in rows_under("Fixed weights by kind", SEARCH.text)}
    assert told == ranking.KIND_WEIGHTS


def test_the_weights_of_parts_are_those_of_the_code() -> None:
    told = {row[0].strip("` "): float(row[2]) for row in rows_under("A query", SEARCH.text)}
    assert told == ranking.PARTS


def test_what_suggestions_give_and_their_numbers_are_those_of_the_code() -> None:
    told = {
        name
        for row in rows_under("What suggestions give", PURPOSE_PAGE.text)
        for name in re.findall(r"`(\w+)`", row[0])
    }
    assert told == set(suggest.Suggestion("a", "b", "c", "emergency", "d").row)
    words = " ".join(SEARCH.text.split("## Suggestions while typing\n", 1)[1].split("\n## ", 1)[0].split())
    assert f"always below {suggest.MOST_BYTES:,} bytes" in words
    assert f"Fewer than {suggest.FEWEST_LETTERS} letters, or more than {suggest.MOST_LETTERS} characters" in words
    assert f"{names.MOST_WORDS} different words are looked for at most" in words
    assert f"one edit from {names.SHORTEST} letters, two from {spelling.LONG}" in words


def test_the_numbers_of_ranking_are_those_of_the_code() -> None:
    steps = " ".join(SEARCH.text.split("## The index\n", 1)[1].split("\n## Fixed", 1)[0].split())
    assert f"k1 {index.K1}, b {index.B}, against a fixed length of {index.PIVOT})" in steps
    assert (
        f"first (bonus {ranking.TITLE_BONUS}), then a page with that other name (bonus {ranking.NAME_BONUS})" in steps
    )
    assert f"The best {candidates.MOST_CANDIDATES} pages by words, and up to {candidates.MOST_NAMED} pages" in steps
    assert f"of each word the best {postings.MOST_POSTINGS} pages are looked at" in steps
    assert f"At most {find.LONGEST_QUERY} characters are read, and the {query.MOST_TERMS} rarest words" in steps
    assert f"count {lexicon.FILLER_WEIGHT} of their rarity" in steps
    assert f"A word of {spelling.SHORTEST} letters" in steps
    assert f"from {spelling.LONG} letters" in steps
    assert f"the {candidates.MOST_DESCRIBING} that describe most" in steps
    assert f"When at most {ranking.FEW} conditions share a symptom" in steps
    assert f"has {ranking.DESCRIBES} of the features described" in steps
    assert f"({ranking.NEAR} of its score)" in steps
    assert f"among the first {ranking.IN_SIGHT}, and" in steps
    assert f"({ranking.NEARLY} of its score)" in steps
    assert f"the vocabulary does not have {lexicon.ASIDE_WEIGHT}:" in steps
    even = lexicon.EVEN
    assert f"({even} + ln(1 + links of the page)) / ({even} + ln(1 + links of a page in the mean))" in steps
    assert f"Below {confidence.CONFIDENT} the page says" in steps
    assert f"; {confidence.MANY} words are as many as can be wished for" in steps
    for name, weight in confidence.WEIGHTS.items():
        assert f"(`{name}`, {weight})" in steps


def test_the_numbers_of_missed_words_are_those_of_the_code() -> None:
    told = SEARCH.text.split("## What readers miss\n", 1)[1].split("\n## ", 1)[0]
    assert f"more than {words.LONGEST} characters" in told
    assert f"after {counting.LONGEST_WAIT.seconds} seconds, or {counting.MOST_WAITING} different words" in told
    assert f"At most {store.MOST_A_DAY} different words" in told
    assert f"after {store.DAYS_KEPT} days" in told
    assert ("ten different hours" in told) == (missed.HOURS_TO_KEEP == 10)


def test_the_purpose_is_quoted_word_for_word() -> None:
    assert f"> {PURPOSE}\n" in PURPOSE_PAGE.text


def test_all_that_search_takes_from_readers_is_written_down() -> None:
    told = {
        name for row in rows_under("What search takes", PURPOSE_PAGE.text) for name in re.findall(r"`(\w+)`", row[0])
    }
    tree = ast.parse(inspect.getsource(views.search) + inspect.getsource(inspect.unwrap(views.api_search)))
    of_request = {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "request"
    }
    taken = {
        str(ast.literal_eval(node.args[0]))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "request.GET.get"
    }
    assert of_request == {"request.GET"}
    assert taken == told


def test_all_that_search_gives_is_written_down() -> None:
    told = {
        name for row in rows_under("What search gives", PURPOSE_PAGE.text) for name in re.findall(r"`(\w+)`", row[0])
    }
    given = {f.name for kind in (find.SearchResults, find.ResultGroup, find.SearchResult) for f in fields(kind)}
    assert given == told


def test_the_eight_rules_stand_once_each_and_in_order() -> None:
    rules = [row[0].split(" ", 1)[0] for row in rows_under("Eight rules", PURPOSE_PAGE.text)]
    assert rules == [f"DEV-{number}" for number in range(1, 9)]
