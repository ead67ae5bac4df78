"""A first import, and later ones beside what people did here meanwhile."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import publishing
from articles.editions import newest
from articles.library.importing import import_library
from articles.models import Address, Edition, Event, Library, Page, Source
from tests import factories as make
from tests.articles.library.files import CONDITION, FILES, everything, write_files

pytestmark = pytest.mark.django_db


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
