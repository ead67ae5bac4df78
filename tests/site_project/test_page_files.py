"""`manage.py export_site`: a small library as files."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import resolve

from articles import paging, publishing
from articles.models import SiteIdentity
from articles.shared import save_shared
from site_project.page_cache import routes
from site_project.page_files import ExportError, exporting
from site_project.page_files.addresses import NOT_FOUND, addresses
from site_project.page_files.exporting import Exporter
from site_project.page_files.reading import Found, Reader, origin
from tests import factories as make

pytestmark = pytest.mark.django_db

CRAMP = "conditions/cramp/index.html"


def exporter(folder: Path, *, as_served: bool = False, **options: Any) -> Exporter:
    given = {"progress": lambda *_: None, "stop": threading.Event()} | options
    return Exporter(folder, as_served=as_served, **given)


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder.resolve()).as_posix() for path in folder.resolve().rglob("*") if path.is_file()}


def beside(folder: Path) -> list[str]:
    """Names of the trees that stand beside the link."""
    return [path.name for path in folder.parent.iterdir() if path.is_dir() and not path.is_symlink()]


@pytest.fixture
def folder(tmp_path, one_connection, monkeypatch) -> Path:
    monkeypatch.setattr("os.sync", lambda: None)  # would wait for everything else this machine writes
    return tmp_path / "out" / "pages"


@pytest.fixture
def library() -> None:
    shown = make.picture()
    make.live_page(
        "condition",
        slug="cramp",
        title="Cramp",
        topics=[make.topic().key],
        body=f"Words.\n\n::: picture {shown.sha256}\n:::",
    )
    make.live_page("glossary_term", slug="artery")
    make.live_page("article", slug="why")
    make.draft_page("condition", slug="secret-draft", title="Secret draft")
    make.withdrawn_page("condition", slug="taken-down", title="Taken down")


def test_every_page_that_may_be_kept_is_written(library):
    written = {resolve(address).view_name for address in addresses() if address != NOT_FOUND}
    assert written == routes.KEPT | {"guide-how-we-check", "security-txt"}
    assert len(addresses()) == len(set(addresses()))


def test_the_tree_holds_all_pages_all_they_use_and_a_true_manifest(library, folder):
    report = exporter(folder).export()
    manifest = json.loads((folder / "manifest.json").read_text())
    listed = {entry["path"]: entry for entry in manifest["files"]}
    assert files_of(folder) == {*listed, "manifest.json"}
    assert manifest["generation"] == report.generation
    assert manifest["made"].startswith("20")
    assert (report.files, report.bytes) == (len(listed), sum(entry["bytes"] for entry in listed.values()))
    for name, entry in listed.items():
        content = (folder / name).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (sha256(content).hexdigest(), len(content))
    expected = {
        "index.html", CRAMP, "conditions/cramp/leaflet/index.html", "conditions/cramp/leaflet/large/footer.css",
        "topics/leg-arteries/index.html", "where/calf/index.html", "glossary/index.html", "about/privacy/index.html",
        "404.html", "feed.xml", "sitemap.xml", "robots.txt", ".well-known/security.txt", "static/css/base.css",
        "static/css/site.css", "static/img/mark.svg", "static/js/site.js", "static/js/suggest.js",
    }  # fmt: skip
    assert expected <= listed.keys()
    assert any(name.startswith("media/pictures/") for name in listed)
    for name in expected:
        plain = (folder / name).read_bytes()
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == plain
        assert brotli.decompress((folder / f"{name}.br").read_bytes()) == plain
    assert listed[CRAMP]["type"] == listed[f"{CRAMP}.br"]["type"] == "text/html; charset=utf-8"
    assert listed[f"{CRAMP}.br"]["coding"] == "br"
    assert listed["feed.xml"]["type"].startswith("application/atom+xml")


def test_drafts_withdrawn_pages_and_what_belongs_to_staff_stay_out(library, folder):
    exporter(folder).export()
    assert not {
        name for name in files_of(folder) if name.startswith(("admin", "search", "api", "feedback", "styleguide"))
    }
    words = b"".join((folder / name).read_bytes() for name in files_of(folder) if name.endswith((".html", ".xml")))
    for private in (b"Secret draft", b"secret-draft", b"Taken down", b"taken-down", b"anna-author", b"csrf"):
        assert private not in words, private


def test_as_served_the_pages_are_those_of_the_site(library, folder, client: Client):
    exporter(folder, as_served=True).export()
    for address, file in (("/", "index.html"), ("/conditions/cramp/", CRAMP), ("/feed.xml", "feed.xml")):
        assert (folder / file).read_bytes() == client.get(address, HTTP_HOST=origin().host).content


def test_long_lists_have_a_file_for_each_page(library, folder, monkeypatch):
    monkeypatch.setattr(paging, "MOST_ROWS", 2)
    exporter(folder).export()
    first, second = ((folder / "a-z" / name).read_text() for name in ("index.html", "index-2.html"))
    assert 'href="index-2.html"' in first
    assert 'href="index.html"' in second
    assert 'href="../glossary/artery/index.html"' in first + second
    assert not (folder / "a-z/index-3.html").exists()


@pytest.mark.once
def test_unchanged_files_are_linked_and_changed_or_damaged_ones_written(library, folder):
    exporter(folder).export()
    first = folder.resolve()
    kept, changed = (first / "conditions/index.html").stat().st_ino, (first / CRAMP).read_bytes()
    again = exporter(folder).export()
    assert again.written == 0
    assert folder.resolve() != first
    assert beside(folder) == [folder.resolve().name]
    assert (folder / "conditions/index.html").stat().st_ino == kept
    page = make.Page.objects.get(slug="cramp")
    make.edit(page, body="Other words.")
    make.republish(page)
    whole = (folder / "index.html.gz").read_bytes()
    (folder / "index.html.gz").write_bytes(b"damaged")
    report = exporter(folder).export()
    assert (folder / CRAMP).read_bytes() != changed
    assert 0 < report.written < report.files / 2
    assert (folder / "index.html.gz").read_bytes() == whole
    assert gzip.decompress((folder / f"{CRAMP}.gz").read_bytes()) == (folder / CRAMP).read_bytes()


@pytest.mark.once
def test_the_old_tree_is_shown_until_the_new_one_is_whole(library, folder):
    exporter(folder).export()
    old, seen = folder.resolve(), set()
    exporter(folder, progress=lambda *_: seen.add(folder.resolve())).export()
    assert seen == {old}
    assert folder.resolve() != old
    assert not old.exists()


@pytest.mark.once
def test_an_interrupted_run_leaves_the_old_tree(library, folder):
    exporter(folder).export()
    before, old = files_of(folder), folder.resolve()

    def interrupt(_step: str, done: int, _total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exporter(folder, progress=interrupt).export()
    assert (folder.resolve(), files_of(folder)) == (old, before)
    assert beside(folder) == [old.name]


@pytest.mark.once
def test_what_a_killed_run_left_is_removed_by_the_next(library, folder):
    left = folder.parent / "pages.20260101T000000000000.partial"
    other = folder.parent / "pages.of-somebody-else"
    for path in (left, other):
        path.mkdir(parents=True)
        (path / "index.html").write_text("half")
    exporter(folder).export()
    assert not left.exists()
    assert other.exists()


def test_a_publish_in_between_makes_it_begin_again(library, folder):
    page = make.Page.objects.get(slug="cramp")
    make.edit(page, title="Renamed")
    done = []

    def publish_once(_step: str, number: int, _total: int) -> None:
        if not done and number == 20:
            done.append(make.republish(page))

    exporter(folder, progress=publish_once).export()
    assert b"Renamed" in (folder / "conditions/index.html").read_bytes()
    assert b"Renamed" in (folder / CRAMP).read_bytes()


def test_somebody_who_publishes_all_the_time_is_named(library, folder, monkeypatch):
    monkeypatch.setattr(exporting, "_TRIES", 1)
    identity = SiteIdentity.load()
    with pytest.raises(ExportError, match="published each time"):
        exporter(folder, progress=lambda *_: save_shared(identity, by=None)).export()
    assert not folder.exists()


@pytest.mark.once
@pytest.mark.parametrize("kind", ["folder with files", "file", "link elsewhere"])
def test_what_is_not_ours_is_refused(folder, kind):
    folder.parent.mkdir()
    if kind == "file":
        folder.write_text("mine")
    else:
        target = folder if kind == "folder with files" else folder.parent / "theirs"
        target.mkdir()
        (target / "mine.txt").write_text("mine")
        if target != folder:
            folder.symlink_to("theirs")
    with pytest.raises(CommandError, match="no export"):
        call_command("export_site", str(folder))
    assert beside(folder) in ([], ["pages"], ["theirs"])


def test_an_empty_folder_is_taken_and_the_command_says_what_it_wrote(library, folder, capsys):
    folder.mkdir(parents=True)
    call_command("export_site", str(folder))
    assert (folder / "index.html").is_file()
    assert " files, " in capsys.readouterr().out


@pytest.mark.once
def test_a_second_export_to_the_same_place_is_refused(library, folder):
    def second(*_: Any) -> None:
        with pytest.raises(ExportError, match="at work"):
            exporter(folder).export()

    exporter(folder, progress=second).export()


@pytest.mark.once
def test_a_page_that_cannot_be_made_stops_the_export_and_is_named(library, folder, monkeypatch):
    exporter(folder).export()
    old = folder.resolve()
    monkeypatch.setattr("symptoms.views.a_to_z.__code__", (lambda request: 1 / 0).__code__)
    with pytest.raises(ExportError, match="/a-z/ answers 500"):
        exporter(folder).export()
    assert folder.resolve() == old


@pytest.mark.once
@pytest.mark.parametrize(
    ("url", "hosts", "only_https", "expected"),
    [
        ("", ["localhost"], False, ("http", "localhost", "")),
        ("", [".clinic.example"], True, ("https", "clinic.example", "https://clinic.example")),
        ("https://legs.example/", ["legs.example"], True, ("https", "legs.example", "https://legs.example")),
        (
            "http://legs.example:8080",
            ["legs.example"],
            False,
            ("http", "legs.example:8080", "http://legs.example:8080"),
        ),
        ("https://old.example", ["new.example"], True, ("https", "new.example", "https://old.example")),
    ],
)
def test_django_is_asked_under_the_sites_own_name(settings, url, hosts, only_https, expected):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = hosts, only_https
    identity = SiteIdentity.load()
    identity.url = url
    save_shared(identity, by=None)
    found = origin()
    assert (found.scheme, found.host, found.live) == expected


@pytest.mark.django_db(transaction=True)
def test_following_writes_after_each_publish_outlives_failures_and_stops(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(exporting, "EVERY", 0.01)
    monkeypatch.setattr(exporting, "AGAIN_AFTER", 0.01)
    page, stop, folder = make.live_page("condition", slug="cramp", title="Cramp"), threading.Event(), tmp_path / "pages"
    following = exporter(folder, stop=stop).follow()
    first = next(following)
    assert first.generation == json.loads((folder / "manifest.json").read_text())["generation"]

    real, failures = Reader.page, [OSError("disk full"), ExportError("/ answers 500.")]

    def fail_first(self: Reader, address: str) -> Found:
        if failures:
            raise failures.pop()
        return real(self, address)

    monkeypatch.setattr(Reader, "page", fail_first)
    publishing.withdraw(page=page, by=make.publisher(), reason="It was wrong.")
    with caplog.at_level(logging.ERROR, "legwise.page_files"):
        second = next(following)
    assert [record.message for record in caplog.records] == ["export failed, will be tried again"] * 2
    assert second.generation > first.generation
    assert not (folder / CRAMP).exists()
    assert beside(folder) == [folder.resolve().name]

    stop.set()
    with pytest.raises(StopIteration):
        next(following)


@pytest.mark.parametrize("seconds", [50, exporting.A_DAY])
def test_following_writes_again_when_a_page_changes_by_itself_and_after_a_day(tmp_path, monkeypatch, seconds):
    monkeypatch.setattr(exporting.connection, "close", lambda: None)
    ends = 1050.0 if seconds == 50 else float("inf")
    one = exporter(tmp_path / "pages")
    monkeypatch.setattr(one, "export", lambda: exporting.Report(exporting.Library.current_generation(), 1, 1, 1, ends))
    with time_machine.travel(1000.0, tick=False) as clock:
        following = one.follow()
        next(following)
        clock.shift(seconds)
        next(following)  # would wait for ever if it were not due
