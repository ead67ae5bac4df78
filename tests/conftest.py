"""Shared by all tests: a real browser, and a real server with a folder and database of its own."""

import fcntl
import itertools
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "kW3-not-a-secret-but-long-enough-for-the-tests-9aZx7Qp2LmN8vB4cR6tY"

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
# The process that starts the others names what they share.
TEMPLATE = f"legwise_{os.environ.setdefault('LEGWISE_TEST_RUN', uuid.uuid4().hex[:8])}"
"""The PostgreSQL database that others are copied from."""

# Playwright runs an event loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's own Chromium."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    if not path:
        pytest.fail("Chromium is missing. Type: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_request: Any) -> None:
        """Leave redirects to the test."""


@dataclass
class Site:
    """One installation: a folder, the environment that belongs to it, and perhaps a running server."""

    folder: Path
    settings: str
    extra: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see, and nothing else."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        own = {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "LEGWISE_VAR": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "WORKERS": "1",  # more only where a test is about several: each reads and makes everything anew
        }
        return kept | own | self.extra

    @property
    def log(self) -> Path:
        """Everything its server said."""
        return self.folder / "server.log"

    def manage(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one command."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self) -> None:
        """Start gunicorn as in production and wait until it answers."""
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        environment = self.environment | {"PORT": str(self.port)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        wait_for(lambda: self.get("/healthz").status, self.log)

    def static(self, name: str) -> str:
        """Where it serves a collected style sheet, script or picture: its name has the hash of its bytes."""
        manifest = json.loads((self.folder / "static" / "staticfiles.json").read_text())
        return f"/static/{manifest['paths'][name]}"

    def begin_anew(self) -> None:
        """Exchange the workers of a running server for new ones, which know nothing of what was before."""
        assert self.process
        old = self._workers()
        self.process.send_signal(signal.SIGHUP)
        wait_for(lambda: len(new := self._workers()) == len(old) and not new & old, self.log)

    def _workers(self) -> set[str]:
        assert self.process
        return set(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split())

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        if self.process:
            self.process.terminate()
            self.process.wait(40)
            self.process = None

    def get(self, path: str, *, data: bytes | None = None, **headers: str) -> Answer:
        """Ask the server; header names are given with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(f"http://127.0.0.1:{self.port}{path}", data=data, headers=named)


def ask(url: str, *, data: bytes | None = None, headers: dict[str, str], context: Any = None) -> Answer:
    """Send one request and return the answer, whatever its status; redirects are not followed."""
    handlers: list[Any] = [_NoRedirect, urllib.request.ProxyHandler({})]
    if context:
        handlers.append(urllib.request.HTTPSHandler(context=context))
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=20) as reply:
            return Answer(reply.status, reply.headers, reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Any, log: Path) -> None:
    """Wait until the condition holds; fail with the log when it does not within 30 seconds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail("The server did not start:\n" + log.read_text()[-4000:])


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def first_of_the_run(folder: Path) -> Iterator[bool]:
    """Whether this process is the one to fill ``folder``, which it makes; the other waits until it is filled."""
    folder.mkdir(exist_ok=True)
    done = folder / "filled"
    with (folder / "filling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def empty(run_folder: Path) -> Site:
    """An installation with an empty library and its static files, made once a run; all others are copies of it."""
    site = Site(run_folder / "empty", "site_project.settings.demo")
    if ON_POSTGRESQL:
        site.extra = {"DATABASE_URL": address(TEMPLATE)}
    with first_of_the_run(site.folder) as first:
        if first:
            if ON_POSTGRESQL:
                on_server(f"CREATE DATABASE {TEMPLATE}")
            site.manage("migrate", "--verbosity", "0")
            static = Path(os.environ.get("LEGWISE_TEST_STATIC", run_folder / "static"))
            static.mkdir(exist_ok=True)
            (site.folder / "static").symlink_to(static)
            if not any(static.iterdir()):
                site.manage("collectstatic", "--no-input", "--verbosity", "0")
    return site


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite database, either end of which may be open: its own copy is whole at any moment, a copied file may
    not be."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


_put_back = pytest.StashKey[Callable[[], None]]()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, empty: Site, django_test_environment: None) -> Iterator[None]:
    """The database of the tests in this process: a copy too, at the place the settings for tests name."""
    from django.db import connection

    name = connection.settings_dict["NAME"]

    def drop() -> None:
        connection.close()
        if ON_POSTGRESQL:
            connection.close_pool()
            on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def put_back() -> None:
        drop()
        if ON_POSTGRESQL:
            on_server(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        else:
            copy_database(empty.folder / "db.sqlite3", Path(name))

    put_back()
    request.config.stash[_put_back] = put_back
    yield
    drop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with transactions of its own empties all tables at its end; the next finds the database as it was."""
    yield
    marker = item.get_closest_marker("django_db")
    if nextitem and marker and marker.kwargs.get("transaction"):
        item.config.stash[_put_back]()


@pytest.fixture(scope="module")
def shared_rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What fixtures that ask for this write into the database is there for all tests of their module, and taken back
    at its end. Each test still takes back its own."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def new_site(empty: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """A function that makes an installation with an empty library, on the database this run is about."""
    made: list[Site] = []

    def make(settings: str, **extra: str) -> Site:
        site = Site(tmp_path_factory.mktemp("site"), settings, extra)
        made.append(site)
        if ON_POSTGRESQL:
            name = f"{TEMPLATE}_{os.getpid()}_{len(made)}"
            on_server(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
            site.extra["DATABASE_URL"] = address(name)
        else:
            copy_database(empty.folder / "db.sqlite3", site.folder / "db.sqlite3")
        (site.folder / "static").symlink_to(empty.folder / "static")
        return site

    yield make
    for site in made:
        site.stop()


# -- PostgreSQL --


def address(database: str) -> str:
    """The address of a database on the server this run is about."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


def on_server(statement: str) -> list[tuple[Any, ...]]:
    """Run a statement on the server itself, in none of the databases made here. Returns its rows."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        done = server.execute(statement)
        return done.fetchall() if done.description else []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last process drops the databases all have made."""
    if ON_POSTGRESQL and "PYTEST_XDIST_WORKER" not in os.environ:
        for (name,) in on_server(f"SELECT datname FROM pg_database WHERE datname LIKE '{TEMPLATE}%'"):
            on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def demo_site(new_site: Callable[..., Site]) -> Site:
    """A running demonstration site of two processes: what one does, the other must show."""
    site = new_site("site_project.settings.demo", WORKERS="2")
    site.start()
    return site


PRODUCTION = {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": "legwise.example"}


@pytest.fixture(scope="session")
def production_site(new_site: Callable[..., Site]) -> Site:
    """A running production site of two processes that trusts one proxy."""
    site = new_site("site_project.settings.production", **PRODUCTION, LEGWISE_TRUSTED_PROXIES="1", WORKERS="2")
    site.start()
    return site


@pytest.fixture(autouse=True)
def _starting_state(request: pytest.FixtureRequest) -> None:
    """Every test with a database begins with nothing remembered: what is kept by generation must not be found by the
    next test, and one reader's searches are counted."""
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        return
    from django.apps import apps

    from articles import linked
    from site_project import throttle

    request.getfixturevalue("db")
    apps.get_model("articles", "Library").objects.update(generation=next(_GENERATIONS))
    linked.links.clear()  # a row number that was rolled back is given again
    throttle.counters._counts.clear()


_GENERATIONS = itertools.count(1000, 1000)


SLOW_FIRST = ("content", "journeys", "site_project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folders whose tests take long come first, so that no process is left with one of them at the end."""
    places = [ROOT / "tests" / name for name in SLOW_FIRST]
    items.sort(key=lambda item: next((n for n, place in enumerate(places) if place in item.path.parents), len(places)))
