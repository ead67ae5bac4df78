"""The canonical form: what is a change, and what only looks like one."""

import json
import unicodedata
from pathlib import Path

import pytest

from articles import snapshot
from articles.editions import freeze, newest
from articles.models import Edition, Page, Picture, Source
from articles.pictures import store_picture
from articles.shared import save_shared
from articles.upcast import upcast
from symptoms.models import Caution, Feature, Word
from tests import factories as make

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden" / "schema-2.json"
PICTURE = GOLDEN.with_name("square.png")
GOLDEN_SHA = "25ba9a4fb99147548afc8ccc2ef0324323b5c3c2dba679c8600cc80c02374c2b"


def full_condition() -> Page:
    """A condition with one of everything, always the same."""
    make.vocabulary()
    make.source()
    make.topic("leg-arteries")
    make.topic("leg-cramps")
    shown = store_picture(data=PICTURE.read_bytes(), alt="A teal square", decorative=False, by=None, keep_bytes=True)
    symptom = make.draft_page("symptom", slug="calf-pain")
    other = make.draft_page("symptom", slug="cold-foot")
    sign = make.draft_page("urgent_sign", slug="cold-leg")
    return make.draft_page(
        "condition",
        slug="narrow-arteries",
        title="Narrow leg arteries",
        medical_name="Peripheral artery disease",
        summary="Too little blood reaches the legs.",
        body=f"Ischämie hurts [@leg-guide].\n\n::: picture {shown.sha256} A square.\n:::\n\n"
        "## Signs {#symptoms}\n\n- Pain",
        lay_names=["PAD", "poor circulation"],
        phrases=["calf hurts when I walk"],
        misspellings=["perifal"],
        codes=["icd-10 I73.9"],
        topics=["leg-arteries", "leg-cramps"],
        fields={"cause_group": "blood-supply", "seek_care": ["you get pain on walking.", "it comes back."]},
        parts={"features": {"where": ["calf", "thigh"], "relieved_by": ["standing-still"]}},
        links={
            "symptoms": [make.link(symptom, "Usual [@leg-guide].", "most"), make.link(other)],
            "urgent_signs": [sign],
        },
    )


def full_treatment() -> Page:
    """A treatment with cautions."""
    reason = make.draft_page("condition", slug="heart-failure")
    cautions = [
        {"level": "not-if", "text": "you have heart failure.", "page": reason.uid},
        {"level": "ask-first", "text": "you are pregnant.", "page": ""},
    ]
    return make.draft_page("treatment", slug="a-tablet", parts={"cautions": cautions})


def test_the_golden_snapshot_of_schema_2_is_what_it_was() -> None:
    text = newest(full_condition()).canonical
    assert text == GOLDEN.read_text(encoding="utf-8").rstrip("\n")
    assert snapshot.digest(text) == GOLDEN_SHA


def test_a_snapshot_of_schema_1_reads_as_what_it_would_be_now() -> None:
    old = json.loads(GOLDEN.with_name("schema-1.json").read_text(encoding="utf-8"))
    assert snapshot.canonical(upcast(old)) == GOLDEN.read_text(encoding="utf-8").rstrip("\n")


def test_a_test_of_schema_1_gains_what_scans_are_compared_by() -> None:
    old = {"schema": 1, "kind": "test", "fields": {"duration": "20 minutes"}}
    added = ("shows", "needle", "kidneys", "metal", "pregnancy", "afterwards")
    assert upcast(old) == {"schema": 2, "kind": "test", "fields": {"duration": "20 minutes"} | dict.fromkeys(added, "")}


def test_saving_what_was_frozen_under_an_older_schema_makes_no_edition(monkeypatch) -> None:
    with monkeypatch.context() as older:
        older.setattr("articles.snapshot.SCHEMA", 1)
        page = make.draft_page("symptom")
    assert '"schema":1' in newest(page).canonical
    assert freeze(page=page, by=make.author()) == (newest(page), False)


def test_the_golden_snapshot_loads_and_gives_the_same_bytes_again() -> None:
    page = full_condition()
    make.edit(page, title="Something else")
    snapshot.load(page.as_kind(), upcast(json.loads(GOLDEN.read_text(encoding="utf-8"))))
    assert snapshot.digest(snapshot.canonical(snapshot.dump(page))) == GOLDEN_SHA


def test_a_snapshot_of_a_newer_release_is_refused() -> None:
    with pytest.raises(ValueError, match="newer than this release"):
        upcast({"schema": 99})


def crlf(page: Page) -> None:
    page.body = page.body.replace("\n", "\r\n")


def blanks(page: Page) -> None:
    page.body = "\n\n" + page.body.replace("\n", "  \n") + " \t\n"
    page.summary += "  "


def decomposed(page: Page) -> None:
    page.body = unicodedata.normalize("NFD", page.body)


def shuffled_sets(page: Page) -> None:
    page.lay_names = "poor circulation\n\nPAD\nPAD"


def topics_again(page: Page) -> None:
    page.topics.set(list(page.topics.all())[::-1])


def features_again(page: Page) -> None:
    words = [feature.word for feature in Feature.objects.filter(page=page)]
    Feature.objects.filter(page=page).delete()
    for word in reversed(words):
        Feature.objects.create(page=page, word=word)


def links_again(page: Page) -> None:
    rows = list(page.links.all())
    page.links.all().delete()
    for row in reversed(rows):
        row.pk = None
        row.save(force_insert=True)


@pytest.mark.parametrize(
    "touch",
    [crlf, blanks, decomposed, shuffled_sets, topics_again, features_again, links_again],
    ids=lambda f: f.__name__,
)
def test_what_reads_the_same_makes_no_edition(touch) -> None:
    page = full_condition().as_kind()
    touch(page)
    page.save()
    edition, is_new = freeze(page=page, by=make.author())
    assert (edition.number, is_new) == (1, False)
    assert page.editions.count() == 1


def test_saving_without_change_leaves_the_lock_version_alone_and_a_change_raises_it() -> None:
    page = make.draft_page()
    before = Page.objects.get(pk=page.pk).lock_version
    freeze(page=page, by=make.author())
    assert Page.objects.get(pk=page.pk).lock_version == before
    make.edit(page, title="New")
    assert Page.objects.get(pk=page.pk).lock_version == before + 1


def set_field(name: str, value: str):
    def change(page: Page) -> None:
        setattr(page, name, value)
        page.save()

    return change


def change_link(**values):
    def change(page: Page) -> None:
        link = page.links.filter(relation="symptoms").order_by("position").first()
        for name, value in values.items():
            setattr(link, name, value)
        link.save()

    return change


def swap_links(page: Page) -> None:
    first, second = page.links.filter(relation="symptoms").order_by("position")
    first.position, second.position = 1, 0
    first.save()
    second.save()


def change_alt(page: Page) -> None:
    shown = Picture.objects.get()
    shown.alt = "A quiet teal square"
    save_shared(shown, by=make.author())


CHANGES = {
    "title": set_field("title", "Other"),
    "medical name": set_field("medical_name", "Other"),
    "slug": set_field("slug", "other"),
    "language": set_field("language", "de"),
    "summary": set_field("summary", "Other."),
    "body": set_field("body", "Other."),
    "case in the body": set_field("body", "ischämie"),
    "lay names": set_field("lay_names", "PAD"),
    "case of a lay name": set_field("lay_names", "pad\npoor circulation"),
    "phrases": set_field("phrases", "my leg"),
    "misspellings": set_field("misspellings", "x"),
    "codes": set_field("codes", "icd-10 I70.2"),
    "choice": set_field("cause_group", "veins"),
    "lines": set_field("seek_care", "it comes back.\nyou get pain on walking."),
    "topics": lambda page: page.topics.set([make.topic("leg-cramps")]),
    "link note": change_link(note="Rare [@leg-guide]."),
    "link qualifier": change_link(qualifier="few"),
    "link gone": lambda page: page.links.filter(relation="urgent_signs").delete(),
    "order of links": swap_links,
    "feature gone": lambda page: Feature.objects.filter(page=page, word__key="calf").delete(),
    "feature new": lambda page: Feature.objects.create(page=page, word=Word.objects.get(key="foot")),
    "picture words": change_alt,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_real_change_makes_one_edition(change) -> None:
    page = full_condition().as_kind()
    change(page)
    edition, is_new = freeze(page=page, by=make.author())
    assert (edition.number, is_new) == (2, True)
    assert edition.sha256 == snapshot.digest(edition.canonical)
    assert not freeze(page=page, by=make.author())[1]


CAUTION_CHANGES = {
    "text": {"text": "you have weak kidneys."},
    "level": {"level": "ask-first"},
    "page": {"about": None},
    "order": {"position": 5},
}


@pytest.mark.parametrize("values", CAUTION_CHANGES.values(), ids=CAUTION_CHANGES.keys())
def test_a_changed_caution_makes_one_edition(values) -> None:
    page = full_treatment()
    caution = Caution.objects.filter(page=page).order_by("position").first()
    for name, value in values.items():
        setattr(caution, name, value)
    caution.save()
    assert freeze(page=page, by=make.author())[1]


def test_a_source_changed_elsewhere_makes_no_edition() -> None:
    page = full_condition()
    source = Source.objects.get(key="leg-guide")
    source.title = "Better title"
    save_shared(source, by=make.author())
    assert not freeze(page=page, by=make.author())[1]


@pytest.mark.parametrize("kind", make.KINDS)
def test_loading_what_was_dumped_gives_the_same_snapshot(kind: str) -> None:
    page = make.draft_page(kind)
    data = snapshot.dump(page)
    snapshot.load(page.as_kind(), data)
    assert snapshot.dump(page) == data


FAULTS = {
    "topics": ({"topics": ["nowhere"]}, "there is no topic “nowhere”"),
    "links.symptoms": ({"links": {"symptoms": [make.link("symptoms/none")]}}, "there is no page “symptoms/none”"),
    "features": ({"parts": {"features": {"where": ["moon"]}}}, "“moon” is not a word of “where” in the vocabulary"),
}


@pytest.mark.parametrize("field", FAULTS)
def test_a_snapshot_that_does_not_fit_is_refused_in_words(field: str) -> None:
    changes, message = FAULTS[field]
    page = make.draft_page()
    with pytest.raises(snapshot.SnapshotError, match=message) as caught:
        snapshot.load(page.as_kind(), snapshot.dump(page) | changes)
    assert caught.value.field == field


def test_a_link_to_the_wrong_kind_is_refused() -> None:
    page, other = make.draft_page(), make.draft_page("test")
    with pytest.raises(snapshot.SnapshotError, match="is a test"):
        make.edit(page, links={"symptoms": [other]})


def test_a_page_cannot_be_linked_to_itself_or_twice_by_one_relation() -> None:
    page, other = make.draft_page(), make.draft_page("symptom")
    with pytest.raises(snapshot.SnapshotError, match="links to itself"):
        make.edit(page, links={"related": [page]})
    with pytest.raises(snapshot.SnapshotError, match="stands twice"):
        make.edit(page, links={"symptoms": [other, other]})


def test_restoring_makes_a_new_draft_and_changes_nothing_public(client) -> None:
    from articles.publishing import restore

    page = make.live_page(title="First words")
    make.edit(page, title="Second words")
    make.republish(page)
    before = client.get(make.path_of(page)).content
    first = Edition.objects.get(page=page, number=1)
    restored = restore(edition=first, by=make.author(), reason="The first was right")
    assert (restored.number, restored.sha256) == (3, first.sha256)
    assert Page.objects.get(pk=page.pk).title == "First words"
    assert client.get(make.path_of(page)).content == before
    assert not restored.sign_offs.exists()
