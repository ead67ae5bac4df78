"""A bad file is named with its line and field, and nothing is imported."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.library.importing import ImportRefused, import_library
from articles.models import Picture
from tests import factories as make
from tests.articles.library.files import CONDITION, FILES, SIGN, SYMPTOM, everything, write_files

pytestmark = pytest.mark.django_db

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


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_library", str(tmp_path / "none"), stdout=StringIO(), stderr=StringIO())
