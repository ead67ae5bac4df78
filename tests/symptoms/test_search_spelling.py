"""Spelling: what is put right, by edits, by ear and by what editors list, and what is left alone."""

import pytest

from symptoms.search.find import find
from symptoms.search.sounds import sound
from symptoms.search.spelling import WELL_KNOWN
from tests import factories as make

pytestmark = pytest.mark.django_db


def uids(query: str) -> list[str]:
    return [result.uid for result in find(query).ranked]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("siatica", "sciatica"),
        ("nite", "night"),
        ("trombosis", "thrombosis"),
        ("clawdication", "claudication"),
        ("rest less legs", "restless legs"),
        ("legcramp", "leg cramp"),
        ("legcranp", "leg cramp"),
        ("deep vane", "deep vein"),
        ("clodication", "claudication"),
        ("vien", "vein"),
        ("xein", "vein"),
        ("evin", "vein"),
        ("laudication", "claudication"),
    ],
)
def test_words_are_heard_split_and_joined(shelf, typed: str, meant: str) -> None:
    assert find(typed).corrected == meant


@pytest.mark.parametrize(
    "query", ["pneumonia", "psoriasis", "cat", "vane", "asthma leg", "kidney", "monday", "I don't sleep, clot"]
)
def test_right_words_are_never_corrected_away(shelf, query: str) -> None:
    assert find(query).corrected == ""


def test_three_letters_are_taken_for_a_longer_word_only_when_many_pages_are_called_so(shelf, settings) -> None:
    assert find("caf ache").corrected == ""
    pages = [make.starter_page("symptom", title=f"Calf number {n}") for n in range(WELL_KNOWN)]
    make.publish_starters(settings, pages)
    assert find("caf ache").corrected == "calf ache"


def test_a_reader_can_search_for_what_was_typed(shelf, client) -> None:
    assert find("siatica", exact=True).corrected == ""
    page = client.get("/search/", {"q": "siatica"}).text
    assert "?q=siatica&amp;exact=1" in page
    assert "Showing pages for" not in client.get("/search/", {"q": "siatica", "exact": "1"}).text


def test_a_misspelling_that_an_editor_listed_leads(shelf) -> None:
    found = find("recless leggs")
    assert (found.ranked[0].uid, found.ranked[0].reasons, found.confident) == (
        "conditions/rls",
        ("goes by this name",),
        True,
    )


def test_a_wrong_word_of_a_listed_misspelling_is_known_beside_other_words(shelf) -> None:
    assert (find("jumbee feet at night").corrected, uids("jumbee feet at night")[0]) == (
        "jumpy feet at night",
        "conditions/rls",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("nite", "night"), ("flem", "phlegm"), ("siatica", "sciatica"), ("nuropathy", "neuropathy"), ("caf", "calf")],
)
def test_what_sounds_alike_has_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_a_listed_misspelling_is_put_right_for_all_pages_although_a_right_word_has_its_stem(settings) -> None:
    """“varicous” has the stem of “varices”, so that the library seems to know it."""
    pages = [
        make.starter_page("condition", title="Varicose veins", misspellings=["varicous vains"], body="Wide veins."),
        make.starter_page("condition", title="Pelvic congestion", lay_names=["Varices of the pelvis"]),
        make.starter_page("urgent_sign", uid="urgent/bleeding", title="Bleeding from a varicose vein"),
    ]
    make.publish_starters(settings, pages)
    assert find("varicous vein bleeding").corrected == "varicose vein bleeding"
    assert uids("varicous vein bleeding")[0] == "urgent/bleeding"
    assert find("varices of the pelvis").corrected == ""
