"""What goes out comes in again, byte for byte."""

from pathlib import Path

import pytest

from articles.library.exporting import export_library
from articles.library.importing import import_library
from articles.models import Address, Event, Page, Picture
from tests import factories as make
from tests.articles.library.files import CONDITION, FILES, SYMPTOM, read_all, write_files

pytestmark = pytest.mark.django_db


def export(root: Path) -> dict[str, bytes]:
    export_library(root, progress=lambda *_: None)
    return read_all(root)


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
