"""The one door to search."""

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from articles import publishing
from articles.models import Library
from symptoms.models import Posting
from symptoms.search.find import find
from symptoms.search.snippets import read_text, snippet
from symptoms.search.words import fold, key, terms
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shelf(shared_rows: None) -> dict[str, str]:
    """A few live pages: name → address."""
    pages = {
        "veins": make.starter_page(
            "condition", slug="varicose-veins", title="Varicose veins", body="Swollen blue veins in the leg."
        ),
        "pad": make.starter_page(
            "condition",
            slug="pad",
            title="Narrow leg arteries",
            medical_name="Peripheral artery disease",
            lay_names=["Poor circulation", "Window-shopper's leg"],
            phrases=["my calf grips after one block"],
            misspellings=["perifal arterie"],
            body="Too little blood flows. Ischaemia of the muscle hurts on walking.",
        ),
        "cramp": make.starter_page(
            "symptom", slug="leg-cramp", title="Leg cramp", body="A hard, painful muscle at night."
        ),
        "sign": make.starter_page("urgent_sign", slug="cold-leg", title="Cold, pale leg", body="The leg is cold."),
        "word": make.starter_page("glossary_term", slug="artery", title="Artery", body="A tube that carries blood."),
        "stent": make.starter_page("treatment", slug="stent", title="Stent", body="A tube that holds an artery open."),
    }
    make.publish_starters(django_settings, list(pages.values()))
    return {name: make.path_of(page) for name, page in pages.items()}


def urls(query: str, **options) -> list[str]:
    return [result.url for result in find(query, **options).ranked]


# -- what is found --


def test_a_page_with_any_of_the_words_is_found(shelf) -> None:
    assert set(urls("night blue")) == {shelf["cramp"], shelf["veins"]}


def test_a_page_with_more_of_the_words_comes_first(shelf) -> None:
    assert urls("hard painful veins at night")[0] in (shelf["cramp"], shelf["veins"])
    assert urls("swollen blue night")[0] == shelf["veins"]


@pytest.mark.parametrize("query", ["varicose veins", "VARICOSE VEINS", "varicose vein", "Varicose, veins?"])
def test_a_page_whose_name_is_asked_for_leads(shelf, query: str) -> None:
    assert urls(query)[0] == shelf["veins"]


@pytest.mark.parametrize(
    "query",
    ["peripheral artery disease", "poor circulation", "window shoppers leg", "window-shopper’s leg", "perifal arterie"],
)
def test_every_other_name_leads_too(shelf, query: str) -> None:
    found = find(query)
    assert (found.ranked[0].url, found.ranked[0].reasons, found.confident) == (
        shelf["pad"],
        ("goes by this name",),
        True,
    )


def test_the_way_people_describe_it_leads_there(shelf) -> None:
    found = find("sometimes my calf grips after one block of cramp")
    assert found.ranked[0].url == shelf["pad"]
    assert found.ranked[0].reasons


def test_results_are_grouped_by_kind_and_hold_the_same_pages(shelf) -> None:
    found = find("leg")
    assert {item.url for group in found.groups for item in group.items} == {item.url for item in found.ranked}
    assert len({group.label for group in found.groups}) == len(found.groups)
    assert found.total == len(found.ranked)


def test_results_can_be_kept_to_some_kinds_and_to_a_number(shelf) -> None:
    assert urls("leg", kinds={"urgent_sign"}) == [shelf["sign"]]
    assert len(urls("leg", limit=2)) == 2


def test_an_urgent_sign_shows_its_level(shelf) -> None:
    assert find("cold leg").ranked[0].care_level == "emergency"


def test_the_same_words_give_the_same_list_every_time(shelf) -> None:
    assert len({tuple(urls("leg blood tube artery night")) for _ in range(5)}) == 1


def test_nothing_found_is_said_plainly(shelf) -> None:
    found = find("xylophone zebra")
    assert (found.total, found.confident, found.ranked, found.groups) == (0, False, (), ())


def test_a_broken_index_is_an_error_and_never_nothing_found(shelf, monkeypatch) -> None:
    monkeypatch.setattr(Posting._meta, "db_table", "no_such_table")
    with pytest.raises(DatabaseError, match="no_such_table"), transaction.atomic():
        find("leg cramp")


# -- spelling --


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("varicsoe", "varicose"), ("ischemya", "ischemia"), ("swolen", "swollen"), ("arterty", "artery")],
)
def test_a_misspelling_is_put_right_and_told(shelf, typed: str, meant: str) -> None:
    found = find(typed)
    assert fold(found.corrected) == meant
    assert found.ranked


@pytest.mark.parametrize(
    "word",
    ["veins", "vein", "swollen", "leg", "night", "Ischaemia", "ischemia", "artery", "arteries", "legs", "walk", "2024"],
)
def test_a_word_the_library_knows_is_never_changed(shelf, word: str) -> None:
    assert find(word).corrected == ""


def test_a_word_of_a_withdrawn_page_is_forgotten(settings) -> None:
    page = make.live_page("symptom", title="Wobbly xylopain")
    assert find("xylopian").corrected == "xylopain"
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    assert find("xylopian").corrected == ""


def test_british_and_american_spelling_are_one(shelf) -> None:
    assert urls("ischaemia") == urls("ischemia") == [shelf["pad"]]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("oedema", "edema"),
        ("anaemia", "anemia"),
        ("haemoglobin", "hemoglobin"),
        ("oesophagus", "esophagus"),
        ("anaesthetic", "anesthetic"),
        ("tumour", "tumor"),
        ("fibre", "fiber"),
        ("recognise", "recognize"),
        ("café", "cafe"),
    ],
)
def test_spellings_fold_together(british: str, american: str) -> None:
    assert key(british) == key(american)


@pytest.mark.parametrize("word", ["not", "stops", "rest", "walk", "night"])
def test_words_that_carry_the_meaning_are_kept(word: str) -> None:
    assert terms(word)


@pytest.mark.parametrize(
    ("short", "whole"), [("it won't heal", "it will not heal"), ("doesnt go away", "does not go away")]
)
def test_a_not_is_read_however_it_is_written(short: str, whole: str) -> None:
    assert terms(short) == terms(whole)


# -- what is never found --


def test_drafts_signed_and_withdrawn_pages_are_never_found() -> None:
    make.draft_page(title="Quixotic draft")
    make.signed_page(title="Quixotic signed")
    make.withdrawn_page(title="Quixotic withdrawn")
    assert urls("quixotic") == []


def test_the_words_of_a_draft_do_not_find_its_live_page() -> None:
    page = make.live_page("symptom", title="Sober name")
    make.edit(page, title="Quixotic name", phrases=["quixotic phrase"], misspellings=["kwixotic"])
    assert urls("quixotic") == []
    make.republish(page)
    assert urls("quixotic") == [make.path_of(page)]
    assert urls("sober") == []


def test_a_published_page_is_found_at_once_and_a_withdrawn_one_no_more() -> None:
    page = make.live_page("symptom", title="Quixotic legs")
    assert urls("quixotic") == [make.path_of(page)]
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    assert urls("quixotic") == []


# -- odd input --

ODD = {
    "nothing": "",
    "blanks": " \t\n ",
    "only stop words": "what is the",
    "ten thousand letters": "a" * 10_000,
    "ten thousand words": "leg " * 2_500,
    "quotes": "\"leg\" 'cramp' “x” ’",
    "emoji": "🦵 leg 😖",
    "NUL": "leg\x00cramp\x00",
    "SQL": "leg'; DROP TABLE symptoms_posting; --",
    "wildcards": "% _ * ? leg* (leg OR cramp) NEAR",
    "right to left": "ساق leg \u202e",
    "slots": "\ue000page|x\ue001 leg",
    "lone surrogate escaped": "leg \ufffd \u0301",
    "numbers": "1 2 3 4",
    "dots": "... --- !!!",
}


@pytest.mark.parametrize("query", ODD.values(), ids=ODD.keys())
def test_odd_input_is_no_error(shelf, client, query: str) -> None:
    found = find(query)
    assert found.total == len(found.ranked)
    assert client.get("/search/", {"q": query, "exact": "1"}).status_code == 200
    # Some are a page's name, whatever stands between the words.
    assert client.get("/search/", {"q": query}).status_code in {200, 302}


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script> leg", '"><img src=x onerror=alert(1)> leg', "leg' onfocus='alert(1)"]
)
def test_hostile_input_is_shown_as_words(shelf, client, query: str) -> None:
    text = client.get("/search/", {"q": query}).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "onfocus='alert" not in text
    assert shelf["cramp"] in text


@given(st.text(max_size=60), st.lists(st.sampled_from(["leg", "cramp", "<b>", "&", "."]), max_size=12))
def test_a_snippet_never_holds_more_markup_than_our_marks(noise: str, pieces: list[str]) -> None:
    html = str(snippet(read_text(" ".join([noise, *pieces])), ["leg", "cramp"]))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
    assert html.count("<mark>") == html.count("</mark>")


def test_a_snippet_marks_the_words_in_the_sentence_that_has_most_of_them() -> None:
    assert (
        snippet(read_text("First one. A leg cramps & hurts. Last one."), ["leg", "cramp"])
        == "A <mark>leg</mark> <mark>cramps</mark> &amp; hurts."
    )


# -- the page --


def test_the_search_page_is_kept_nowhere_and_shows_the_emergency_box_always(shelf, client) -> None:
    for query in ("", "leg", "xylophone"):
        answer = client.get("/search/", {"q": query})
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert "If it may be an emergency" in answer.text


def test_the_search_page_names_the_site_as_it_was_asked_for(shelf, client) -> None:
    for host in ("localhost", "localhost:8080"):
        assert f'rel="canonical" href="http://{host}/search/"' in client.get("/search/", headers={"host": host}).text


def test_the_search_page_shows_what_was_typed_as_words(shelf, client) -> None:
    typed = "<b>varicsoe</b> \ue000frame:found\ue001"
    text = client.get("/search/", {"q": typed}).text
    assert "<b>" not in text
    assert 'value="&lt;b&gt;varicsoe&lt;/b&gt; \ue000frame:found\ue001"' in text
    assert "?q=%3Cb%3Evaricsoe%3C%2Fb%3E%20" in text


def test_the_search_page_tells_what_it_looked_for_instead(shelf, client) -> None:
    assert "varicose" in client.get("/search/", {"q": "varicsoe"}).text.split("Showing pages for")[1][:60]


def test_searching_changes_nothing(shelf, client) -> None:
    before = Library.current_generation()
    client.get("/search/", {"q": "leg"})
    assert Library.current_generation() == before
