"""Invented people whom search and guide must lead to their pages: who passes, what stops a publish, what is shown."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import publishing
from articles.editions import newest
from articles.library.exporting import export_library
from articles.library.importing import ImportRefused, import_library
from articles.models import Address, Event, Library, Page
from articles.publishing import Refused, Regressed
from symptoms import vignettes
from symptoms.models import Vignette, VignetteRun, Word
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vocabulary(db) -> None:
    make.vocabulary()


def feels(*where: str) -> dict:
    return {"features": {"where": list(where)}}


def failing() -> dict[str, tuple[vignettes.Missing, ...]]:
    return {result.vignette.key: result.missing for result in vignettes.check() if not result.passed}


def drafts_about_feet(count: int) -> list[Page]:
    """Pages that describe a foot and nothing else."""
    return [make.starter_page(title=f"Foot page {n}", parts=feels("foot")) for n in range(count)]


def publish_starters(settings, pages: list[Page], despite: str = "") -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    publishing.publish_many(editions=[newest(page) for page in pages], by=None, despite=despite)


# -- what passes --


def test_ticks_pass_among_the_first_eight_of_the_guide_and_a_sentence_in_search() -> None:
    page = make.live_page(parts=feels("calf"), phrases=["my calf goes wibble"])
    other = make.live_page(title="Wobble", parts=feels("foot"))
    make.vignette(page, ticks=("calf",), sentence="the calf went wibble", key="both")
    make.vignette(other, ticks=("calf",), key="ticks-find-another")
    make.vignette(other, sentence="wibble", key="words-find-another")
    make.vignette(other, page, ticks=("calf",), sentence="wobble", key="one-of-two")
    found = failing()
    assert found.keys() == {"ticks-find-another", "words-find-another", "one-of-two"}
    assert [(m.uid, m.asked, m.place, m.within) for m in found["ticks-find-another"]] == [
        (other.uid, vignettes.GUIDE, 0, 8)
    ]
    assert {(m.uid, m.asked) for m in found["one-of-two"]} == {
        (other.uid, vignettes.GUIDE),
        (page.uid, vignettes.SEARCH),
    }


def test_an_urgent_sign_must_be_among_the_first_three_of_search_but_eight_of_the_guide(settings) -> None:
    sign = make.live_page("urgent_sign", body="Wibble now and then.", parts=feels("calf", "foot", "thigh"))
    pages = [make.starter_page(title=f"Wibble {n}", parts=feels("calf")) for n in range(4)]
    make.publish_starters(settings, pages)
    make.vignette(sign, sentence="wibble", key="types")
    make.vignette(sign, ticks=("calf",), key="ticks")
    (missing,) = failing()["types"]
    assert (missing.place, missing.within) == (5, 3)
    assert "ticks" not in failing()


def test_a_page_that_is_not_live_is_not_found() -> None:
    make.vignette(make.draft_page(parts=feels("calf")), ticks=("calf",), key="draft")
    assert failing().keys() == {"draft"}


# -- before a publish --


def test_a_publish_that_would_lose_a_page_is_refused_with_the_case_named_and_changes_nothing() -> None:
    page = make.live_page(title="The calf page", parts=feels("calf"))
    make.vignette(page, ticks=("calf",))
    edition = make.edit(page, parts=feels("foot"))
    publishing.sign_off(edition=edition, by=make.reviewer())
    before = Library.current_generation(), Event.objects.count()
    with pytest.raises(Regressed) as refused:
        publishing.publish(edition=edition, by=make.publisher())
    assert refused.value.regressions == (
        "“A person who notices it”: The leg guide would show “The calf page” too far down or not at all, "
        "not among the first 8.",
    )
    assert (Library.current_generation(), Event.objects.count()) == before
    assert Address.objects.live().get(page=page).edition.number == 1


def test_a_reason_overrules_it_and_stands_in_the_history() -> None:
    page = make.live_page(parts=feels("calf"))
    make.vignette(page, ticks=("calf",))
    edition = make.edit(page, parts=feels("foot"))
    publishing.sign_off(edition=edition, by=make.reviewer())
    with pytest.raises(Refused, match="at most 150"):
        publishing.publish(edition=edition, by=make.publisher(), despite="x" * 151)
    publishing.publish(edition=edition, by=make.publisher(), reason="It moved.", despite="It was never the calf.")
    event = Event.objects.filter(verb="published").first()
    assert event.reason == "It moved. Despite failing examples (1): It was never the calf."
    assert Address.objects.live().get(page=page).edition.number == 2


def test_a_batch_is_judged_as_a_whole_and_says_what_would_stand_before_the_page(settings) -> None:
    page = make.live_page(title="Calf and foot", parts=feels("calf", "foot"))
    make.vignette(page, ticks=("foot",))
    pages = drafts_about_feet(9)
    publish_starters(settings, pages[:1])
    with pytest.raises(Regressed, match=r"in place 10, not among the first 8\. New before it: “Foot page \d”, “Foot"):
        publish_starters(settings, pages[1:])
    assert Address.objects.live().count() == 2


def test_what_fails_already_or_names_a_page_not_yet_live_stops_nobody() -> None:
    page, draft = make.live_page(parts=feels("calf")), make.draft_page(parts=feels("calf"))
    make.vignette(page, ticks=("foot",), key="fails-already")
    make.vignette(page, draft, ticks=("calf",), key="not-yet-live")
    edition = make.edit(page, parts=feels("thigh"))
    publishing.sign_off(edition=edition, by=make.reviewer())
    publishing.publish(edition=edition, by=make.publisher())
    assert Address.objects.live().get(page=page).edition.number == 2


def test_withdrawing_is_never_held_up_and_shows_afterwards(django_capture_on_commit_callbacks) -> None:
    page = make.live_page(parts=feels("calf"))
    vignette = make.vignette(page, ticks=("calf",))
    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(page=page, by=make.publisher(), reason="It was wrong.")
    run = VignetteRun.objects.get()
    assert (run.passed, run.total, run.failing) == (0, 1, [vignette.key])


@pytest.fixture
def rehearsals(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many editions each rehearsal was about; rehearsals are real."""
    real, seen = publishing.rehearsed, []

    def counted(editions):
        seen.append(len(editions))
        return real(editions)

    monkeypatch.setattr(publishing, "rehearsed", counted)
    return seen


def test_only_what_search_or_guide_read_is_rehearsed(settings, rehearsals: list[int]) -> None:
    page = make.starter_page(parts=feels("calf"))
    make.vignette(page, ticks=("calf",))
    make.publish_starters(settings, [page])
    assert rehearsals == []  # a first import: nothing passes yet
    for changes in ({"topics": [make.topic().key]}, {"codes": ["icd-10 I73.9"]}):
        edition = make.edit(page, **changes)
        publishing.sign_off(edition=edition, by=make.reviewer())
        publishing.publish(edition=edition, by=make.publisher())
    assert rehearsals == []
    for number, changes in enumerate(({"phrases": ["it aches"]}, {"body": "New."}, {"parts": feels("calf", "foot")})):
        edition = make.edit(page, **changes)
        publishing.sign_off(edition=edition, by=make.reviewer())
        publishing.publish(edition=edition, by=make.publisher())
        assert rehearsals == [1] * (number + 1)


# -- after a publish --


def test_each_state_of_the_library_is_checked_once(django_capture_on_commit_callbacks) -> None:
    make.live_page()
    vignettes.record()
    assert not VignetteRun.objects.exists()  # there is nothing to check
    page = make.signed_page(parts=feels("calf"))
    make.vignette(page, ticks=("calf",))
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(edition=newest(page), by=make.publisher())
    run = VignetteRun.objects.get()
    assert (run.passed, run.total, run.generation) == (1, 1, Library.current_generation())
    vignettes.record()
    assert VignetteRun.objects.get().at == run.at


def test_the_command_lists_all_keeps_the_outcome_and_fails_when_one_does() -> None:
    page = make.live_page(parts=feels("calf"))
    make.vignette(page, ticks=("calf",), key="good")
    out = StringIO()
    call_command("check_vignettes", stdout=out)
    assert out.getvalue() == "passes  good\nAll 1 examples pass.\n"
    make.vignette(page, ticks=("foot",), key="bad")
    with pytest.raises(CommandError, match="1 of 2 examples do not pass"):
        call_command("check_vignettes", stdout=out)
    assert (
        f"FAILS   bad\n        The leg guide shows {page.uid} too far down or not at all, not among the first 8"
        in out.getvalue()
    )
    assert VignetteRun.objects.get().failing == ["bad"]


# -- the library file --


FILE = """- id: calf-person
  description: A person with a calf
  sentence: my calf is sore
  ticks:
    relieved_by:
      - heat
    where:
      - calf
      - foot
  pages:
    - conditions/one
    - conditions/two
- id: only-types
  description: A person who types
  sentence: it hurts
  pages:
    - conditions/one
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for slug in ("one", "two"):
        make.draft_page(slug=slug, uid=f"conditions/{slug}")
    (tmp_path / "vignettes.yaml").write_text(FILE)
    return tmp_path


def test_the_file_comes_out_as_it_went_in_and_is_read_once(root: Path, tmp_path_factory) -> None:
    assert import_library(root).records == 2
    assert Event.objects.filter(subject="vignette:calf-person", verb="saved").count() == 1
    out = tmp_path_factory.mktemp("out")
    export_library(out, progress=lambda *_: None)
    assert (out / "vignettes.yaml").read_text() == FILE
    assert import_library(root).records == 0
    (root / "vignettes.yaml").write_text(FILE.replace("      - foot\n", "").replace("it hurts", "it is sore"))
    assert import_library(root).records == 2
    assert set(Vignette.objects.get(key="calf-person").ticks.values_list("key", flat=True)) == {"heat", "calf"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "      - foot\n",
            "      - elbow\n",
            "vignettes.yaml:4: ticks: this cannot be ticked in the leg guide: where: elb",
        ),
        ("    where:\n      - calf\n      - foot\n", "    where: calf\n", "vignettes.yaml:4: ticks: must be facets"),
        ("    - conditions/two\n", "    - conditions/no\n", "vignettes.yaml:10: pages: there is no such page: condit"),
        (
            "  pages:\n    - conditions/one\n    - conditions/two\n",
            "",
            "vignettes.yaml:1: pages: Name at least one page",
        ),
        ("  sentence: it hurts\n", "", "vignettes.yaml:13: ticks: Tick what the person notices"),
        (
            "  sentence: it hurts\n",
            f"  sentence: {'x' * 301}\n",
            "vignettes.yaml:15: sentence: Ensure this value has at",
        ),
        ("  sentence: it hurts\n", "  sentence: 5\n", "vignettes.yaml:15: sentence: must be text"),
        ("id: only-types", "id: Only Types", "vignettes.yaml:13: key: Lower-case letters"),
        ("  description: A person who types\n", "", "vignettes.yaml:13: description: This field cannot be blank"),
    ],
)
def test_a_fault_is_told_by_file_line_and_field(root: Path, old: str, new: str, told: str) -> None:
    assert FILE.count(old) == 1
    (root / "vignettes.yaml").write_text(FILE.replace(old, new))
    with pytest.raises(ImportRefused) as refused:
        import_library(root)
    assert str(refused.value).startswith(told)


def test_a_word_taken_out_of_the_guide_cannot_be_ticked_by_a_file(root: Path) -> None:
    Word.objects.filter(key="foot").update(in_guide=False)
    with pytest.raises(ImportRefused, match="cannot be ticked in the leg guide: where: foot"):
        import_library(root)


def test_a_release_that_would_lose_a_page_is_not_imported_unless_somebody_says_why(settings, tmp_path: Path) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    page = make.starter_page(slug="one", uid="conditions/one", parts=feels("calf"))
    make.publish_starters(settings, [page])
    make.vignette(page, ticks=("calf",))
    export_library(tmp_path, progress=lambda *_: None)
    file = tmp_path / "conditions/one.md"
    file.write_text(file.read_text().replace("- calf", "- foot"))
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    with pytest.raises(CommandError, match=r"Nothing was imported.\n“A person who notices it”: (?s:.*)--despite"):
        call_command("import_library", str(tmp_path), publish=True, stdout=StringIO(), stderr=StringIO())
    assert page.editions.count() == 1
    why = {"publish": True, "despite": "The page was split."}
    call_command("import_library", str(tmp_path), **why, stdout=StringIO(), stderr=StringIO())
    assert Event.objects.filter(verb="published").first().reason.endswith("(1): The page was split.")


# -- what readers see --


def page_text(client) -> str:
    main = re.search(r"<main.*?</main>", client.get("/guide/how-we-check/").text, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split()).replace(" .", ".")


def test_readers_see_how_many_pass_and_when_and_which_do_not(client) -> None:
    assert "The examples have not been tried here yet." in page_text(client)
    page = make.live_page(title="The calf page", parts=feels("calf"))
    make.vignette(page, make.draft_page(title="Not public"), ticks=("calf", "foot", "heat"), key="ticks")
    make.vignette(page, sentence="my <calf>", key="types")
    vignettes.keep(vignettes.check(), Library.current_generation())
    day, text = timezone.localtime(VignetteRun.objects.get().at), page_text(client)
    assert f"1 of 2 examples pass. We last looked on {day.day} {day:%B %Y}." in text
    assert text.index("These do not pass now") < text.index("Ticked in the leg guide") < text.index("Typed into search")
    assert text.count("Does not pass") == 2  # once under its own heading, once in its list
    assert "Where Calf, Foot Eased by Heat Must find The calf page" in text
    assert "Types “my &lt;calf&gt;” Must find The calf page" in text
    assert "Not public" not in text


def test_the_page_takes_few_queries_claims_nothing_about_readers_and_is_in_the_sitemap(
    client, django_assert_max_num_queries
) -> None:
    page = make.live_page(parts=feels("calf"))
    for _ in range(5):
        make.vignette(page, ticks=("calf", "foot"))
    vignettes.record()
    client.get("/guide/how-we-check/")  # who runs the site is known from here on
    with django_assert_max_num_queries(4):
        answer = client.get("/guide/how-we-check/")
    assert not answer.cookies
    claims = r"accura|probab|percent|%|\blikely\b|\bmatch|\bscore|\brisk\b|you (may|might|probably) have|diagnos"
    assert not re.search(claims, page_text(client).rsplit("This site explains", 1)[0], re.IGNORECASE)
    assert "It says nothing about you." in page_text(client)
    assert "/guide/how-we-check/</" in client.get("/sitemap.xml").text
    for path in ("/guide/", "/about/how-we-write-and-review/"):
        assert 'href="/guide/how-we-check/"' in client.get(path).text
