"""The prepared library, servers on copies of it, and windows that note whatever goes wrong in them.

A library is imported and published once. Tests that only read share one server. For a test that changes something
another server gets a fresh copy and new workers, so no test can see another's doings.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.conftest import Site, copy_database, first_of_the_run
from tests.journeys.places import INSTEAD, WITHDRAWN
from tests.journeys.watcher import Watcher

PEOPLE = {
    "editor": (["Editor"], "Edda", "Torin"),
    "reviewer": (["Clinical reviewer"], "Rahel", "Vance"),
    "publisher": (["Publisher"], "Paula", "Benn"),
    "colleague": (["Editor", "Clinical reviewer"], "Cora", "Lund"),
}
"""User name → groups and name; the password of all is :data:`PASSWORD`."""
PASSWORD = "journeys-only-Xk4vTz"

PREPARE = f"""
from django.contrib.auth.models import Group, User
from articles import publishing
from articles.models import Page, Place
from articles.shared import choose_place

for name, (groups, first, last) in {PEOPLE!r}.items():
    person = User.objects.create_user(name, password={PASSWORD!r}, first_name=first, last_name=last, is_staff=True)
    person.groups.set(Group.objects.filter(name__in=groups))
choose_place(Place.objects.get(key="uk"), by=User.objects.get(username="publisher"))
pages = {{page.uid: page for page in Page.objects.filter(uid__in=[{WITHDRAWN!r}, {INSTEAD!r}])}}
publishing.withdraw(
    page=pages[{WITHDRAWN!r}], by=User.objects.get(username="publisher"),
    reason="The advice is being written anew.", instead=pages[{INSTEAD!r}],
)
"""

_windows = pytest.StashKey[list[Page]]()


@pytest.fixture(scope="session")
def prepared(empty: Site, run_folder: Path) -> Site:
    """An installation in the United Kingdom with the starter library, :data:`PEOPLE` and one withdrawn page; nothing
    runs on it yet. Importing takes long, so it is made once a run."""
    site = Site(run_folder / "prepared", "tests.journeys.quick_settings")
    with first_of_the_run(site.folder) as first:
        if first:
            copy_database(empty.folder / "db.sqlite3", site.folder / "db.sqlite3")
            site.manage("import_library", "content", "--publish")
            site.manage("shell", "--no-imports", "--verbosity", "0", "--command", PREPARE)
            (site.folder / "static").symlink_to(empty.folder / "static")
    return site


@pytest.fixture(scope="session")
def library(prepared: Site) -> Iterator[Site]:
    """A running site for tests that only read."""
    prepared.start()
    yield prepared
    prepared.stop()


@pytest.fixture(scope="session")
def spare(prepared: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for tests that change something, one after the other; :func:`own_site` makes it as new for each."""
    site = _copy_of(prepared, tmp_path_factory.mktemp("spare"))
    yield site
    site.stop()


@pytest.fixture
def own_site(prepared: Site, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """A function that starts a site on a copy of the library; settings and environment may differ. Call it once."""
    different: list[Site] = []

    def make(settings: str = prepared.settings, **extra: str) -> Site:
        if settings == prepared.settings and not extra:
            site: Site = request.getfixturevalue("spare")
            _put_in(prepared, site)
        else:
            site = _copy_of(prepared, tmp_path / "site", settings, **extra)
            different.append(site)
        if site.process:
            site.begin_anew()
        else:
            site.start()
        return site

    yield make
    for site in different:
        site.stop()


def _copy_of(prepared: Site, folder: Path, settings: str = "", **extra: str) -> Site:
    folder.mkdir(exist_ok=True)
    site = Site(folder, settings or prepared.settings, prepared.extra | extra)
    (folder / "static").symlink_to(prepared.folder / "static")
    _put_in(prepared, site)
    return site


def _put_in(prepared: Site, site: Site) -> None:
    """Give a site the database and the pictures of the library."""
    copy_database(prepared.folder / "db.sqlite3", site.folder / "db.sqlite3")
    shutil.rmtree(site.folder / "media", ignore_errors=True)
    shutil.copytree(prepared.folder / "media", site.folder / "media")


@pytest.fixture
def open_window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """A function that opens a window on a site. At the end, whatever went wrong in any window fails the test."""
    pages: list[Page] = request.node.stash.setdefault(_windows, [])
    watchers: list[Watcher] = []

    def make(site: Site, host: str = "127.0.0.1", **options: Any) -> Page:
        context = browser.new_context(base_url=f"http://{host}:{site.port}", locale="en-GB", **options)
        context.set_default_timeout(10_000)
        watchers.append(Watcher(context, host))
        pages.append(context.new_page())
        return pages[-1]

    yield make
    for page in pages:
        page.context.close()
    troubles = [trouble for watcher in watchers for trouble in watcher.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def window(open_window: Callable[..., Page], library: Site) -> Page:
    """A plain window on the site for readers."""
    return open_window(library)


@pytest.fixture(scope="module")
def reused(browser: Browser, library: Site) -> Iterator[Callable[..., tuple[Page, Watcher]]]:
    """A function that opens a window for all tests of a module that leave nothing behind: the browser starts a process
    for it, and reads axe, once. Each test takes it through :func:`as_new`."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> tuple[Page, Watcher]:
        contexts.append(browser.new_context(base_url=f"http://127.0.0.1:{library.port}", locale="en-GB", **options))
        contexts[-1].set_default_timeout(10_000)
        watcher = Watcher(contexts[-1], "127.0.0.1")
        return contexts[-1].new_page(), watcher

    yield make
    for context in contexts:
        context.close()


@contextmanager
def as_new(page: Page, watcher: Watcher) -> Iterator[Page]:
    """A window that was used before, as it was opened. Whatever goes wrong in it fails this test, not the next."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
    yield page
    page.evaluate("0")  # whatever it had to say before has been heard now; leaving it would end the process
    troubles, watcher.troubles = watcher.troubles, []
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def sign_in(open_window: Callable[..., Page]) -> Callable[..., Page]:
    """A function that opens a window on a site's admin for one of :data:`PEOPLE`."""

    def make(site: Site, name: str, **options: Any) -> Page:
        page = open_window(site, **options)
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_text(f"Welcome, {PEOPLE[name][1]}").wait_for()
        return page

    return make


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Keep a picture of every open window when a test fails, and say where."""
    outcome = yield
    report = outcome.get_result()
    if report.when != "call" or not report.failed:
        return
    for page in item.stash.get(_windows, []):
        if page.is_closed():
            continue
        try:
            shot = page.screenshot()
        except PlaywrightError as error:  # of a browser that hangs or has gone; the failure itself must be told
            report.sections.append(("screenshot", f"{page.url}\n{error}"))
            continue
        with tempfile.NamedTemporaryFile(prefix="legwise-", suffix=".png", delete=False) as picture:
            picture.write(shot)
        report.sections.append(("screenshot", f"{page.url}\n{picture.name}"))
