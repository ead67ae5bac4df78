"""``manage.py check_library``: the table, the places, the exit; with a database and without."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.content_checks import check_page
from articles.library.importing import import_library
from articles.models import Page
from articles.snapshot import dump

pytestmark = pytest.mark.once

CONDITION = """---
title: Cold leg
summary: A leg that is cold.
cause_group: blood-supply
seek_care:
  - it stays cold [@good].
  - you should ask.
links:
  symptoms:
    - to: symptoms/ache
      note: It aches [@good].
  urgent_signs:
    - urgent/one
    - to: urgent/two
      note: Seen in 7 in 100 people.
---

You may feel it [@good].

## What helps {#treatment}

Take 75 mg a day.
"""
SIGN = "---\ntitle: Sign {0}\nsummary: A sign.\nlevel: {1}\ncard: a leg is cold\ndo_now:\n  - Call for help.\n---\n"
SYMPTOM = "---\ntitle: Ache\nsummary: It aches.\n---\n\nStop and rest.\n"
SOURCES = """- id: good
  title: A guideline
  publisher: An institute
  year: 2099
  url: https://example.org/
  checked_on: '2099-01-01'
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small library with faults."""
    files = {
        "conditions/cold-leg.md": CONDITION,
        "urgent/one.md": SIGN.format("one", "emergency"),
        "urgent/two.md": SIGN.format("two", "same-day"),
        "symptoms/ache.md": SYMPTOM,
        "sources.yaml": SOURCES,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run(*words: Any) -> tuple[str, str]:
    """What the command prints, and the error it ends with."""
    out = StringIO()
    try:
        call_command("check_library", *words, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def findings(*words: Any) -> list[dict[str, Any]]:
    """What the command gives to programs."""
    return json.loads(run("--json", *words)[0])


def test_a_folder_needs_no_database(folder: Path) -> None:
    out, error = run("--folder", folder)
    assert "Conditions" in out
    assert "conditions/cold-leg" in out
    assert error.startswith("Findings to put right")


def test_places_in_files_are_the_lines_of_the_words(folder: Path) -> None:
    places = {(f["rule"], f["place"].split(": ")[0]) for f in findings("--folder", folder) if f["rule"] == "L21"}
    lines = CONDITION.splitlines()
    wanted = ("  - you should ask.", "      note: Seen in 7 in 100 people.", "Take 75 mg a day.")
    body, notes = lines.index(wanted[2]) + 1, lines.index(wanted[1])
    assert places == {
        ("L21", f"conditions/cold-leg.md:{lines.index(wanted[0]) + 1}"),
        ("L21", f"conditions/cold-leg.md:{notes}"),
        ("L21", f"conditions/cold-leg.md:{body}"),
    }


@pytest.mark.django_db
def test_the_database_and_the_folder_say_the_same(folder: Path) -> None:
    import_library(folder)
    keys = ("page", "field", "line", "rule", "level", "message")
    first, second = ([tuple(f[k] for k in keys) for f in found] for found in (findings(), findings("--folder", folder)))
    assert sorted(first) == sorted(second)
    assert first


@pytest.mark.django_db
def test_one_page_is_checked_for_its_form(folder: Path, django_assert_num_queries: Any) -> None:
    import_library(folder)
    snapshot = dump(Page.objects.get(uid="conditions/cold-leg"))
    with django_assert_num_queries(3):
        found = check_page(snapshot)
    assert {(f.rule, f.level) for f in found} >= {("L18", "B"), ("L21", "B")}
    assert "L20" not in {f.rule for f in found}


def test_one_page_can_be_asked_for(folder: Path) -> None:
    assert {f["page"] for f in findings("--folder", folder, "--page", "conditions/cold-leg")} == {"conditions/cold-leg"}
    assert run("--folder", folder, "--page", "conditions/no")[1] == "There is no page “conditions/no”."


def test_warnings_fail_only_where_asked(folder: Path) -> None:
    for path in (folder / "conditions").iterdir():
        path.unlink()
    long = "This line says that " + "the leg is cold and " * 8 + "it stays so."
    (folder / "symptoms" / "ache.md").unlink()
    (folder / "articles").mkdir()
    text = f"---\ntitle: Cold legs\nsummary: About cold legs.\n---\n\nStop and rest. {long}\n"
    (folder / "articles" / "cold.md").write_text(text, encoding="utf-8")
    assert run("--folder", folder)[1] == ""
    assert run("--folder", folder, "--fail-on", "W")[1] == "Findings to put right: 1."


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "urgent" / "one.md").write_text("no front matter", encoding="utf-8")
    assert run("--folder", folder)[1].startswith("urgent/one.md:1:")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "There is no folder" in run("--folder", tmp_path / "no")[1]
