"""Nothing an editor saves reaches a reader before it is signed and published. Compared byte by byte, for every kind."""

from typing import Any

import pytest
from django.test import Client

from articles import kinds
from articles.editions import newest
from articles.models import Page, Picture
from articles.shared import save_shared
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FIELDS: dict[str, dict[str, Any]] = {
    "glossary_term": {"say": "QUIX-draft"},
    "symptom": {"seek_care": ["you have quixdraft."]},
    "condition": {"cause_group": "veins", "seek_care": ["you have quixdraft."]},
    "urgent_sign": {
        "level": "same-day",
        "card": "quixdraft on the card",
        "do_now": ["Quixdraft now."],
        "do_not": ["Do not quixdraft."],
    },
    "test": {
        "modality": "ct",
        "setting": "Quixdraft ward",
        "duration": "Quixdraft hours",
        "contrast": "Quixdraft dye",
        "radiation": "Quixdraft rays",
    },
    "risk_factor": {"can_be_changed": "no"},
}
PARTS: dict[str, dict[str, Any]] = {
    "condition": {"features": {"where": ["thigh"], "relieved_by": ["heat"]}},
    "urgent_sign": {"features": {"where": ["foot"]}},
    "treatment": {"cautions": [{"level": "not-if", "text": "you are quixdraft.", "page": ""}]},
    "prevention": {"cautions": [{"level": "ask-first", "text": "you are quixdraft.", "page": ""}]},
}
FIRST_PARTS: dict[str, dict[str, Any]] = {
    "condition": {"features": {"where": ["calf"]}},
    "urgent_sign": {"features": {"where": ["calf"]}},
    "treatment": {"cautions": [{"level": "ask-first", "text": "you are old.", "page": ""}]},
    "prevention": {"cautions": [{"level": "not-if", "text": "you are old.", "page": ""}]},
}


def seen_by_the_public(page_path: str, folder: str, *others: str) -> dict[str, bytes]:
    """Every public answer that could show something of the page."""
    paths = (
        page_path,
        *others,
        f"/{folder}/",
        "/",
        "/a-z/",
        "/search/?q=calf+quixdraft",
        "/search/?q=first+words",
        "/where/calf/",
        "/where/thigh/",
        "/where/foot-and-toes/",
        "/topics/leg-arteries/",
        "/topics/quix-shelf/",
        "/urgent/",
        "/glossary/",
        "/feed.xml",
        "/sitemap.xml",
        f"/{folder}/quix-slug/",
    )
    answers = {path: Client().get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} <= {200, 301, 404}
    return {path: answer.status_code.to_bytes(2) + answer.content for path, answer in answers.items()}


def prepare(kind: str) -> tuple[Page, Page, Page]:
    """A live page of this kind with a picture, and two other live pages, the first of which it links to."""
    make.vocabulary()
    make.source()
    make.topic("leg-arteries")
    make.topic("quix-shelf")
    first, second = (make.live_page("symptom", title=f"Other end {name}") for name in ("one", "two"))
    shown = make.picture(alt="First words of the picture")
    page = make.live_page(
        kind,
        title="First words of the title",
        body=f"First words of calf.\n\n::: picture {shown.sha256}\n:::",
        topics=["leg-arteries"],
        lay_names=["First lay name"],
        parts=FIRST_PARTS.get(kind, {}),
        links={"related": [make.link(first, "First note.")]},
    )
    return page, first, second


def change_everything(page: Page, kind: str, first: Page, second: Page) -> None:
    """Save a change of every sort, and freeze it."""
    shown = Picture.objects.get()
    shown.alt = "Quixdraft picture"
    save_shared(shown, by=make.author())
    note = make.link(second, "Quixdraft note [@leg-guide].")
    links = {"related": [note], "symptoms": [first]} if kind == "condition" else {"related": [note]}
    if kind == "comparison":
        links = {"compares": [note, first]}
    edition = make.edit(
        page,
        title="Quixdraft title",
        slug="quix-slug",
        medical_name="Morbus quixdraft",
        summary="Quixdraft summary.",
        body=f"Quixdraft body of calf [@leg-guide].\n\n::: picture {shown.sha256} Quixdraft caption.\n:::",
        lay_names=["Quixdraft lay name"],
        phrases=["quixdraft phrase"],
        misspellings=["kwixdraft"],
        codes=["icd-10 I73.9"],
        topics=["quix-shelf"],
        fields=FIELDS.get(kind, {}),
        parts=PARTS.get(kind, {}),
        links=links,
    )
    assert edition.number == 2


@pytest.mark.parametrize("kind", make.KINDS)
def test_a_changed_live_page_changes_in_public_only_when_it_is_published(kind: str) -> None:
    page, first, second = prepare(kind)
    path, folder = make.path_of(page), kinds.get(kind).folder
    ends = make.path_of(first), make.path_of(second)
    before = seen_by_the_public(path, folder, *ends)
    change_everything(page, kind, first, second)
    assert seen_by_the_public(path, folder, *ends) == before

    make.republish(page)
    after = seen_by_the_public(path, folder, *ends)
    must_change = {
        path,
        f"/{folder}/",
        "/a-z/",
        "/search/?q=calf+quixdraft",
        "/topics/leg-arteries/",
        "/topics/quix-shelf/",
        "/feed.xml",
        "/sitemap.xml",
        f"/{folder}/quix-slug/",
    }
    if kind in ("condition", "urgent_sign"):
        must_change |= {"/where/calf/"}
    if kind != "glossary_term":  # a word explained is not named at the other end
        must_change |= set(ends)
    assert {name for name in before if before[name] != after[name]} >= must_change
    new = Client().get(f"/{folder}/quix-slug/").text
    assert "Quixdraft title" in new
    assert "Quixdraft picture" in new
    assert "First" not in new.replace("First note", "")


@pytest.mark.parametrize("kind", make.KINDS)
@pytest.mark.parametrize("state", [make.draft_page, make.signed_page], ids=["draft", "signed"])
def test_a_page_that_was_never_published_is_nowhere(kind: str, state) -> None:
    make.vocabulary()
    shelf = make.topic()
    folder = kinds.get(kind).folder
    empty = seen_by_the_public("/", folder)
    page = state(
        kind,
        slug="quix-slug",
        title="Quixdraft title",
        lay_names=["Quixdraft lay"],
        topics=[shelf.key],
        parts=FIRST_PARTS.get(kind, {}),
    )
    assert Client().get(f"/{folder}/quix-slug/").status_code == 404
    assert seen_by_the_public("/", folder) == empty
    assert newest(page)


def test_a_working_copy_that_was_saved_but_not_frozen_is_not_seen_either() -> None:
    page = make.live_page("condition", title="First words")
    before = Client().get(make.path_of(page)).content
    row = page.as_kind()
    row.title = row.body = row.seek_care = row.summary = "Quixdraft"
    row.save()
    assert Client().get(make.path_of(page)).content == before


def test_a_changed_target_shows_its_live_title_until_it_is_published() -> None:
    target = make.live_page("symptom", title="Old title of the target")
    page = make.live_page("condition", body=f"See [[{target.uid}]].", links={"symptoms": [target]})
    path = make.path_of(page)
    before = Client().get(path).content
    make.edit(target, title="New title of the target")
    assert Client().get(path).content == before
    make.republish(target)
    after = Client().get(path).text
    assert after.count("New title of the target") >= 2
    assert "Old title" not in after
