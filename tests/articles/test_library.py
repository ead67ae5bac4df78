"""Library files: in, out, and in again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.editions import newest
from articles.library.exporting import export_library
from articles.library.importing import ImportRefused, import_library
from articles.models import Address, Edition, Event, Library, Page, Picture, Source
from tests import factories as make

pytestmark = pytest.mark.django_db

SIGN = """---
title: Cold leg
summary: One leg is suddenly cold.
level: emergency
card: one leg is suddenly cold
do_now:
  - Call {{emergency-number}} [@guide].
---
"""
SYMPTOM = """---
title: Calf pain
summary: Pain in the calf.
topics:
  - arteries
lay_names:
  - Calf ache
seek_care:
  - it comes back.
links:
  urgent_signs:
    - urgent/cold-leg
---

It hurts [@guide]. See [[conditions/narrow]].
"""
CONDITION = """---
title: Narrow arteries
summary: Too little blood.
codes:
  - icd-10 I73.9
cause_group: blood-supply
features:
  where:
    - calf
links:
  symptoms:
    - to: symptoms/calf-pain
      note: Usual [@guide].
      qualifier: most
---

First words.

## Signs {#symptoms}

- Pain
"""
FILES = {
    "sources.yaml": "- id: guide\n  title: A guide\n  publisher: Us\n  year: 2024\n  url: https://example.org/guide\n",
    "topics.yaml": "- id: arteries\n  title: Arteries\n  summary: About arteries.\n",
    "vocabulary.yaml": "- id: where\n  label: Where\n  words:\n    - id: calf\n      label: Calf\n",
    "places.yaml": "- id: uk\n  name: United Kingdom\n  default: true\n  emergency_number: '999'\n"
    "  emergency_words: Call 999\n  urgent_words: Call today\n",
    "urgent/cold-leg.md": SIGN,
    "symptoms/calf-pain.md": SYMPTOM,
    "conditions/narrow.md": CONDITION,
}


def write_files(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def read_all(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def export(root: Path) -> dict[str, bytes]:
    export_library(root, progress=lambda *_: None)
    return read_all(root)


def everything() -> list[tuple[str, int]]:
    """How many rows each table of ours holds, and the generation."""
    from django.apps import apps

    models = [*apps.get_app_config("articles").get_models(), *apps.get_app_config("symptoms").get_models()]
    return [(model.__name__, model.objects.count()) for model in models] + [
        ("generation", Library.current_generation())
    ]


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "library", FILES)


# -- round trips --


def test_an_export_of_an_import_is_the_same_bytes(root: Path, tmp_path: Path) -> None:
    import_library(root)
    assert export(tmp_path / "out") == read_all(root)


def test_files_written_by_hand_come_out_in_the_one_form(root: Path, tmp_path: Path) -> None:
    loose = SYMPTOM.replace("title: Calf pain", "title:   'Calf pain'").replace("\n", "\r\n") + "\r\n\r\n"
    write_files(root, {"symptoms/calf-pain.md": loose})
    import_library(root)
    assert export(tmp_path / "out") == {name: text.encode() for name, text in FILES.items()}


def test_every_kind_survives_out_and_in(tmp_path: Path) -> None:
    make.vocabulary()
    make.source()
    make.topic()
    symptom = make.draft_page("symptom")
    for kind in make.KINDS:
        make.draft_page(
            kind,
            medical_name="Crus",
            topics=["leg-arteries"],
            lay_names=["yes", "12", "# a", "- b", "c: d"],
            phrases=["it's “so”", "null"],
            codes=["icd-10 I73.9"],
            body="A: b [@leg-guide]\n\n---\n\n- c",
            links={"related": [make.link(symptom, "note: “x” [@leg-guide]")]},
        )
    make.edit(symptom, slug="moved", language="de")
    first = export(tmp_path / "one")
    import_library(tmp_path / "one")
    assert not Event.objects.filter(reason="from the library files").exists()
    assert export(tmp_path / "two") == first
    assert len(first) >= len(make.KINDS)


def test_an_export_takes_files_of_pages_that_are_gone_away(root: Path, tmp_path: Path) -> None:
    import_library(root)
    write_files(tmp_path / "out", {"conditions/old.md": CONDITION})
    assert "conditions/old.md" not in export(tmp_path / "out")


def test_pictures_go_out_and_come_in_as_they_are(root: Path, tmp_path: Path, settings) -> None:
    import_library(root)
    shown = make.picture(alt="A teal square")
    plain = make.picture("red", alt="x")
    Picture.objects.filter(pk=plain.pk).update(alt="", decorative=True, credit="By us")
    make.edit(Page.objects.get(uid="conditions/narrow"), body=f"::: picture {shown.sha256} A caption.\n:::")
    first = export(tmp_path / "one")
    assert len([name for name in first if name.startswith("pictures/")]) == 2

    Address.objects.all().delete()
    Picture.objects.all().delete()
    settings.MEDIA_ROOT = tmp_path / "other-media"
    import_library(tmp_path / "one")
    assert export(tmp_path / "two") == first
    again = Picture.objects.get(sha256=shown.sha256)
    assert (again.alt, again.width) == ("A teal square", 40)
    assert Picture.objects.get(sha256=plain.sha256).decorative


def test_a_picture_file_must_fit_its_name(root: Path) -> None:
    sha = "a" * 64
    write_files(
        root,
        {
            "pictures.yaml": f"- id: {sha}\n  extension: png\n  alt: A square\n",
            f"pictures/{sha}.png": make.picture_bytes(),
        },
    )
    with pytest.raises(Exception, match="does not fit its name"):
        import_library(root)
    assert not Picture.objects.exists()


# -- a first import, and later ones --


def test_a_first_import_publishes_what_is_asked_and_nothing_else(root: Path, client) -> None:
    assert import_library(root).published == 0
    assert not Address.objects.exists()
    outcome = import_library(root, publish=True)
    assert (outcome.created, outcome.published, outcome.unchanged) == ([], 3, 3)
    assert client.get("/conditions/narrow/").status_code == 200


def test_a_second_run_changes_nothing(root: Path) -> None:
    import_library(root, publish=True)
    before = everything()
    assert import_library(root, publish=True).skipped
    assert import_library(root).unchanged == 3
    assert everything() == before


def test_a_newer_release_updates_and_publishes_pages_nobody_touched(root: Path, client) -> None:
    import_library(root, publish=True)
    write_files(root, {"conditions/narrow.md": CONDITION.replace("First words", "Newer words")})
    outcome = import_library(root, publish=True)
    assert (outcome.updated, outcome.published, outcome.unchanged) == (["conditions/narrow"], 1, 2)
    assert "Newer words" in client.get("/conditions/narrow/").text


def test_a_release_that_goes_back_to_older_words_updates_too(root: Path, client) -> None:
    for words in ("First words", "Newer words", "First words"):
        write_files(root, {"conditions/narrow.md": CONDITION.replace("First words", words)})
        import_library(root, publish=True)
        assert words in client.get("/conditions/narrow/").text


def test_a_newer_release_becomes_a_draft_of_a_page_edited_here_and_says_so(root: Path, client) -> None:
    import_library(root, publish=True)
    page = Page.objects.get(uid="conditions/narrow")
    make.edit(page, body="Our own words.")
    make.republish(page)
    before = client.get("/conditions/narrow/").content
    write_files(root, {"conditions/narrow.md": CONDITION.replace("First words", "Newer words")})
    out = StringIO()
    call_command("import_library", str(root), publish=True, stdout=out, stderr=StringIO())
    assert "Edited here, so the new words wait as drafts" in out.getvalue()
    assert "  conditions/narrow\n" in out.getvalue()
    assert client.get("/conditions/narrow/").content == before
    assert "Newer words" in newest(page).canonical
    assert newest(page).origin == Edition.Origin.LIBRARY


def test_words_offered_before_are_not_offered_again(root: Path) -> None:
    import_library(root, publish=True)
    page = Page.objects.get(uid="conditions/narrow")
    make.edit(page, body="Our own words.")
    write_files(root, {"topics.yaml": FILES["topics.yaml"] + "- id: veins\n  title: Veins\n  summary: About veins.\n"})
    outcome = import_library(root, publish=True)
    assert (outcome.drafted, outcome.records, outcome.unchanged) == ([], 1, 3)
    assert "Our own words." in newest(page).canonical


def test_a_withdrawn_page_stays_withdrawn(root: Path, client) -> None:
    import_library(root, publish=True)
    page = Page.objects.get(uid="conditions/narrow")
    publishing.withdraw(page=page, by=make.publisher(), reason="Not for us")
    write_files(root, {"conditions/narrow.md": CONDITION.replace("First words", "Newer words")})
    import_library(root, publish=True)
    assert client.get("/conditions/narrow/").status_code == 410
    assert "Newer words" in newest(page).canonical


def test_files_never_publish_unsigned_where_the_setting_forbids_it(root: Path, settings) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = False
    before = everything()
    with pytest.raises(
        CommandError, match=r"Nothing was imported(.|\n)*Narrow arteries: Edition 1 has not been signed"
    ):
        call_command("import_library", str(root), publish=True, stdout=StringIO(), stderr=StringIO())
    assert everything() == before


def test_a_shared_record_that_changed_is_saved_with_an_event(root: Path) -> None:
    import_library(root)
    before = Library.current_generation()
    write_files(root, {"sources.yaml": FILES["sources.yaml"].replace("A guide", "A better guide")})
    assert import_library(root).records == 1
    assert Source.objects.get(key="guide").title == "A better guide"
    assert Event.objects.filter(subject="source:guide").count() == 2
    assert Library.current_generation() == before + 1


def test_files_name_a_place_only_for_a_site_that_has_none(root: Path) -> None:
    from articles.models import SiteIdentity

    import_library(root)
    identity = SiteIdentity.load()
    assert identity.place.key == "uk"
    write_files(root, {"places.yaml": FILES["places.yaml"].replace("id: uk", "id: eu")})
    import_library(root)
    assert SiteIdentity.load().place.key == "uk"


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_library", str(tmp_path / "none"), stdout=StringIO(), stderr=StringIO())


# -- faults --

NARROW, CALF, COLD = "conditions/narrow.md", "symptoms/calf-pain.md", "urgent/cold-leg.md"


def with_line(text: str, after: str, line: str) -> str:
    """The text with a line more."""
    assert after in text
    return text.replace(after, f"{after}{line}", 1)


FAULTS: dict[str, tuple[str, str | bytes, str]] = {
    "no front matter": (NARROW, "Just words", "conditions/narrow.md:1: the file must begin with front matter"),
    "front matter never closed": (NARROW, "---\ntitle: x\n", "conditions/narrow.md:1: the file must begin with"),
    "front matter is a list": (NARROW, "---\n- x\n---\n", "conditions/narrow.md:2: the front matter must be"),
    "broken YAML": (NARROW, CONDITION.replace("title:", "title: a: b"), "conditions/narrow.md:2: "),
    "control character": (NARROW, CONDITION.replace("First", "F").replace("title: N", "title: \x07N"), "narrow.md:2: "),
    "key twice": (
        NARROW,
        with_line(CONDITION, "little blood.\n", "title: x\n"),
        "narrow.md:4: the key “title” stands twice",
    ),
    "key that is a list": (
        NARROW,
        with_line(CONDITION, "little blood.\n", "? [a]\n: x\n"),
        "narrow.md:4: a key must be plain",
    ),
    "unknown key": (
        NARROW,
        with_line(CONDITION, "little blood.\n", "colour: red\n"),
        "narrow.md:4: colour: there is no such key",
    ),
    "field of another kind": (
        NARROW,
        with_line(CONDITION, "blood.\n", "level: emergency\n"),
        "narrow.md:4: level: there is no",
    ),
    "no title": (
        NARROW,
        CONDITION.replace("title: Narrow arteries\n", ""),
        "conditions/narrow.md:1: title: is missing",
    ),
    "title is a number": (
        NARROW,
        CONDITION.replace("Narrow arteries", "12"),
        "conditions/narrow.md:2: title: must be text",
    ),
    "title too long": (
        NARROW,
        CONDITION.replace("Narrow", "N" * 130),
        "conditions/narrow.md:2: title: is 139 characters",
    ),
    "summary too long": (
        NARROW,
        CONDITION.replace("Too little", "T" * 300),
        "narrow.md:3: summary: is 307 characters long",
    ),
    "bad slug": (
        NARROW,
        with_line(CONDITION, "blood.\n", "slug: Leg Pain\n"),
        "narrow.md:4: slug: use lower-case letters",
    ),
    "slug of another page": (
        "conditions/second.md",
        with_line(CONDITION, "blood.\n", "slug: narrow\n"),
        "conditions/second.md:4: slug: another page has the address “narrow”",
    ),
    "bad code": (
        NARROW,
        CONDITION.replace("icd-10 I73.9", "icd-9 443"),
        "narrow.md:4: codes: “icd-9 443”: write a system",
    ),
    "code without a code": (
        NARROW,
        CONDITION.replace("icd-10 I73.9", "icd-10"),
        "conditions/narrow.md:4: codes: “icd-10”",
    ),
    "list is a text": (
        CALF,
        SYMPTOM.replace("seek_care:\n  - it", "seek_care: it"),
        "calf-pain.md:8: seek_care: must be a list",
    ),
    "list holds a mapping": (
        CALF,
        SYMPTOM.replace("- it comes", "- it: comes"),
        "calf-pain.md:8: seek_care: must be a list",
    ),
    "text of two lines in a list": (
        CALF,
        SYMPTOM.replace("- it comes back.", '- "it\\ncomes"'),
        "calf-pain.md:8: seek_care: each text stands on one line",
    ),
    "choice is missing": (
        NARROW,
        CONDITION.replace("cause_group: blood-supply\n", ""),
        "narrow.md:1: cause_group: is missing",
    ),
    "choice is unknown": (
        NARROW,
        CONDITION.replace("blood-supply", "magic"),
        "narrow.md:6: cause_group: “magic” is not one of",
    ),
    "card too long": (
        COLD,
        SIGN.replace("card: one", "card: " + "o" * 160),
        "cold-leg.md:5: card: is 181 characters long; 160",
    ),
    "needed lines missing": (
        COLD,
        SIGN.replace("do_now:\n  - Call {{emergency-number}} [@guide].\n", ""),
        "do_now: is missing",
    ),
    "unknown feature": (
        NARROW,
        CONDITION.replace("- calf\n", "- moon\n"),
        "narrow.md:7: features: “moon” is not a word",
    ),
    "features of a wrong shape": (
        NARROW,
        CONDITION.replace("  where:\n    - calf", "  - calf"),
        "narrow.md:7: features: has the wrong",
    ),
    "unknown relation": (
        NARROW,
        CONDITION.replace("  symptoms:\n    - to", "  cures:\n    - to"),
        "narrow.md:10: links: a condition",
    ),
    "relation of another kind": (
        CALF,
        SYMPTOM.replace("urgent_signs:", "tests:"),
        "calf-pain.md:10: links: a symptom has no “tests”",
    ),
    "link without a page": (
        NARROW,
        CONDITION.replace("to: symptoms", "at: symptoms"),
        "narrow.md:10: links: symptoms: each link",
    ),
    "link to a number": (
        NARROW,
        CONDITION.replace("to: symptoms/calf-pain", "to: 5"),
        "narrow.md:10: links: symptoms: “to”, “note”",
    ),
    "note is a mapping": (
        NARROW,
        CONDITION.replace("note: Usual", "note:\n        a: Usual"),
        "narrow.md:10: links: symptoms: “to”",
    ),
    "link to an unknown page": (
        NARROW,
        CONDITION.replace("symptoms/calf-pain", "symptoms/x"),
        "narrow.md:10: links.symptoms: there is no",
    ),
    "link to the wrong kind": (NARROW, CONDITION.replace("symptoms/calf-pain", "urgent/cold-leg"), "is a urgent sign"),
    "link to itself": (
        NARROW,
        CONDITION.replace(
            "  symptoms:\n    - to: symptoms/calf-pain", "  related:\n    - to: conditions/narrow"
        ).replace("      qualifier: most\n", ""),
        "the page links to itself",
    ),
    "link twice": (
        CALF,
        with_line(SYMPTOM, "    - urgent/cold-leg\n", "    - urgent/cold-leg\n"),
        "“urgent/cold-leg” stands twice",
    ),
    "unknown qualifier": (
        NARROW,
        CONDITION.replace("qualifier: most", "qualifier: all"),
        "narrow.md:10: links: symptoms: “all” is not",
    ),
    "qualifier without a source": (
        NARROW,
        CONDITION.replace(" [@guide]", ""),
        "narrow.md:10: links: symptoms: symptoms/calf-pain: a qual",
    ),
    "note too long": (
        NARROW,
        CONDITION.replace("Usual", "U" * 300),
        "narrow.md:10: links: symptoms: symptoms/calf-pain: the note is",
    ),
    "unknown topic": (
        CALF,
        SYMPTOM.replace("- arteries", "- moon"),
        "calf-pain.md:4: topics: there is no topic “moon”",
    ),
    "unknown source in the text": (
        CALF,
        SYMPTOM.replace("hurts [@guide]", "hurts [@moon]"),
        "calf-pain.md:15: body: There is no source",
    ),
    "unknown page in the text": (
        CALF,
        SYMPTOM.replace("[[conditions/narrow]]", "[[x/y]]"),
        "calf-pain.md:15: body: There is no page",
    ),
    "unknown section": (
        NARROW,
        CONDITION.replace("{#symptoms}", "{#moon}"),
        "narrow.md:19: body: There is no section “moon”",
    ),
    "unknown source in a line": (
        COLD,
        SIGN.replace("@guide", "@moon"),
        "urgent/cold-leg.md:6: do_now: There is no source “moon”",
    ),
    "not UTF-8": (NARROW, CONDITION.encode() + b"\xff", "conditions/narrow.md:1: this is not text in UTF-8"),
    "text too long": (
        NARROW,
        CONDITION + "x" * 100_001,
        "narrow.md:1: body: the text is longer than 100,000 characters",
    ),
    "caution of a wrong shape": (
        "treatments/t.md",
        "---\ntitle: T\nsummary: T.\ncautions:\n  - level: not-if\n---\n",
        "t.md:4: cautions: each needs",
    ),
    "caution with a number": (
        "treatments/t.md",
        "---\ntitle: T\nsummary: T.\ncautions:\n  - level: not-if\n    text: 5\n---\n",
        "t.md:4: cautions: “level”",
    ),
    "caution of unknown level": (
        "treatments/t.md",
        "---\ntitle: T\nsummary: T.\ncautions:\n  - level: never\n    text: x\n---\n",
        "t.md:4: cautions: “never” is not one of",
    ),
    "caution about an unknown page": (
        "treatments/t.md",
        "---\ntitle: T\nsummary: T.\ncautions:\n  - level: not-if\n    text: x\n    page: a/b\n---\n",
        "t.md:4: cautions: there is no page “a/b”",
    ),
    "record without an id": ("topics.yaml", "- title: x\n", "topics.yaml:1: a record has no “id”"),
    "record with an unknown key": (
        "topics.yaml",
        FILES["topics.yaml"] + "  colour: red\n",
        "topics.yaml:1: arteries: there is no such key: colour",
    ),
    "records are a text": ("topics.yaml", "x", "topics.yaml:1: a record has no “id”: x"),
    "record that does not fit": (
        "sources.yaml",
        FILES["sources.yaml"].replace("https:", "moon:"),
        "sources.yaml:1: guide: ",
    ),
    "date that is none": ("sources.yaml", FILES["sources.yaml"] + "  checked_on: soon\n", "sources.yaml:1: "),
    "word without a label": (
        "vocabulary.yaml",
        FILES["vocabulary.yaml"].replace("      label: Calf\n", ""),
        "vocabulary.yaml:1: ",
    ),
    "broken record file": ("places.yaml", "- id: 'uk\n", "places.yaml:2: "),
    "picture without a name": ("pictures.yaml", "- alt: x\n", "pictures.yaml:1: each picture has “id”"),
    "picture whose file is missing": (
        "pictures.yaml",
        f"- id: {'a' * 64}\n  extension: png\n  alt: x\n",
        "pictures.yaml:1: aaaa",
    ),
}


@pytest.mark.parametrize(("name", "text", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_bad_file_is_named_with_line_and_field_and_leaves_the_database_alone(
    root: Path, name: str, text: str | bytes, message: str
) -> None:
    before = everything()
    write_files(root, {name: text})
    with pytest.raises(CommandError) as caught:
        call_command("import_library", str(root), publish=True, stdout=StringIO(), stderr=StringIO())
    assert str(caught.value).startswith("Nothing was imported.\n")
    assert message in str(caught.value)
    assert everything() == before


def test_every_bad_file_is_named_at_once(root: Path) -> None:
    write_files(root, {NARROW: CONDITION.replace("[@guide]", ""), CALF: SYMPTOM.replace("title", "name")})
    with pytest.raises(ImportRefused) as caught:
        import_library(root)
    assert {problem.path for problem in caught.value.problems} == {NARROW, CALF}
