"""Names offered while somebody types, and a search for a name that leads straight to its page."""

import json

import pytest
from django.conf import settings as django_settings
from hypothesis import example, given
from hypothesis import strategies as st

from articles import publishing
from site_project import throttle
from symptoms.search.find import find
from symptoms.search.names import Name, Names
from symptoms.search.suggest import MOST_BYTES, Suggestion, packed, suggest
from symptoms.search.words import STOP_WORDS, words, written
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def shelf(shared_rows: None) -> dict[str, str]:
    """A few live pages: name → address."""
    pages = {
        "veins": make.starter_page("condition", title="Varicose veins", lay_names=["Lumpy veins", "Blood clot veins"]),
        "surgery": make.starter_page("treatment", title="Surgery for varicose veins"),
        "clot": make.starter_page(
            "condition",
            title="Blood clot in a deep leg vein",
            medical_name="Deep vein thrombosis",
            lay_names=["Économy class haematoma", "DVT", "Swollen calf"],
            phrases=["my calf is hot and tight"],
            misspellings=["deap vain"],
        ),
        "sign": make.starter_page("urgent_sign", title="Sudden swollen calf", lay_names=["Clot signs"]),
        "word": make.starter_page("glossary_term", title="Vein", lay_names=["DVT", "Blood pipe"]),
        "cramp": make.starter_page("symptom", title="Cramp at night", lay_names=["Raynaud’s cramp"]),
    }
    make.publish_starters(django_settings, list(pages.values()))
    return {name: make.path_of(page) for name, page in pages.items()}


def labels(typed: str, **options) -> list[str]:
    return [found.label for found in suggest(typed, **options)]


# -- what is suggested --


def test_a_name_that_begins_so_comes_first(shelf) -> None:
    for typed in ("va", "Varic", "VARICOSE v", "varicose, veins", " varicose  vei "):
        assert labels(typed)[:2] == ["Varicose veins", "Surgery for varicose veins"], typed


def test_a_page_comes_before_the_explanation_of_a_word_in_its_name(shelf, settings) -> None:
    make.publish_starters(settings, [make.starter_page("glossary_term", title="Varicose", slug="varicose")])
    assert labels("varico")[:2] == ["Varicose veins", "Varicose"]


def test_every_typed_word_begins_a_word_of_the_name_in_any_order(shelf) -> None:
    assert labels("vei var") == ["Varicose veins", "Surgery for varicose veins"]
    assert labels("vei night") == []


def test_whole_names_come_first_then_titles_then_short_ones_and_each_page_once(shelf) -> None:
    assert labels("vein") == ["Vein", "Varicose veins", "Surgery for varicose veins", "Blood clot in a deep leg vein"]
    assert labels("clot") == ["Clot signs", "Blood clot in a deep leg vein", "Blood clot veins"]
    assert labels("vein", limit=2) == ["Vein", "Varicose veins"]


def test_search_offers_names_that_begin_so_where_nothing_is_close(shelf, client) -> None:
    assert [found.label for found in find("surg").suggestions] == ["Surgery for varicose veins"]
    assert f'<a href="{shelf["surgery"]}">Surgery for varicose veins</a>' in client.get("/search/?q=surg").text
    assert find("surgery for varicose veins today").suggestions == ()


def test_another_name_says_which_page_it_leads_to(shelf) -> None:
    assert suggest("lum") == (Suggestion("Lumpy veins", shelf["veins"], "Condition", "", "Varicose veins"),)
    assert {found.see for found in suggest("dvt")} == {"Blood clot in a deep leg vein", "Vein"}


def test_an_urgent_sign_says_so_in_words(shelf) -> None:
    [sign] = suggest("clot si")
    assert sign.row == {
        "label": "Clot signs",
        "url": shelf["sign"],
        "kind": "Urgent sign",
        "see": "Sudden swollen calf",
        "level": "emergency",
        "care": "Emergency",
    }


def test_spellings_accents_and_apostrophes_fold(shelf) -> None:
    for typed in ("haem", "hem", "hae", "haematoma", "hematoma", "economy", "ÉCO"):
        assert labels(typed) == ["Économy class haematoma"], typed
    for typed in ("raynaud", "raynauds", "raynaud's c", "Raynaud’s"):
        assert labels(typed) == ["Raynaud’s cramp"], typed


def test_what_begins_no_word_is_taken_for_the_nearest_that_does(shelf) -> None:
    for typed in ("varicos vains", "varicoze", "vericose vei", "varcose", "surgery vericose"):
        assert "Surgery for varicose veins" in labels(typed), typed


def test_stop_words_need_not_stand_in_the_name(shelf) -> None:
    assert labels("cramp in the night") == ["Cramp at night"]
    assert labels("a clot")[0] == "Blood clot in a deep leg vein"
    assert labels("the") == labels("the in") == []


def test_too_little_too_much_phrases_and_strange_signs_suggest_nothing(shelf) -> None:
    for typed in ("", " ", "v", "é", "?!", "xy", "xyl", "calf is hot", "deap va", "v" * 101, "\x00", "🦵🦵", "ساق"):
        assert suggest(typed) == (), typed


def test_drafts_and_withdrawn_pages_are_never_suggested_and_published_ones_at_once() -> None:
    page = make.live_page("symptom", title="Quixotic legs")
    make.draft_page(title="Quixotic draft")
    make.withdrawn_page(title="Quixotic withdrawn")
    make.edit(page, title="Quixotic change")
    assert labels("quix") == ["Quixotic legs"]
    make.republish(page)
    assert labels("quix") == ["Quixotic change"]
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    assert labels("quix") == []


def test_another_language_has_names_of_its_own(shelf) -> None:
    assert suggest("vein", language="de") == ()


def test_it_costs_one_query(shelf, django_assert_num_queries) -> None:
    suggest("vein")
    with django_assert_num_queries(1):
        suggest("surgery for varicoze")


WORDS = st.sampled_from(["vein", "veins", "haem", "hem", "leg", "legs", "the", "cramp", "cr", "le", "ve", "h", "of"])
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(TEXTS, min_size=1, max_size=8, unique=True), TEXTS)
def test_what_is_found_is_what_a_plain_look_at_every_name_finds(names, typed) -> None:
    found = [n.label for n in Names(Name(n, n, n, "symptom", "") for n in names).beginning_with(typed)]
    both = list(zip(written(typed), words(typed), strict=True))
    asked = [each for each in both if STOP_WORDS.isdisjoint(each)] or both

    def begins(name: str, each: tuple[str, str]) -> bool:
        return any(word.startswith(each) for word in {*written(name), *words(name)} - STOP_WORDS)

    def whole(name: str) -> bool:
        return any(" ".join(form).startswith((typed, " ".join(words(typed)))) for form in (written(name), words(name)))

    if all(any(begins(name, each) for name in names) for each in asked):
        expected = [name for name in names if whole(name) or all(begins(name, each) for each in asked)]
        assert found == sorted(expected, key=lambda name: (not whole(name), len(name), name))


@given(st.lists(st.builds(Suggestion, *[st.text(max_size=250)] * 5), max_size=8))
@example([Suggestion("名" * 200, "/", "Condition")] * 6)
def test_an_answer_stays_below_1_kb_whatever_the_names_are(suggestions) -> None:
    answer = packed(suggestions)
    assert len(answer) < MOST_BYTES <= 1000
    assert all(row in [suggestion.row for suggestion in suggestions] for row in json.loads(answer))


def test_a_name_too_long_for_an_answer_does_not_keep_out_the_others() -> None:
    short = Suggestion("Vein", "/glossary/vein/", "Word explained")
    assert json.loads(packed([Suggestion("名" * 400, "/", "Condition"), short])) == [short.row]


# -- the address --


def test_the_answer_is_small_kept_nowhere_and_sets_no_cookie(shelf, client) -> None:
    answer = client.get("/search/suggest", {"q": "vein"})
    assert [row["label"] for row in answer.json()] == labels("vein")
    assert answer["Content-Type"] == "application/json"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert client.get("/search/suggest").content == b"[]"
    assert client.post("/search/suggest", {"q": "vein"}).status_code == 405


def test_who_asks_too_often_hears_nothing_but_a_number(client, settings, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "counters", throttle.Counters())
    settings.LEGWISE_THROTTLED_ROUTES = {"search-suggest": 1}
    client.get("/search/suggest?q=vein")
    answer = client.get("/search/suggest?q=vein")
    assert (answer.status_code, answer.content) == (429, b"[]")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "no-store" in answer["Cache-Control"]


# -- straight to the page --


STRAIGHT = {
    "Varicose veins": "veins",
    " VARICOSE  veins? ": "veins",
    "lumpy veins": "veins",
    "Deep-vein thrombosis": "clot",
    "economy class hematoma": "clot",
    "sudden swollen calf": "sign",
    "blood pipe": "word",
    "raynauds cramp": "cramp",
}
LISTED = {
    "two pages have it": "dvt",
    "a word explained, and pages about the thing": "vein",
    "stands in the name of an urgent sign too": "swollen calf",
    "a phrase": "my calf is hot and tight",
    "a listed misspelling": "deap vain",
    "a corrected spelling": "varicoze veins",
    "another ending": "varicose vein",
    "more than the name": "varicose veins at night",
    "less than the name": "varicose",
    "nothing": "",
    "no words": "?",
    "no letters of ours": "名",
}


def test_the_name_of_one_page_leads_straight_there(shelf, client) -> None:
    for query, page in STRAIGHT.items():
        answer = client.get("/search/", {"q": query})
        assert (answer.status_code, answer["Location"]) == (302, f"{shelf[page]}#by-name"), query
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        assert client.get("/api/v1/search", {"q": query}).status_code == 200


def test_anything_else_shows_the_list(shelf, client) -> None:
    for case, query in LISTED.items():
        assert client.get("/search/", {"q": query}).status_code == 200, case


def test_only_live_names_lead_straight(client) -> None:
    page = make.live_page("symptom", title="Quixotic legs")
    make.edit(page, title="Changed legs")
    make.withdrawn_page(title="Withdrawn legs")
    assert client.get("/search/?q=quixotic+legs").status_code == 302
    for query in ("changed+legs", "withdrawn+legs"):
        assert client.get(f"/search/?q={query}").status_code == 200


def test_nobody_is_led_past_the_page_that_the_list_begins_with(client) -> None:
    make.live_page("article", title="Water tablet")
    make.live_page("treatment", title="Water tablets")
    assert client.get("/search/?q=water+tablet").status_code == 200
    assert client.get("/search/?q=water+tablets").status_code == 302


def test_the_page_offers_the_list_without_knowing_the_query(shelf, client) -> None:
    text = client.get(shelf["veins"]).text
    assert 'id="by-name"' in text
    assert "/search/?q=Varicose%20veins&amp;exact=1" in text
    assert "Varicose veins" in client.get("/search/?q=Varicose%20veins&exact=1").text
