"""The leg guide: what may be ticked, in which order pages stand, and the rules that keep it an index."""

import ast
import inspect
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles import publishing
from articles.identity import PURPOSE
from articles.models import Page
from symptoms.guide import ranking, results, sheets, ticks, views
from symptoms.guide.ranking import PageMarks, Shelf
from symptoms.guide.ticks import FACETS
from symptoms.models import Facet, Word
from tests import factories as make

pytestmark = pytest.mark.once

WORDS = {
    "where": ("calf", "thigh", "hamstring", "foot", "toes"),
    "sides": ("one", "both", "either"),
    "onset": ("walking", "night-rest", "after-injury"),
    "relieved_by": ("standing-still", "stretching"),
    "accompanied_by": ("swelling", "warmth", "fever", "numbness", "tenderness"),
    "usually_absent": ("swelling", "fever"),
}
NOT_ASKED = {("sides", "either"), ("onset", "after-injury")}
PAGES = {
    "claudication": ("condition", {"where": ["calf", "thigh"], "onset": ["walking"], "sides": ["either"],
                                   "relieved_by": ["standing-still"], "usually_absent": ["swelling"]}),
    "cramp": ("condition", {"where": ["calf", "foot"], "onset": ["night-rest"], "relieved_by": ["stretching"]}),
    "clot": ("condition", {"where": ["calf"], "sides": ["one"], "onset": ["after-injury"],
                           "accompanied_by": ["swelling", "warmth", "tenderness"]}),
    "swollen": ("urgent_sign", {"sides": ["one"], "accompanied_by": ["swelling", "warmth"]}),
}  # fmt: skip
BOX = re.compile(rb'<section class="emergency-box".*?</section>', re.S)
MAIN = re.compile(r"<main.*?</main>", re.S)


@pytest.fixture
def shelf(settings, db) -> dict[str, str]:
    """A few live pages: name → address."""
    for place, (facet, words) in enumerate(WORDS.items()):
        made = Facet.objects.create(key=facet, label=facet.replace("_", " ").capitalize(), position=place)
        for position, word in enumerate(words):
            Word.objects.create(
                facet=made,
                key=word,
                label=word.replace("-", " ").capitalize(),
                position=position,
                in_guide=(facet, word) not in NOT_ASKED,
            )
    pages = {
        name: make.starter_page(kind, slug=name, title=name.capitalize(), parts={"features": features})
        for name, (kind, features) in PAGES.items()
    }
    make.publish_starters(settings, list(pages.values()))
    return {name: make.path_of(page) for name, page in pages.items()}


def ask(client: Client, **ticked: str | list[str]):
    return client.get("/guide/?" + urlencode(ticked, doseq=True))


def found(answer) -> list[str]:
    """Addresses in the order they stand."""
    results = answer.content.decode().split('id="results"', 1)[1]
    return re.findall(r'<h3 class="results__title"><a href="([^"]+)"', results)


# -- what is found --


def test_pages_that_describe_what_was_ticked_are_listed_and_no_others(client, shelf) -> None:
    assert found(ask(client, onset="walking")) == [shelf["claudication"]]
    assert set(found(ask(client, where="calf"))) == {shelf["claudication"], shelf["cramp"], shelf["clot"]}


def test_a_result_says_what_it_describes_denies_and_does_not_mention(client, shelf) -> None:
    answer = ask(client, where="calf", onset="walking", accompanied_by=["swelling", "fever"])
    result = next(part for part in answer.text.split("results__item") if shelf["claudication"] in part)
    rows = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", result))
    assert rows == {
        "Where": "Calf",
        "Onset": "Walking",
        "Usually absent, it says": "Swelling",
        "Not mentioned": "Fever",
    }


def test_a_tick_stays_ticked_and_the_rest_is_not(client, shelf) -> None:
    page = ask(client, where="calf", relieved_by="stretching").text
    assert re.findall(r'id="([\w-]+)" name="[\w]+" value="[\w-]+" checked', page) == [
        "where-calf",
        "relieved-by-stretching",
    ]


def test_a_condition_leads_to_a_comparison_with_its_neighbours_in_the_list(client, shelf) -> None:
    page = ask(client, where="calf", relieved_by="stretching").text
    assert '<a href="/compare/?with=conditions/cramp&amp;with=conditions/' in page
    sign = next(part for part in ask(client, sides="one").text.split("results__item") if shelf["swollen"] in part)
    assert "/compare/" not in sign


def test_a_withdrawn_page_is_gone_at_once(client, shelf) -> None:
    assert shelf["cramp"] in found(ask(client, where="calf"))
    publishing.withdraw(page=Page.objects.get(slug="cramp"), by=make.publisher(), reason="It was wrong.")
    assert shelf["cramp"] not in found(ask(client, where="calf"))


def test_one_leg_is_described_by_pages_about_one_or_both(client, shelf) -> None:
    listed = found(ask(client, sides="one"))
    assert set(listed) == {shelf["swollen"], shelf["clot"], shelf["claudication"]}
    assert listed.index(shelf["claudication"]) == 2


def test_the_best_stand_in_full_and_the_rest_is_folded_and_bounded(client, shelf, settings) -> None:
    many = [make.starter_page("condition", parts={"features": {"where": ["foot"]}}) for _ in range(35)]
    make.publish_starters(settings, many)
    page = ask(client, where="foot").text
    assert len(re.findall('<h3 class="results__title">', page)) == 8
    assert "More pages that describe some of it (22)" in page


def test_an_empty_library_is_no_error(client, db) -> None:
    assert client.get("/guide/").status_code == 200
    assert "Nothing is ticked yet." in ask(client, where="calf").text


def test_ticks_that_only_speak_against_pages_find_none_and_say_so(client, shelf, settings) -> None:
    page = ask(client, accompanied_by="fever").text
    assert found(ask(client, accompanied_by="fever")) == []
    assert "No page describes only what you ticked." in page
    assert 'href="/a-z/"' in page


@pytest.mark.parametrize("path", ["/", "/symptoms/", "/search/", "/sitemap.xml"])
def test_the_guide_is_linked_from(client, shelf, settings, path: str) -> None:
    assert "/guide/" in client.get(path).text


def test_conditions_do_not_send_readers_to_the_guide_by_another_line(client, shelf) -> None:
    assert "/guide/" not in client.get("/conditions/").text


# -- the order --


def marks(uid: str, *describes: str, denies: str = "", kind: str = "condition") -> PageMarks:
    """A page that carries one-letter marks."""
    return PageMarks(
        int.from_bytes(uid.encode()),
        uid,
        kind,
        frozenset(("where", d) for d in describes),
        frozenset(("where", d) for d in denies),
    )


def order(pages: list[PageMarks], ticked: str) -> list[str]:
    return [one.marks.uid for one in Shelf(pages).rank([("where", letter) for letter in ticked])]


def test_a_rare_mark_weighs_more_than_a_common_one() -> None:
    common = [marks(f"common-{number}", "a", "z") for number in range(5)]
    assert order([marks("rare", "b", "y"), *common], "ab")[0] == "rare"


def test_a_page_with_many_marks_has_no_head_start() -> None:
    short = marks("short", "a", "b", "c")
    long = marks("long", "a", "b", "c", "d", "e", "f", "g", "h")
    assert order([long, short, marks("other", "x")], "abc") == ["short", "long"]


def test_a_page_that_says_little_has_no_head_start_either() -> None:
    full = marks("full", "a", "b", "c", "d", "e")
    scant = marks("scant", "a")
    assert order([full, scant, marks("other", "d", "e", "f", "g")], "abc") == ["full", "scant"]


def test_what_a_page_calls_usually_absent_counts_against_it() -> None:
    denies, silent, has = marks("denies", "a", "c", denies="b"), marks("silent", "a", "c"), marks("has", "b", "x")
    listed = order([denies, silent, has, *(marks(f"too-{number}", "b") for number in range(5))], "abc")
    assert listed.index("silent") < listed.index("denies")
    # Against it stands something rarer than what it describes: it is not listed.
    common = [marks(f"common-{number}", "a") for number in range(5)]
    assert "denies" not in order([denies, has, *common], "ab")


def test_an_urgent_sign_stands_higher_only_by_its_fixed_weight() -> None:
    sign, condition = marks("urgent/x", "a", kind="urgent_sign"), marks("conditions/x", "a")
    scores = {f.marks.kind: f.score for f in Shelf([sign, condition, marks("other", "b")]).rank([("where", "a")])}
    assert scores["urgent_sign"] == pytest.approx(ranking.KIND_WEIGHTS["urgent_sign"] * scores["condition"])
    better = marks("conditions/y", "a", "b")
    assert order([sign, better, marks("other", "c")], "ab")[0] == "conditions/y"


def test_ties_follow_no_alphabet_and_do_not_depend_on_the_order_of_pages() -> None:
    pages = [marks(f"conditions/{letter}", "a") for letter in "abcdefghij"]
    first = order(pages, "a")
    assert first == order(pages[::-1], "a")
    assert first not in (sorted(first), sorted(first, reverse=True))


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12))
def test_the_order_of_ticks_changes_nothing(ticked: list[str]) -> None:
    pages = [marks(str(n), *"abcdefgh"[n : n + 4], denies="abcdefgh"[7 - n]) for n in range(8)]
    assert order(pages, "".join(ticked)) == order(pages, "".join(reversed(ticked)))


# -- an index, not an adviser --


def test_dev_1_only_ticks_of_the_vocabulary_are_taken(client, shelf) -> None:
    form = MAIN.search(client.get("/guide/").text)[0]
    assert set(re.findall(r'<(?:input|select|textarea)[^>]*name="(\w+)"', form)) == FACETS.keys() & WORDS.keys()
    assert set(re.findall(r'<input[^>]*type="(\w+)"', form)) == {"checkbox"}
    ignored = ask(
        client, age="70", sex="f", smoker="yes", days="3", medicine="statin", walking_distance="100", q="calf"
    )
    assert ignored.content == ask(client, anything="else").content
    with_ticks = ask(client, where="calf")
    assert ask(client, where="calf", age="70").content == with_ticks.content


@pytest.mark.parametrize("mark", sorted(NOT_ASKED))
def test_dev_1_words_of_history_and_duration_cannot_be_ticked(client, shelf, mark: tuple[str, str]) -> None:
    facet, word = mark
    assert f'value="{word}"' not in client.get("/guide/").text
    assert "Nothing is ticked yet." in ask(client, **{facet: word}).text
    assert ask(client, where="calf", **{facet: word}).content == ask(client, where="calf").content


ADVICE = re.compile(
    r"probab|percent|%|\blikely\b|\bmatch|\bscore|\brisk\b|you (may|might|probably) have|your diagnosis", re.I
)


def test_dev_2_pages_are_listed_with_reasons_and_without_a_verdict(client, shelf) -> None:
    for ticked in combinations():
        text = MAIN.search(ask(client, **ticked).text)[0]
        assert not ADVICE.search(re.sub(r"<[^>]+>", " ", text)), ticked
    for result in ask(client, where="calf").text.split("results__item")[1:]:
        assert "<dt>Where</dt><dd>Calf</dd>" in result


def test_dev_3_the_same_address_gives_everyone_the_same_bytes_and_leaves_nothing(client, shelf) -> None:
    other = Client(
        HTTP_USER_AGENT="Other", HTTP_ACCEPT_LANGUAGE="de", HTTP_REFERER="http://testserver/guide/?where=foot"
    )
    other.cookies["sessionid"] = "x" * 32
    for ticked in ({"where": "calf"}, {"where": ["calf", "foot"], "sides": "one"}):
        ask(client, where="thigh")
        mine, theirs = ask(client, **ticked), ask(other, **ticked)
        assert mine.content == theirs.content
        assert not mine.cookies
        assert "Cookie" not in mine.headers.get("Vary", "")


def combinations() -> list[dict[str, list[str]]]:
    """Sixty different sets of ticks, none at all among them."""
    asked = [(f, w) for f in WORDS if f in FACETS for w in WORDS[f]]
    made = [{}]
    for number in range(59):
        chosen = [asked[(number * 7 + step * (number % 5 + 1)) % len(asked)] for step in range(1 + number % 4)]
        made.append({facet: [w for f, w in chosen if f == facet] for facet, _ in chosen})
    return made


def test_dev_4_the_emergency_box_is_the_same_above_every_list(client, shelf) -> None:
    boxes = set()
    for ticked in combinations():
        page = ask(client, **ticked).content
        boxes.add(BOX.search(page)[0])
        assert page.index(b'class="emergency-box"') < page.index(b'id="results"')
    assert len(boxes) == 1
    assert boxes == {BOX.search(client.get("/search/").content)[0]}


@pytest.mark.parametrize("path", ["/guide/", "/guide/visit-sheet/", "/guide/diary/"])
def test_dev_5_nothing_is_calculated(client, shelf, path: str) -> None:
    page = client.get(path).text
    assert not re.search(r'<(output|meter|progress)\b|type="(number|range|date)"|<input[^>]*(min|max)=', page)
    assert set(re.findall(r"/static/js/([a-z]+)", page)) <= {"guide", "leaflet", "site"}


def test_dev_6_the_purpose_stands_on_the_guide(client, shelf) -> None:
    assert PURPOSE in MAIN.search(client.get("/guide/").text)[0]


def test_dev_7_the_guide_needs_no_model_and_no_network() -> None:
    imported = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else node.names[0].name.split(".")[0]
        for module in (ranking, results, sheets, ticks, views)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    ours = {"articles", "symptoms", "django"}
    assert imported <= ours | {"__future__", "collections", "dataclasses", "functools", "hashlib", "math", "urllib"}


# -- privacy --


def test_an_address_with_ticks_is_kept_nowhere_and_the_bare_one_may_be_found(client, shelf) -> None:
    ticked = ask(client, where="calf")
    assert ticked["Cache-Control"] == "no-store"
    assert ticked["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in ticked.text
    bare = client.get("/guide/")
    assert "noindex" not in bare.text + str(bare.headers)
    for page in (ticked, bare):
        assert '<link rel="canonical" href="http://testserver/guide/">' in page.text


@pytest.mark.parametrize("path", ["/guide/visit-sheet/", "/guide/diary/"])
def test_what_is_written_on_a_sheet_cannot_be_sent(client, db, path: str) -> None:
    main = MAIN.search(client.get(path).text)[0]
    boxes = re.findall(r"<(?:input|textarea)[^>]*>", main)
    assert len(boxes) >= 10
    assert "<form" not in main
    for box in boxes:
        assert "name=" not in box
        assert "form=" not in box
        assert 'autocomplete="off"' in box


def test_the_visit_sheet_asks_in_the_order_of_a_visit(client, db) -> None:
    page = client.get("/guide/visit-sheet/").text
    asked = ["in your own words", "which leg", "When it began", "How far you walk", "At night", "medicines", "Smoking"]
    places = [page.index(words, page.index('class="sheet"')) for words in [*asked, "Your questions"]]
    assert places == sorted(places)


def test_scripts_keep_nothing() -> None:
    script = (Path(__file__).parents[2] / "static/js/guide.js").read_text(encoding="utf-8")
    assert not re.search(r"Storage|cookie|indexedDB|caches|sendBeacon|innerHTML", script)
