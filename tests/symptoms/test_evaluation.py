"""Measuring search on a file of queries whose right pages are known."""

import json

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from symptoms.search import evaluation
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> None:
    """Two conditions and an urgent sign."""
    make.publish_starters(
        django_settings,
        [
            make.starter_page(
                "condition", slug="claudication", title="Leg pain on walking", lay_names=["Claudication"]
            ),
            make.starter_page(
                "condition", uid="conditions/dvt", slug="dvt", title="Blood clot in a deep vein", body="A clot."
            ),
            make.starter_page("urgent_sign", uid="urgent/cold-leg", slug="cold-leg", title="Sudden cold, pale leg"),
        ],
    )


def test_search_is_measured_on_a_file_of_queries(shelf, tmp_path, capsys) -> None:
    rows = [
        {"query": "claudication", "expect": ["intermittent claudication"], "kind": "medical"},
        {"query": "blood clot", "expect": ["conditions/dvt"], "kind": "lay"},
        {"query": "sudden cold leg", "expect": ["urgent/cold-leg"], "kind": "urgent"},
        {"query": "wifi router", "expect": [], "kind": "negative"},
        {"query": "vein", "expect": ["nothing goes by this"], "kind": "lay"},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "t.json").write_text(json.dumps({"intermittent claudication": ["Claudication"]}), encoding="utf-8")
    call_command("evaluate_search", str(tmp_path / "q.jsonl"), "--topics", str(tmp_path / "t.json"), "--json")
    figures = json.loads(capsys.readouterr().out)
    assert figures["kinds"]["medical"] == {"queries": 1, "success@1": 1.0, "success@3": 1.0, "mrr@10": 1.0}
    assert figures["kinds"]["lay"]["success@1"] == 0.5
    assert (figures["urgent_in_first_three"], figures["confident_on_off_topic"]) == (1.0, 0.0)
    assert len(figures["curve"]) == 19


def test_a_share_of_no_queries_is_no_figure(shelf, tmp_path, capsys) -> None:
    (tmp_path / "q.jsonl").write_text('{"query": "blood clot", "expect": ["conditions/dvt"], "kind": "lay"}')
    call_command("evaluate_search", str(tmp_path / "q.jsonl"))
    table = capsys.readouterr().out
    assert "Urgent sign in the first three, of urgent queries: none" in table
    assert "Urgent sign first, of other queries: 0.000" in table
    call_command("evaluate_search", str(tmp_path / "q.jsonl"), "--json")
    assert json.loads(capsys.readouterr().out)["urgent_in_first_three"] is None


def test_names_are_compared_without_case_hyphens_and_ae() -> None:
    assert evaluation._plain("Ankle-Brachial OEDEMA") == evaluation._plain("ankle brachial edema")


def test_a_bad_file_is_told_by_line(tmp_path) -> None:
    (tmp_path / "q.jsonl").write_text("{}", encoding="utf-8")
    with pytest.raises(CommandError, match=r"Line 1 of q\.jsonl"):
        call_command("evaluate_search", str(tmp_path / "q.jsonl"))
