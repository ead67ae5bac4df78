"""The starter library as it ships: it publishes without a fault, comes out byte for byte, and is found by searching."""

import random
import statistics
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from django.http import QueryDict
from django.test import Client, override_settings

from articles import kinds
from articles.library.exporting import export_library
from articles.library.files import read_page
from articles.library.importing import Outcome, import_library, page_files
from articles.models import Address, Edition, Library, SignOff
from symptoms import vignettes
from symptoms.guide import ranking, ticks
from symptoms.guide.results import look_up
from symptoms.models import Word
from symptoms.search.find import find
from tests.journeys.places import PAGES, STATUS

ROOT = Path(__file__).resolve().parent.parent.parent / "content"
VIGNETTES = yaml.safe_load((ROOT / "vignettes.yaml").read_text(encoding="utf-8"))
ANSWERS = yaml.safe_load((Path(__file__).parent / "search_answers.yaml").read_text(encoding="utf-8"))
FILES = page_files(ROOT)
LEAST = {
    "article": 19,
    "condition": 43,
    "symptom": 27,
    "urgent_sign": 21,
    "risk_factor": 17,
    "test": 23,
    "treatment": 39,
    "prevention": 9,
    "glossary_term": 97,
    "comparison": 7,
}
"""How many pages of each kind the starter library promises."""
FAR_FROM_OTHER_TESTS = 10**9
"""Search keeps its vocabulary by generation; no other test comes near this one."""


@pytest.fixture(scope="module")
def library(shared_rows: None) -> Iterator[Outcome]:
    """The shipped library, imported and published once for this module."""
    Library.objects.filter(pk=1).update(generation=FAR_FROM_OTHER_TESTS)
    with override_settings(LEGWISE_ALLOW_UNSIGNED_STARTER=True):
        yield import_library(ROOT, publish=True)


def test_every_page_publishes(library: Outcome) -> None:
    assert library.published == len(library.created) == len(FILES)
    assert Address.objects.live().count() == len(FILES)


def test_every_page_is_there_in_the_numbers_promised(library: Outcome) -> None:
    found = Counter(Address.objects.live().values_list("kind", flat=True))
    assert {kind: found[kind] for kind in LEAST if found[kind] < LEAST[kind]} == {}


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("pain-when-you-walk", ("claudication", "ultrasound", "catheter", "heart", "brain", "prevent")),
        ("why-do-my-legs-cramp", ("salts", "nerves", "medicines", "pregnancy", "muscle", "blood")),
    ],
)
def test_both_articles_the_project_began_from_are_there(library: Outcome, slug: str, words: tuple[str, ...]) -> None:
    answer = Client().get(f"/articles/{slug}/")
    assert answer.status_code == 200
    assert [word for word in words if word not in answer.text.lower()] == []


def test_an_export_of_the_import_is_the_same_bytes(library: Outcome, tmp_path: Path) -> None:
    export_library(tmp_path, progress=lambda *_: None)
    shipped, written = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (ROOT, tmp_path)
    )
    assert [str(name) for name in shipped.keys() | written.keys() if shipped.get(name) != written.get(name)] == []


def test_nothing_was_found_wrong_with_any_page(library: Outcome) -> None:
    assert {e.page.uid: e.findings for e in Edition.objects.select_related("page") if e.findings} == {}


def test_nobody_is_said_to_have_signed_anything(library: Outcome) -> None:
    assert not SignOff.objects.exists()


def test_importing_it_again_is_skipped(library: Outcome) -> None:
    assert import_library(ROOT, publish=True).skipped


@pytest.mark.parametrize("name", [name for name in PAGES if name not in STATUS])
def test_every_kind_of_page_answers(library: Outcome, name: str) -> None:
    assert Client().get(PAGES[name]).status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_page_opens_and_every_link_on_it_leads_somewhere(library: Outcome, path: Path) -> None:
    page = read_page(path, ROOT).snapshot
    answer = Client().get(f"/{kinds.get(page['kind']).folder}/{page['slug']}/")
    assert answer.status_code == 200
    live = {address.path for address in Address.objects.live()}
    live |= {f"{path}leaflet/{size}" for path in live for size in ("", "large/")}
    folders = tuple(f"/{kind.folder}/" for kind in kinds.every())
    hrefs = {unescape(part.split('"', 1)[0]) for part in answer.text.split('href="')[1:]}
    compared = {href for href in hrefs if href.startswith("/compare/?")}
    hrefs = hrefs - compared | {f"/{name}/" for href in compared for name in parse_qs(urlsplit(href).query)["with"]}
    assert {href for href in hrefs if href.startswith(folders) and href not in (*live, *folders)} == set()
    anchors = {part.split('"', 1)[0] for part in answer.text.split(' id="')[1:]}
    assert {href for href in hrefs if href.startswith("#") and href[1:] not in anchors} == set()


@pytest.mark.parametrize("query", ANSWERS)
def test_the_first_three_answers_are_these(library: Outcome, query: str) -> None:
    assert [result.url.strip("/") for result in find(query).ranked[:3]] == ANSWERS[query]


@pytest.mark.parametrize(
    ("british", "american"), [("ischaemia", "ischemia"), ("oedema", "edema"), ("haemorrhage", "hemorrhage")]
)
def test_british_and_american_spelling_find_the_same(library: Outcome, british: str, american: str) -> None:
    first, second = find(british), find(american)
    assert [result.url for result in first.ranked] == [result.url for result in second.ranked]
    assert first.corrected == second.corrected == ""


# -- the leg guide --


def test_every_example_finds_its_pages_on_the_first_screen(library: Outcome) -> None:
    results = vignettes.check()
    assert len(results) == len(VIGNETTES) >= 60
    assert {result.vignette.key: result.missing for result in results if not result.passed} == {}


def test_examples_are_checked_on_what_the_guide_shows(library: Outcome) -> None:
    for result in vignettes.check()[::10]:
        parameters = QueryDict(mutable=True)
        for word in result.vignette.ticks.all():
            parameters.appendlist(word.facet.key, word.key)
        shown = [page.url.strip("/") for page in look_up(ticks.read(parameters)).first]
        assert shown == list(result.lists.get(vignettes.GUIDE, ())[: len(shown)])


def test_examples_cover_every_condition_and_urgent_sign(library: Outcome) -> None:
    covered = {uid for row in VIGNETTES for uid in row["pages"]}
    typed = {uid for row in VIGNETTES if "sentence" in row for uid in row["pages"]}
    live = Address.objects.live().values_list("page__uid", flat=True)
    signs = set(live.filter(kind="urgent_sign"))
    assert sorted((set(live.filter(kind="condition")) | signs) - covered) == []
    assert sorted(signs - typed) == []


def test_words_of_history_duration_and_findings_cannot_be_ticked(library: Outcome) -> None:
    kept_back = {tick.mark for tick in ticks.read(QueryDict())}.symmetric_difference(
        Word.objects.filter(facet__key__in=ticks.FACETS).values_list("facet__key", "key")
    )
    assert kept_back == {
        ("sides", "either"),
        ("onset", "gradual"),
        ("onset", "after-injury"),
        ("onset", "after-operation"),
        ("onset", "long-travel"),
        ("relieved_by", "rest-days"),
        ("accompanied_by", "weak-pulses"),
        ("accompanied_by", "lasting-cramp"),
        ("accompanied_by", "shorter-distance"),
    }


def test_chance_ticks_favour_neither_long_conditions_nor_short_ones(library: Outcome) -> None:
    shelf = ranking.shelf(Library.current_generation())
    marks = [tick.mark for tick in ticks.read(QueryDict())]
    chance = random.Random(20261121)
    firsts: Counter[str] = Counter()
    for _ in range(2000):
        found = shelf.rank(chance.sample(marks, 4))
        firsts.update(one.marks.uid for one in found[:1])
    conditions = [page for page in shelf.pages if page.kind == "condition"]
    sizes, wins = zip(*((len(page.describes), firsts[page.uid]) for page in conditions), strict=True)
    assert sum(wins) > 1000
    assert abs(statistics.correlation(sizes, wins)) < 0.3
