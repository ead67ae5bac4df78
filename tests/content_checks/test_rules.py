"""Every rule finds its bad example and passes its good one; and honest sentences that look bad pass too."""

from dataclasses import replace
from typing import Any

import pytest

from articles.content_checks import RULES, Finding, check_page, examples
from articles.content_checks.findings import LEVELS, B, I, W
from articles.content_checks.rules.base import Example, Rule, page
from articles.content_checks.shelf import Card

pytestmark = pytest.mark.once

CITED = {f"L{number}" for number in range(1, 25)}


def found(example: Example, rule_id: str) -> list[Finding]:
    """What one rule finds on an example page."""
    snapshot = examples.snapshot_of(example)
    return [finding for finding in check_page(snapshot, examples.SHELF) if finding.rule == rule_id]


def on(rule_id: str, body: str, kind: str = "article", **changes: Any) -> list[str]:
    """What one rule says about a page with this body."""
    return [finding.message for finding in found(page(kind, body=body, **changes), rule_id)]


def test_every_rule_of_the_standard_is_there_once() -> None:
    assert sorted(rule.id for rule in RULES) == sorted(CITED)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_its_bad_example(rule: Rule) -> None:
    assert found(rule.bad, rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_passes_its_good_example(rule: Rule) -> None:
    assert [finding for finding in found(rule.good, rule.id) if finding.level != I] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_to_do(rule: Rule) -> None:
    assert rule.title
    assert rule.advice.endswith(".")
    assert rule.level in LEVELS
    assert rule.check.__doc__


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_nothing_graver_than_it_says(rule: Rule) -> None:
    assert all(LEVELS.index(finding.level) >= LEVELS.index(rule.level) for finding in found(rule.bad, rule.id))


HONEST = {
    "L5": [
        "Doctors call this a stenosis.",
        "The artery is narrowed (stenosis).",
        "**Stent.** A small mesh tube.",
        "A stent is a small mesh tube.",
        "You may need an angioplasty, where a balloon opens the artery.",
        "The scan looks for a [[glossary/stenosis|stenosis]].",
        "When part of a clot travels to the lungs, that is a pulmonary embolism.",
    ],
    "L18": ["A result of 5 mmol/L is normal.", "Your leg holds 5 ml of blood per second.", "Bring your 3 tablets."],
    "L19": [
        "Call {{emergency-number}} now.",
        "In the study 999 people rang a bell.",
        "Call a doctor if it lasts 10 minutes.",
        "They were born in 1911 or 2016-2020.",
        "The test was clear in 112 of 1,000 people.",
    ],
    "L21": [
        "Ask your doctor about your risk.",
        "Tell the nurse if you have type 2 diabetes.",
        "Do you wonder whether you should worry?",
        "If 5 minutes is what you can do now, do 5 minutes.",
        "There are 6 signs:",
        "::: drawing measuring A cuff on the arm (1), and the other leg (2 and 3). 4: a probe.\n:::",
        "These raise the chance:\n\n- smoking [@example-source]",
        "In a survey [@example-source]:\n\n- 7 in 100 men\n- 6 in 100 women",
        "Look here [@example-source]:\n\n| Who | How many |\n| --- | --- |\n| Men | 7 in 100 |",
        "## Who\n\n| Who | How many |\n| --- | --- |\n| Men | 7 in 100 |\n\nThe table is from one [@example-source].",
    ],
    "L22": ["A nurse looks at your medicines once a year.", "UK advice was last updated in 2024 [@example-source]."],
    "L23": [
        "There is no cure.",
        "It cannot cure the disease.",
        "If you have diabetes, ask first.",
        "Can it be cured?",
        "It means you have lost more fluid than you took in.",
        "Do not stop your statin.",
        "You should not stop your tablets.",
        "Do not count on a guarantee.",
        "Stop and rest. Take your tablets with you.",
    ],
}
DISHONEST = {
    "L5": ["The stent or the bypass may block.", "The team plans a revascularisation soon."],
    "L18": ["Take 2 tablets a day.", "People take 200 to 300 mg of quinine."],
    "L19": ["Dial 112 at once.", "Phone 020 7946 0018.", "Ring the ward on 555 010 9999."],
    "L21": [
        "It doubles the risk of a stroke.",
        "You should rest.",
        "Half of all people over 80 have it.",
        "- Walk 30 minutes a day.",
        "::: drawing measuring It takes 20 minutes (1).\n:::",
        "In the trial (3) it worked.",
    ],
    "L22": ["## Last updated\n\nIn March.", "Medically reviewed by Dr Who."],
    "L23": [
        "This treatment is completely safe.",
        "You probably have a clot.",
        "This means you have a blocked artery.",
        "Your risk is high.",
        "You should stop taking your statin.",
        "- Double your dose if it hurts.",
        "It works and has no side effects.",
    ],
}


@pytest.mark.parametrize(("rule_id", "body"), [(rule, body) for rule, bodies in HONEST.items() for body in bodies])
def test_a_blocking_rule_lets_honest_words_pass(rule_id: str, body: str) -> None:
    assert on(rule_id, body) == []


@pytest.mark.parametrize(("rule_id", "body"), [(rule, body) for rule, bodies in DISHONEST.items() for body in bodies])
def test_a_blocking_rule_stops_what_it_is_there_for(rule_id: str, body: str) -> None:
    assert [finding.level for finding in found(page(body=body), rule_id)] == [B]


def test_a_page_named_by_a_word_explains_it() -> None:
    assert on("L5", "A stent stays in place.", title="Balloon and stent") == []


def test_an_everyday_word_of_the_glossary_is_information_only() -> None:
    pages = examples.SHELF.pages | {"glossary/calf": Card("glossary_term", "Calf")}
    snapshot = examples.snapshot_of(page(body="Your calf hurts."))
    levels = [f.level for f in check_page(snapshot, replace(examples.SHELF, pages=pages)) if f.rule == "L5"]
    assert levels == [I]


def test_a_dose_with_a_source_is_information_for_the_reviewer() -> None:
    example = page(body="People took 75 mg [@example-source].")
    assert [finding.level for finding in found(example, "L18")] == [I]


def test_a_level_of_help_on_the_list_of_none_known_is_not_missed() -> None:
    snapshot = examples.snapshot_of(page("symptom", seek_care=["it stays."]))
    shelf = replace(examples.SHELF, none_known={snapshot["uid"]: {"emergency": "Never one.", "same-day": "Never."}})
    assert "L20" in {finding.rule for finding in check_page(snapshot, examples.SHELF)}
    assert "L20" not in {finding.rule for finding in check_page(snapshot, shelf)}


def test_typed_care_cards_stand_gravest_first() -> None:
    calm, grave = "::: care-card routine\nIt comes back.\n:::\n", "::: care-card emergency\nIt is cold.\n:::\n"
    assert on("L20", grave + "\n" + calm) == []
    assert on("L20", calm + "\n" + grave) == ["The gravest care card comes first."]


def test_a_table_with_six_columns_is_too_wide_to_read_aloud() -> None:
    head = "## Six\n\n" + "| a " * 6 + "|\n" + "| --- " * 6 + "|\n"
    assert "6 columns" in " ".join(on("L17", head + "| b " * 6 + "|"))


def test_a_picture_before_the_first_heading_is_a_warning() -> None:
    sha = "cd" * 32
    example = page(body=f"::: picture {sha} A leg.\n:::", pictures={sha: {"alt": "A leg."}})
    assert [finding.level for finding in found(example, "L16")] == [W]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Fine.\n\nFine.\n\nYou should rest.", 5),
        ("Fine,\nand then\nyou should rest.", 3),
        ("- fine\n- you should rest", 2),
        ("| a | b |\n| --- | --- |\n| fine | fine |\n| 7 of 10 | fine |", 4),
    ],
)
def test_a_finding_names_the_line_of_the_words(body: str, line: int) -> None:
    assert [finding.line for finding in found(page(body=body), "L21")] == [line]


def test_findings_in_a_list_of_lines_name_the_row() -> None:
    example = page("symptom", body="", seek_care=["it stays.", "you should ask."])
    assert [(f.field, f.line) for f in found(example, "L21")] == [("seek_care", 2)]


def test_the_gravest_findings_come_first() -> None:
    snapshot = examples.snapshot_of(page(body="Elevate the leg prior to sleep. You should rest."))
    levels = [finding.level for finding in check_page(snapshot, examples.SHELF)]
    assert levels == sorted(levels, key=LEVELS.index)
    assert {B, W} <= set(levels)
