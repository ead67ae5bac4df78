"""What search understands: described features and names in the query; how it orders pages; what it may cost."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Library
from articles.publishing import withdraw
from symptoms.models import Facet, Word
from symptoms.search import candidates, postings, ranking
from symptoms.search.candidates import MOST_CANDIDATES, MOST_NAMED
from symptoms.search.find import LONGEST_QUERY, find
from symptoms.search.lexicon import ASIDE_WEIGHT, lexicon
from symptoms.search.query import MOST_TERMS, read
from symptoms.search.ranking import rank
from tests import factories as make

pytestmark = pytest.mark.django_db


def uids(query: str, **options) -> list[str]:
    return [result.uid for result in find(query, **options).ranked]


# -- the same on every database --

RANKED = {
    "calf hurts when I walk": ["conditions/claudication", "conditions/dvt", "symptoms/cramp"],
    "vein": ["glossary/vein", "conditions/dvt", "tests/scan"],
    "leg at night": [
        "conditions/rls",
        "symptoms/cramp",
        "urgent/cold-leg",
        "conditions/claudication",
        "conditions/dvt",
        "conditions/sciatica",
    ],
    "siatica": ["conditions/sciatica"],
    "sudden pale leg": [
        "urgent/cold-leg",
        "conditions/rls",
        "conditions/claudication",
        "conditions/dvt",
        "conditions/sciatica",
        "symptoms/cramp",
    ],
    "puffy calf, clot": ["conditions/dvt", "conditions/claudication"],
}
"""Whole lists: one database must not order them otherwise than the other."""


@pytest.mark.parametrize("query", RANKED)
def test_the_order_is_the_same_on_every_database(shelf, query: str) -> None:
    assert uids(query) == RANKED[query]


# -- how much a page covers --


def test_of_two_pages_that_fit_alike_the_one_with_more_links_stands_first() -> None:
    wide, narrow = (make.live_page(title=title, body="Wibble.") for title in ("Alpha wibble", "Gamma wibble"))
    assert set(uids("wibble")) == {narrow.uid, wide.uid}
    for number in range(3):
        make.live_page("article", title=f"About {number}", links={"related": [wide]})
    assert uids("wibble") == [wide.uid, narrow.uid]
    for number in range(12):
        make.live_page("article", title=f"More {number}", links={"related": [narrow]})
    assert uids("wibble") == [narrow.uid, wide.uid]


def test_a_link_counts_at_both_its_ends_and_no_longer_when_the_page_it_begins_at_is_withdrawn() -> None:
    first = make.live_page(title="Alpha wibble", body="Wibble.")
    other = make.live_page(title="Other")
    second = make.live_page(title="Gamma wibble", body="Wibble.", links={"related": [other]})
    assert uids("wibble") == [second.uid, first.uid]
    pages = [make.live_page("article", title=f"About {number}", links={"related": [first]}) for number in range(4)]
    assert uids("wibble") == [first.uid, second.uid]
    for page in pages:
        withdraw(page=page, by=make.publisher(), reason="Replaced.")
    assert uids("wibble") == [second.uid, first.uid]


def test_links_to_an_urgent_sign_do_not_move_it() -> None:
    sign = make.live_page("urgent_sign", title="Wibble sign")
    for number in range(5):
        make.live_page("article", title=f"About {number}", links={"related": [sign]})
    known = lexicon(Library.current_generation())
    assert [s.entry.standing for s in rank(read("wibble", "wibble", known), known, "en")] == [1.0]


# -- what a word is worth --


def test_a_word_that_no_page_is_called_by_counts_less_than_one_that_names_a_page(settings) -> None:
    """“Duvet” and “zibble” stand in one page each, so they are equally rare."""
    pages = [make.starter_page("symptom", title="Zibble"), make.starter_page("symptom", phrases=["kick the duvet"])]
    make.publish_starters(settings, pages)
    known = lexicon(Library.current_generation())
    assert known.rarity("duvet") == known.rarity("zibbl")
    assert known.worth("duvet") == ASIDE_WEIGHT * known.worth("zibbl")
    make.live_page("symptom", title="Duvet legs")
    known = lexicon(Library.current_generation())
    assert known.worth("duvet") == known.rarity("duvet")


def test_a_word_of_the_vocabulary_counts_in_full(shelf) -> None:
    known = lexicon(Library.current_generation())
    assert known.worth("puffi") == known.rarity("puffi")


# -- what is described --


def test_described_features_are_recognised_and_given_as_the_reason(shelf) -> None:
    found = find("my calf grips when I walk and goes when I stand still")
    assert found.described == {"Where": ("Calf",), "Brought on by": ("On walking",), "Eased by": ("Standing still",)}
    assert found.ranked[0].uid == "conditions/claudication"
    assert (
        "describes what is felt in the calf, brought on by walking, eased by standing still" in found.ranked[0].reasons
    )


def test_a_page_is_found_by_what_it_describes_without_a_word_in_common(shelf) -> None:
    assert uids("puffy") == ["conditions/dvt"]


SWOLLEN = "symptoms/swollen-calf"


@pytest.mark.parametrize(
    ("sharing", "first"),
    [
        (1, "conditions/stasis-0"),
        (ranking.FEW, "conditions/stasis-0"),
        (ranking.FEW + 1, SWOLLEN),
    ],
)
def test_a_condition_that_few_share_a_symptom_with_stands_before_it(shelf, settings, sharing: int, first: str) -> None:
    symptom = make.starter_page("symptom", uid=SWOLLEN, slug="swollen-calf", title="Puffy calf at night")
    features = [{"where": ["calf"], "accompanied_by": ["swelling"], "onset": ["night"]}] + [{}] * sharing
    conditions = [
        make.starter_page(
            "condition",
            uid=f"conditions/stasis-{n}",
            slug=f"stasis-{n}",
            title=f"Stasis {n}",
            lay_names=["Night puffy calf"] if n == 0 else [],
            phrases=["puffy calf at night"] if n == 0 else [],
            parts={"features": features[n]},
            links={"symptoms": [make.link(symptom)]},
        )
        for n in range(sharing)
    ]
    make.publish_starters(settings, [symptom, *conditions])
    found = uids("my calf is puffy at night")
    assert found[0] == first
    assert abs(found.index("conditions/stasis-0") - found.index(SWOLLEN)) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_condition_stands_before_all_symptoms_it_is_put_before(shelf, settings, order: tuple[int, int]) -> None:
    titles = ["Puffy calf at night", "Puffy calf and ankle at night"]
    symptoms = [make.starter_page("symptom", slug=f"puffy-{n}", title=titles[n]) for n in order]
    condition = make.starter_page(
        "condition",
        uid="conditions/stasis",
        slug="stasis",
        title="Stasis",
        lay_names=["Puffy ankle and calf"],
        parts={"features": {"where": ["calf"], "accompanied_by": ["swelling"], "onset": ["night"]}},
        links={"symptoms": [make.link(symptom) for symptom in symptoms]},
    )
    make.publish_starters(settings, [*symptoms, condition])
    assert uids("my calf and ankle puffy at night")[0] == "conditions/stasis"


@pytest.mark.parametrize(
    ("title", "place"),
    [("Awful dark purple sudden wobble", 3), ("One of many other long and quite unlike names for a wobble", 5)],
    ids=["nearly as good: third", "far behind: where its words put it"],
)
def test_an_urgent_sign_nearly_as_good_as_the_third_page_stands_third(settings, title: str, place: int) -> None:
    pages = [
        make.starter_page("condition", title=f"{name} awful wobble") for name in ("Alpha", "Beta", "Gamma", "Delta")
    ]
    make.publish_starters(settings, [*pages, make.starter_page("urgent_sign", uid="urgent/wobble", title=title)])
    assert uids("awful wobble").index("urgent/wobble") == place - 1


def test_a_query_that_is_the_name_of_a_page_is_about_that_page(settings) -> None:
    """No warning is moved up in what follows it."""
    pages = [make.starter_page("condition", title=f"{name} awful wobble") for name in ("Alpha", "Beta", "Gamma")]
    named = make.starter_page("condition", title="Awful wobble")
    sign = make.starter_page("urgent_sign", title="Awful dark purple sudden wobble")
    make.publish_starters(settings, [*pages, named, sign])
    kinds = [result.kind for result in find("awful wobble").ranked]
    assert kinds[:3] == ["condition"] * 3
    assert "urgent_sign" in kinds


def test_a_word_explained_gives_way_to_a_page_of_the_same_name(shelf, settings) -> None:
    assert uids("vein")[0] == "glossary/vein"
    page = make.starter_page("treatment", uid="treatments/x", slug="x", title="Sealing", lay_names=["Vein"])
    make.publish_starters(settings, [page])
    assert uids("vein")[:2] == ["treatments/x", "glossary/vein"]


def test_the_longest_phrase_is_the_one_that_was_meant(shelf) -> None:
    assert find("no feeling in my foot").described == {"Where": ("Foot",), "Comes with": ("Numbness",)}


def test_a_filler_may_stand_within_a_phrase(shelf) -> None:
    comes_with = Facet.objects.get(key="accompanied_by")
    Word.objects.create(facet=comes_with, key="pulse", label="Racing pulse", phrases="heart pounding", position=9)
    make.live_page()  # what is kept of the vocabulary is of the generation before
    assert find("my heart keeps on pounding").described == {"Comes with": ("Racing pulse",)}


@pytest.mark.parametrize("query", ["calf, no swelling", "calf without any swelling", "calf not puffy"])
def test_a_denied_feature_is_not_that_feature(shelf, query: str) -> None:
    assert find(query).described["Comes with"] == ("no swelling",)
    assert uids(query)[0] == "conditions/claudication"
    assert uids("puffy calf")[0] == uids("calf with swelling")[0] == "conditions/dvt"


def test_a_denial_ends_at_a_comma_and_at_but(shelf) -> None:
    for query in ("no pain, puffy foot", "no pain but puffy foot"):
        assert find(query).described["Comes with"] == ("Swelling",)


def test_a_word_of_the_vocabulary_is_looked_for_by_its_label_too(shelf) -> None:
    assert "conditions/dvt" in uids("puffy")


# -- confident or not --


@pytest.mark.parametrize(
    "query", ["wifi router", "chocolate cake", "python list", "mortgage rates", "roast leg of lamb", "wobbly table leg"]
)
def test_what_is_off_topic_is_not_dressed_up(shelf, client, query: str) -> None:
    assert not find(query).confident
    page = client.get("/search/", {"q": query}).text
    assert "We have nothing that matches well" in page
    assert "Other ways to find it" in page


@pytest.mark.parametrize("query", ["claudication", "leg pain walking", "dvt", "restless legs at night"])
def test_a_named_page_is_confident(shelf, query: str) -> None:
    assert find(query).confident


# -- bounds --

TEXTS = st.one_of(
    st.text(max_size=10_000),
    st.lists(
        st.sampled_from(["leg", "vein", "no", "nite", "calf", "siatica", "xqzt", "ﬁ", "İ", "ß"]), max_size=2_000
    ).map(" ".join),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_any_text_has_an_answer_and_a_bounded_cost(shelf, text: str) -> None:
    find("leg")  # what is kept by generation is read once
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = find(text)
    assert len(queries) <= 8 + MOST_TERMS
    assert found.total == len(found.ranked) <= 20
    assert 0 <= found.confidence <= 1
    known = lexicon(Library.current_generation())
    asked = read(text[:LONGEST_QUERY], text[:LONGEST_QUERY], known)
    if asked:
        assert len(asked.typed) <= MOST_TERMS
        assert len(rank(asked, known, "en")) <= MOST_CANDIDATES + MOST_NAMED


@pytest.fixture
def kept_anew(monkeypatch) -> Iterator[pytest.MonkeyPatch]:
    """Words that few pages have are common, and what was read under that rule is not kept."""
    for module in (candidates, postings):
        monkeypatch.setattr(module, "MOST_POSTINGS", 2)
    postings._kept.clear()
    yield monkeypatch
    postings._kept.clear()


@pytest.mark.parametrize("query", ["leg pain on walking calf", "swollen leg at night", "pain in the calf"])
def test_an_answer_is_the_same_whether_words_are_kept_whole_in_part_or_hardly(shelf, kept_anew, query: str) -> None:
    kept_whole = find(query).ranked
    postings._kept.clear()
    kept_anew.setattr(postings, "MOST_WHOLE", 0)
    assert kept_whole == find(query).ranked != ()
    postings._kept.clear()
    kept_anew.setattr(postings, "MOST_KEPT", 1)
    assert kept_whole == find(query).ranked
    assert sum(len(found.pages) for found in postings._kept.values()) <= postings.MOST_POSTINGS


def test_a_word_of_nobody_is_not_kept(shelf) -> None:
    find("xqzt leg", exact=True)
    assert "xqzt" not in {term for _, term in postings._kept}


def test_the_lexicon_is_right_after_pages_come_change_and_go(shelf) -> None:
    page = make.live_page("symptom", title="Quixotic legs", phrases=["wobbly knees"])
    assert lexicon(Library.current_generation()).pages["quixot"] == 1
    make.edit(page, title="Sober legs")
    make.republish(page)
    now = lexicon(Library.current_generation())
    assert "quixot" not in now.pages
    assert "quixot" not in now.subjects
    assert now.named["sober"] == 1
    assert {"sober", "leg"} <= now.subjects


# -- for other programs --


def test_the_api_gives_what_the_page_gives(shelf, client) -> None:
    answer = client.get("/api/v1/search", {"q": "siatica"})
    data = answer.json()
    assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex")
    assert not answer.cookies
    assert (data["corrected"], data["confident"]) == ("sciatica", True)
    first = data["results"][0]
    assert set(first) == {"kind", "slug", "title", "names", "url", "care_level", "confident", "reasons"}
    assert (first["kind"], first["slug"], first["reasons"]) == ("condition", "sciatica", ["goes by this name"])
    assert first["url"].endswith("/conditions/sciatica/")


@pytest.mark.parametrize("query", ["", "the", "\x00", "leg" * 5_000])
def test_the_api_answers_odd_input(shelf, client, query: str) -> None:
    assert client.get("/api/v1/search", {"q": query}).status_code == 200
    assert client.post("/api/v1/search", {"q": query}).status_code == 405
