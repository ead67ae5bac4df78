"""What the documents say about the leg guide is what the code does."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
import yaml

from symptoms.guide import ranking, results, ticks
from tests.docs.pages import ROOT, document
from tests.docs.test_search_documents import rows_under

pytestmark = pytest.mark.once

GUIDE = document("docs/guide.md")
PURPOSE_PAGE = document("docs/intended-purpose.md")


def told(heading: str) -> set[str]:
    """The names in the first column under a heading of the intended purpose."""
    return {name for row in rows_under(heading, PURPOSE_PAGE.text) for name in re.findall(r"`(\w+)`", row[0])}


def test_dev_8_all_that_the_guide_takes_is_written_down() -> None:
    assert told("What the leg guide takes") == set(ticks.FACETS)


def test_dev_8_all_that_the_guide_gives_is_written_down() -> None:
    given = {f.name for kind in (results.GuideResults, results.GuideResult) for f in fields(kind)}
    assert told("What the leg guide gives") == given


def test_the_numbers_of_the_order_are_those_of_the_code() -> None:
    weights = {row[0].strip("`"): float(row[1]) for row in rows_under("The order", GUIDE.text)}
    assert weights == ranking.KIND_WEIGHTS
    words = " ".join(GUIDE.text.split())
    assert f"to the power {ranking.SIZE_POWER}," in words
    assert f"The first {results.FIRST} pages stand in full, at most {results.MOST} are shown" in words
    assert f"stands among the first {results.FIRST} of the guide" in words
    assert (
        f"the first {results.FIRST} of search, and pages about urgent signs among the first {results.URGENT_FIRST}."
        in words
    )


def test_the_number_of_examples_is_that_of_the_starter_library() -> None:
    rows = yaml.safe_load((ROOT / "content" / "vignettes.yaml").read_text(encoding="utf-8"))
    assert f"The starter library brings {len(rows)} in `content/vignettes.yaml`" in GUIDE.text
