"""Drawings: SVG files of the library, read strictly, kept by content, found by name."""

import pytest
from django.conf import settings as django_settings

from articles import snapshot
from articles.drawings import read_drawing, store_drawing
from articles.editions import newest
from articles.models import Picture
from articles.pictures import UploadRefused, read_stored
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400">'
    "<title>A vein with\n two flaps</title><desc>Blood goes up. The flaps close behind it.</desc>{}</svg>"
)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def drawing(inside: str = '<path class="vein" d="M0 0h9"/>') -> bytes:
    return SVG.format(inside).encode()


def store(data: bytes, name: str = "vein-valves") -> Picture:
    return store_drawing(name=name, data=data, by=None)


def test_a_drawing_brings_its_own_words_and_size() -> None:
    picture = store(drawing())
    assert (picture.alt, picture.words) == ("A vein with two flaps", "Blood goes up. The flaps close behind it.")
    assert (picture.width, picture.height, picture.filename) == (640, 400, f"{picture.sha256}.svg")
    assert read_stored(picture) == drawing()


HARMLESS = {
    "own style": "<style>svg{--ink:#222}@media (prefers-color-scheme:dark){svg{--ink:#eee}}</style>",
    "parts used twice": '<defs><g id="leg"/></defs><use href="#leg"/>',
    "own gradient": '<path fill="url(#g)"/>',
}


@pytest.mark.parametrize("inside", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_a_drawing_needs_is_allowed(inside: str) -> None:
    assert read_drawing(drawing(inside)).width == 640


HARMFUL = {
    "script": "<script>alert(1)</script>",
    "event": '<path onclick="alert(1)"/>',
    "page inside": "<foreignObject><p/></foreignObject>",
    "foreign picture": '<image href="https://e.org/x.png"/>',
    "foreign part": '<use href="https://e.org/x.svg#a"/>',
    "script address": '<use href="javascript:alert(1)"/>',
    "foreign style": "<style>@import 'https://e.org/x.css';</style>",
    "foreign fill": '<path fill="url(https://e.org/x)"/>',
    "link": '<a href="#x"><path/></a>',
    "moving": '<animate attributeName="x"/>',
}


@pytest.mark.parametrize("inside", HARMFUL.values(), ids=HARMFUL.keys())
def test_what_could_act_or_load_is_refused(inside: str) -> None:
    with pytest.raises(UploadRefused):
        store(drawing(inside))
    assert not Picture.objects.exists()


BROKEN = {
    "no words": SVG.format("").replace("<desc>Blood goes up. The flaps close behind it.</desc>", "").encode(),
    "no title": SVG.format("").replace("<title>A vein with\n two flaps</title>", "").encode(),
    "no size": SVG.format("").replace(' viewBox="0 0 640 400"', "").encode(),
    "entities": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;").encode(),
    "not XML": b"<svg",
    "another root": b'<g xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "too large": SVG.format("<g/>" * 6000).encode(),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_no_drawing_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(UploadRefused):
        read_drawing(data)


def test_an_edition_keeps_the_drawing_it_was_made_with() -> None:
    old = store(drawing())
    page = make.draft_page(body="::: drawing vein-valves How valves work.\n:::")
    first = newest(page)
    new = store(drawing("<g/>"))
    make.edit(page, title="Veins anew")
    assert list(first.snapshot["pictures"]) == [old.sha256]
    assert list(newest(page).snapshot["pictures"]) == [new.sha256]
    assert old.filename in str(first.rendered)
    assert new.filename in str(newest(page).rendered)
    assert (django_settings.MEDIA_ROOT / "pictures" / old.filename).exists()
    assert [p.sha256 for p in Picture.objects.filter(name="vein-valves")] == [new.sha256]


def test_the_words_of_a_drawing_are_part_of_what_is_signed() -> None:
    picture = store(drawing())
    facts = snapshot.dump_pictures(["::: drawing vein-valves How valves work.\n:::"])[0][picture.sha256]
    assert facts["words"] == "Blood goes up. The flaps close behind it."


def test_the_same_drawing_twice_is_one_record() -> None:
    assert store(drawing()) == store(drawing())


def test_a_drawing_that_does_not_exist_is_reported_with_its_line() -> None:
    page = make.draft_page(body="Words.\n\n::: drawing no-such-thing A caption.\n:::")
    (finding,) = newest(page).findings
    assert (finding["line"], finding["message"]) == (3, "There is no drawing “no-such-thing” in the library.")
