"""“Which is it?”: pages that tell things apart, and any two to four side by side, made from what is live."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from articles import publishing
from articles.editions import newest
from articles.library.files import FileProblem, read_page
from articles.models import Page
from articles.readiness import reasons_not_ready
from symptoms.clinical_kinds import FEWEST_COMPARED, MOST_COMPARED
from symptoms.models import Facet, Word
from tests import factories as make
from tests.conftest import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CURATED_QUERIES, PLAIN_QUERIES = 3, 4


def felt(*keys: str, absent: tuple[str, ...] = (), where: tuple[str, ...] = ("calf",)) -> dict:
    """Features: what comes with it, what is usually absent, and where."""
    make.vocabulary()
    for facet, label in (("accompanied_by", "Comes with"), ("usually_absent", "Usually absent")):
        row = Facet.objects.get_or_create(key=facet, defaults={"label": label, "position": 9})[0]
        for place, key in enumerate(("swelling", "redness", "tightness")):
            Word.objects.get_or_create(
                facet=row, key=key, defaults={"label": f"{key.capitalize()} felt", "position": place}
            )
    return {"features": {"where": list(where), "accompanied_by": list(keys), "usually_absent": list(absent)}}


def clot(**changes) -> Page:
    return make.live_page(**{"slug": "clot", "title": "A clot", "parts": felt("swelling", "redness")} | changes)


def cramp(**changes) -> Page:
    parts = felt("tightness", absent=("swelling",), where=("calf", "foot"))
    return make.live_page(**{"slug": "cramp", "title": "A cramp", "parts": parts} | changes)


def comparing(*pages: Page, **changes) -> Page:
    return make.live_page("comparison", links={"compares": list(pages)} | changes.pop("links", {}), **changes)


def asking(*names: object) -> str:
    return "/compare/?" + "&".join(f"with={n if isinstance(n, str) else make.path_of(n).strip('/')}" for n in names)


def rows(text: str) -> dict[str, list[str]]:
    """The table as question → what its cells say, without the names for phones."""
    found = {}
    for row in re.findall(r'<tr role="row"[^>]*>(.*?)</tr>', text, re.DOTALL):
        head = re.search(r'<th [^>]*role="rowheader"[^>]*>(.*?)</th>', row, re.DOTALL)
        cells = re.findall(r'<td role="cell"><span class="comparison__of".*?</span>(.*?)</td>', row, re.DOTALL)
        if head:
            found[head[1]] = [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells]
    return found


# -- the table --


def test_each_word_says_what_each_page_does_with_it(client) -> None:
    found = rows(client.get(asking(cramp(), clot())).text)
    assert found["Calf"] == ["Describes it", "Describes it"]
    assert found["Foot"] == ["Describes it", "Not mentioned"]
    assert found["Swelling felt"] == ["Usually absent", "Describes it"]
    assert found["Redness felt"] == ["Not mentioned", "Describes it"]
    assert found["Tightness felt"] == ["Describes it", "Not mentioned"]
    assert {"Where": [], "Comes with": []}.items() <= found.items()


def test_words_that_no_page_speaks_of_have_no_row(client) -> None:
    found = rows(client.get(asking(cramp(), clot())).text)
    assert "Thigh" not in found
    assert "Eased by" not in found
    assert "Usually absent" not in found


def test_a_word_only_denied_has_a_row_too(client) -> None:
    other = make.live_page(title="Another", parts=felt())
    assert rows(client.get(asking(cramp(), other)).text)["Swelling felt"] == ["Usually absent", "Not mentioned"]


def test_urgent_signs_stand_with_their_level_emergencies_first_and_tests_with_their_sources(client) -> None:
    make.source()
    today = make.live_page("urgent_sign", fields={"level": "same-day", "card": "one leg is swollen"})
    now = make.live_page("urgent_sign", fields={"level": "emergency", "card": "breathing is <hard>"})
    scan = make.live_page("test", title="A vein scan")
    links = {"urgent_signs": [today, now], "tests": [make.link(scan, "The usual test [@leg-guide].", "first")]}
    text = client.get(asking(cramp(), clot(links=links))).text
    found = rows(text)
    signs = "Emergency Breathing is &lt;hard&gt; Get help today One leg is swollen"
    assert found["Signs that cannot wait"] == ["None named on our page", signs]
    assert found["Tests that may be used"][1] == "A vein scan often the first test The usual test 1 ."
    assert make.path_of(now) in text
    assert "https://example.org/leg-guide" in text


def test_a_sign_or_test_that_is_not_live_is_not_named(client) -> None:
    sign = make.signed_page("urgent_sign", fields={"card": "a draft says so"})
    text = client.get(asking(cramp(), clot(links={"urgent_signs": [sign]}))).text
    assert "a draft says so" not in text
    assert "Signs that cannot wait" not in rows(text)


def test_tests_answer_the_questions_people_ask_and_say_where_our_sources_are_silent(client) -> None:
    make.source()
    ct = make.live_page("test", title="CT", fields={"modality": "ct", "needle": "A small one [@leg-guide]."})
    mr = make.live_page("test", title="MR", fields={"modality": "mr", "metal": "It matters"})
    text = client.get(asking(ct, mr)).text
    found = rows(text)
    assert found["Is there a needle?"] == ["A small one 1 .", "Our sources do not say. Ask the clinic."]
    assert found["Metal in your body"] == ["Our sources do not say. Ask the clinic.", "It matters"]
    assert "X-rays (radiation)" not in found
    assert "Guide leg-guide" in text


def test_compared_treatments_keep_what_speaks_against_them(client) -> None:
    cautions = {"cautions": [{"level": "not-if", "text": "your arteries are narrow", "page": ""}]}
    socks, walks = make.live_page("treatment", parts=cautions), make.live_page("treatment")
    found = rows(client.get(make.path_of(comparing(socks, walks))).text)
    assert found["Who must take care"] == ["Not safe: your arteries are narrow", "None named on our page"]


def test_the_table_follows_a_page_when_that_is_published_and_not_before(client) -> None:
    first, second = cramp(), clot()
    path = make.path_of(comparing(first, second))
    make.edit(second, parts=felt("tightness"))
    assert rows(client.get(path).text)["Tightness felt"] == ["Describes it", "Not mentioned"]
    make.republish(second)
    assert rows(client.get(path).text)["Tightness felt"] == ["Describes it", "Describes it"]


# -- pages that tell things apart --


def test_what_separates_them_comes_first_then_the_table_then_the_sources(client) -> None:
    make.source()
    body = "Lead.\n\n## Now or then {#apart}\n\nOne stays [@leg-guide].\n\n## Both? {#together}\n\nYes."
    text = client.get(make.path_of(comparing(cramp(), clot(), body=body))).text
    order = [text.index(words) for words in ("Now or then", "Side by side</h2>", "Both?</h2>", 'id="sources"')]
    assert order == sorted(order)


def test_columns_stand_in_the_order_their_editor_gave_them(client) -> None:
    second, first = clot(title="Aaa"), cramp(title="Zzz")
    text = client.get(make.path_of(comparing(first, second))).text
    head = text[text.index("<thead") : text.index("</thead>")]
    assert head.index("Zzz") < head.index("Aaa")


@pytest.mark.parametrize("kind", ["condition", "symptom", "test", "treatment"])
def test_both_pages_lead_to_it(client, kind: str) -> None:
    make.source()
    first, second = make.live_page(kind, title="One end"), make.live_page(kind, title="The other")
    page = comparing(first, second, links={"compares": [make.link(first, "Said so [@leg-guide]."), make.link(second)]})
    for end in (first, second):
        text = client.get(make.path_of(end)).text
        assert f'href="{make.path_of(page)}"' in text
        assert re.search(r'class="link-group__title">Which is it\?</h[23]>', text)
        assert ("Said so" in text) == (end == first)


def test_without_two_live_pages_there_is_no_table(client) -> None:
    first, second = cramp(), clot()
    page = comparing(first, second)
    publishing.withdraw(page=second, by=make.publisher(), reason="Old")
    text = client.get(make.path_of(page)).text
    assert 'class="comparison"' not in text
    assert make.path_of(first) in text


def test_the_preview_of_a_draft_shows_the_table(client) -> None:
    page = make.draft_page("comparison", links={"compares": [cramp(), clot()]})
    client.force_login(make.author())
    text = client.get(f"/admin/symptoms/comparison/{page.pk}/preview/").text
    assert rows(text)["Swelling felt"] == ["Usually absent", "Describes it"]


def test_the_leaflet_has_the_table_in_words(client) -> None:
    text = client.get(make.path_of(comparing(cramp(), clot())) + "leaflet/").text
    assert '<th scope="row">Swelling felt</th><td>Usually absent</td><td>Describes it</td>' in text


@pytest.mark.parametrize("count", [0, FEWEST_COMPARED - 1, MOST_COMPARED + 1])
def test_too_few_or_too_many_pages_keep_it_from_going_live(count: int) -> None:
    pages = [make.live_page() for _ in range(count)]
    page = make.signed_page("comparison", links={"compares": pages})
    assert reasons_not_ready(newest(page)) == [f"“Compared here” names {count} pages; it takes 2 to 4."]


@pytest.mark.parametrize("count", [FEWEST_COMPARED, MOST_COMPARED])
def test_two_to_four_may_go_live(count: int) -> None:
    page = make.signed_page("comparison", links={"compares": [make.live_page() for _ in range(count)]})
    assert reasons_not_ready(newest(page)) == []


def test_only_a_comparison_compares(tmp_path) -> None:
    path = tmp_path / "conditions" / "x.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: X\nsummary: Y.\ncause_group: veins\nlinks:\n  compares:\n    - conditions/y\n---\n")
    with pytest.raises(FileProblem, match="has no “compares” links"):
        read_page(path, tmp_path)


def test_the_old_address_of_the_scans_leads_on_for_good(client) -> None:
    answer = client.get("/compare-scans/")
    assert (answer.status_code, answer["Location"]) == (301, "/compare/ultrasound-ct-mr-or-catheter/")
    assert (ROOT / "content/compare/ultrasound-ct-mr-or-catheter.md").is_file()


# -- any two to four --


@pytest.mark.parametrize("count", [2, 3, 4])
def test_two_to_four_stand_side_by_side_in_the_order_asked(client, count: int) -> None:
    pages = [make.live_page(title=f"Thing {9 - number}") for number in range(count)]
    text = client.get(asking(*pages)).text
    head = text[text.index("<thead") : text.index("</thead>")]
    assert re.findall(r"Thing \d", head) == [f"Thing {9 - number}" for number in range(count)]


def wrong_questions() -> dict[str, tuple[str, str]]:
    """What is wrong → address and words."""
    first, second = make.path_of(cramp()).strip("/"), make.path_of(clot()).strip("/")
    scan = make.path_of(make.live_page("test")).strip("/")
    advice = make.path_of(make.live_page("treatment")).strip("/")
    draft = make.draft_page().uid
    return {
        "only one": (asking(first), "at least 2"),
        "one twice": (asking(first, first), "at least 2"),
        "too many": (asking(first, second, scan, "conditions/a", "conditions/b"), "too many"),
        "no such page": (asking(first, "conditions/nothing-here"), "not here"),
        "no such folder": (asking(first, "quixes/nothing"), "not here"),
        "no name at all": (asking(first, "%00%3Cscript%3E"), "not here"),
        "a draft": (asking(first, draft), "not here"),
        "a kind one cannot choose": (asking(first, advice), "not here"),
        "a condition and a test": (asking(first, scan), "little in common"),
    }


@pytest.mark.parametrize(
    "name",
    [
        "only one", "one twice", "too many", "no such page", "no such folder", "no name at all", "a draft",
        "a kind one cannot choose", "a condition and a test",
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_gets_plain_words_and_the_form(client, name: str) -> None:
    address, words = wrong_questions()[name]
    answer = client.get(address)
    assert answer.status_code == 200
    assert words in re.search(r'role="alert"[^>]*>(.*?)</p>', answer.text)[1]
    assert answer.text.count('<select class="compare-form__list"') == MOST_COMPARED
    assert 'class="comparison"' not in answer.text
    assert "<script>" not in answer.text


def test_what_was_chosen_stays_chosen_in_the_form(client) -> None:
    page = cramp()
    assert f'<option value="{make.path_of(page).strip("/")}" selected>A cramp</option>' in client.get(asking(page)).text


def test_lists_left_empty_in_the_form_do_not_count(client) -> None:
    text = client.get(asking(cramp(), "", clot(), "")).text
    assert rows(text)["Calf"] == ["Describes it", "Describes it"]
    assert 'role="alert"' not in text


def test_what_somebody_compares_is_not_kept_found_or_told(client) -> None:
    answer = client.get(asking(cramp(), clot()))
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert not answer.cookies
    assert re.search("<title>(.*?)</title>", answer.text, re.DOTALL)[1].startswith("Side by side")


def test_the_list_itself_may_be_found(client) -> None:
    page = comparing(cramp(), clot(), title="Cramp or clot?")
    answer = client.get("/compare/")
    assert "noindex" not in answer.text
    assert "X-Robots-Tag" not in answer
    assert f'href="{make.path_of(page)}"' in answer.text
    sitemap = client.get("/sitemap.xml").text
    assert make.path_of(page) in sitemap
    assert "/compare/</loc>" in sitemap


def test_the_canonical_address_is_the_page_that_compares_exactly_these(client) -> None:
    first, second, third = cramp(), clot(), make.live_page()
    page = comparing(first, second, title="Cramp or clot?")
    for names in ((first, second), (second, first)):
        text = client.get(asking(*names)).text
        assert re.search(r'rel="canonical" href="[^"]*?(/compare/.*?)"', text)[1] == make.path_of(page)
        assert "Cramp or clot?" in text
    for names in ((first, third), (first, second, third)):
        text = client.get(asking(*names)).text
        assert re.search(r'rel="canonical" href="[^"]*?(/compare/.*?)"', text)[1] == "/compare/"


def test_finder_boundary_the_emergency_box_is_the_same_whatever_was_asked(client) -> None:
    first, second = cramp(), clot()
    scans = [make.live_page("test") for _ in range(2)]
    addresses = ["/compare/", asking(first, second), asking(first), asking("x", "y"), asking(*scans), asking(*"abcdef")]
    texts = [client.get(address).text for address in addresses]
    assert len({re.search('<section class="emergency-box".*?</section>', text, re.DOTALL)[0] for text in texts}) == 1


def test_finder_boundary_the_same_address_gives_everybody_the_same_page(client) -> None:
    address = asking(cramp(), clot())
    first = client.get(address).content
    client.force_login(make.author())
    assert client.get(address, headers={"user-agent": "another"}).content == first


@pytest.mark.parametrize("curated", [True, False])
def test_finder_boundary_no_comparison_says_what_somebody_has(client, curated: bool) -> None:
    pages = cramp(), clot()
    text = client.get(make.path_of(comparing(*pages)) if curated else asking(*pages)).text
    table = text[text.index("<table") : text.index("</table>")].lower()
    assert not re.search(r"likely|probab|you (?:may )?have|your diagnosis|score|match|%", table)


# -- what feels much the same --


def compare_with(text: str) -> list[str]:
    found = re.search('<div class="compare-with">(.*?)</div>', text, re.DOTALL)
    return re.findall(r'<a class="chip" href="(.*?)"', found[1]) if found else []


def test_a_condition_leads_to_what_shares_most_features_with_it_both_side_by_side(client) -> None:
    me = make.live_page(slug="me", parts=felt("swelling", "redness", where=("calf",)))
    make.live_page(slug="near", parts=felt("swelling", "redness", where=("thigh",)))
    make.live_page(slug="same", parts=felt("swelling", "redness", where=("calf",)))
    make.live_page(slug="far", parts=felt("tightness", where=("foot",)))
    found = compare_with(client.get(make.path_of(me)).text)
    assert found == [escape(f"/compare/?with=conditions/me&with=conditions/{slug}") for slug in ("same", "near")]
    assert "Side by side</h1>" in client.get(found[0].replace("&amp;", "&")).text


def test_at_most_three_and_a_page_with_many_features_has_no_head_start(client) -> None:
    me = make.live_page(slug="me", parts=felt(where=("calf",)))
    for slug in ("a", "b", "c", "d"):
        make.live_page(slug=slug, parts=felt(where=("calf",)))
    make.live_page(slug="aa", parts=felt("swelling", "redness", "tightness", where=("calf", "thigh", "foot")))
    assert [address[-1] for address in compare_with(client.get(make.path_of(me)).text)] == ["a", "b", "c"]


def test_what_a_page_of_its_own_tells_apart_is_not_offered_again(client) -> None:
    me, other = cramp(parts=felt("swelling")), clot(parts=felt("swelling"))
    assert len(compare_with(client.get(make.path_of(me)).text)) == 1
    comparing(me, other)
    assert compare_with(client.get(make.path_of(me)).text) == []


def test_what_both_usually_lack_does_not_bring_them_together(client) -> None:
    me = make.live_page(parts=felt("swelling", absent=("tightness",), where=("calf",)))
    make.live_page(parts=felt("redness", absent=("tightness",), where=("foot",)))
    assert compare_with(client.get(make.path_of(me)).text) == []


# -- queries --


def count(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def much_linked(number: int, signs: list[Page], tests: list[Page]) -> Page:
    links = {"urgent_signs": signs, "tests": [make.link(page, "Note [@leg-guide].") for page in tests]}
    return make.starter_page(slug=f"thing-{number}", parts=felt("swelling"), links=links)


def test_four_pages_with_many_links_take_as_many_queries_as_two_with_one(client, settings) -> None:
    make.source()
    make.topic()
    signs = [make.starter_page("urgent_sign") for _ in range(9)]
    tests = [make.starter_page("test") for _ in range(9)]
    few = [much_linked(number, signs[:1], tests[:1]) for number in (1, 2)]
    many = [much_linked(number, signs, tests) for number in (3, 4, 5, 6)]
    curated = [
        make.starter_page("comparison", topics=["leg-arteries"], links={"compares": pages}) for pages in (few, many)
    ]
    make.publish_starters(settings, [*signs, *tests, *few, *many, *curated])
    assert [count(client, make.path_of(page)) for page in curated] == [CURATED_QUERIES] * 2
    assert [count(client, asking(*pages)) for pages in (few, many)] == [PLAIN_QUERIES] * 2
    assert count(client, asking(*("conditions/x" + str(n) for n in range(400)))) <= PLAIN_QUERIES
