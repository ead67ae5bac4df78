"""Each decision is numbered once, titled and listed in the architecture; the top of the repository is as agreed."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, Document, document

pytestmark = pytest.mark.once

DECISIONS = [Document(path) for path in sorted((ROOT / "docs" / "adr").iterdir())]


def test_decisions_are_numbered_from_one_without_gap_or_repeat() -> None:
    numbers = [int(doc.path.name[:4]) for doc in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert len(numbers) >= 9


def test_each_decision_has_its_own_number_and_title() -> None:
    titles = [doc.text.splitlines()[0] for doc in DECISIONS]
    assert all(re.fullmatch(r"# \d{4} \S.+", title) for title in titles)
    assert [title[2:6] for title in titles] == [doc.path.name[:4] for doc in DECISIONS]
    assert len({title[6:].casefold() for title in titles}) == len(titles)


def test_each_decision_gives_its_day_question_choice_and_price_in_half_a_page() -> None:
    for doc in DECISIONS:
        assert re.search(r"^\*\d{1,2} [A-Z][a-z]+ \d{4}\*$", doc.text, re.MULTILINE), doc.name
        parts = re.findall(r"^\*\*(\w+)\.\*\*", doc.text, re.MULTILINE)
        assert parts == ["Question", "Choice", "Price"], doc.name
        assert len(doc.text.split()) <= 300, doc.name


def test_the_architecture_lists_each_decision_by_its_title() -> None:
    listed = re.findall(r"^- \[(.+)\]\(adr/(.+)\)$", document("docs/architecture.md").text, re.MULTILINE)
    assert listed == [(doc.text.splitlines()[0][2:], doc.path.name) for doc in DECISIONS]


def test_only_the_agreed_things_stand_at_the_top() -> None:
    agreed = {word.rstrip("/") for word in document("docs/adr/0009-few-things-at-the-top.md").code}
    standing = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    locks = {name for name in standing if re.fullmatch(r"requirements(-\w+)?\.txt", name)}
    assert standing - agreed - locks == set()
