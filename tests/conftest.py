"""Shared by all tests: a real browser, and a real server with a folder and database of its own."""

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "kW3-not-a-secret-but-long-enough-for-the-tests-9aZx7Qp2LmN8vB4cR6tY"

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


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A fresh browser window whose relative addresses are those of the live server."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


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
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """A function that makes an installation with an empty library, on the database this run is about."""
    made: list[Site] = []

    def make(settings: str, **extra: str) -> Site:
        site = Site(tmp_path_factory.mktemp("site"), settings, extra | _database_of_its_own(len(made)))
        made.append(site)
        site.manage("migrate", "--verbosity", "0")
        return site

    yield make
    for site in made:
        site.stop()
    for number in range(len(made)):
        _drop_database(number)


def _database_of_its_own(number: int) -> dict[str, str]:
    """An empty PostgreSQL database when the run is about PostgreSQL; else SQLite in the site's folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return {}
    name = f"legwise_site_{os.getpid()}_{number}"
    _on_server(f"CREATE DATABASE {name}")
    return {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}


def _drop_database(number: int) -> None:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        _on_server(f"DROP DATABASE IF EXISTS legwise_site_{os.getpid()}_{number} WITH (FORCE)")


def _on_server(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


@pytest.fixture(scope="session")
def demo_site(new_site: Callable[..., Site]) -> Site:
    """A running demonstration site."""
    site = new_site("site_project.settings.demo")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    site.start()
    return site


PRODUCTION = {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": "legwise.example"}


@pytest.fixture(scope="session")
def production_site(new_site: Callable[..., Site]) -> Site:
    """A running production site that trusts one proxy."""
    site = new_site("site_project.settings.production", **PRODUCTION, LEGWISE_TRUSTED_PROXIES="1")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    site.start()
    return site


@pytest.fixture(autouse=True)
def _starting_state(request: pytest.FixtureRequest) -> None:
    """Every test with a database begins with the rows of a fresh installation and nothing remembered.

    A test with a live server empties all tables at its end, also of what migrations put there; what is kept by
    generation must not be found by the next test; and one reader's searches are counted.
    """
    with_database = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not with_database and not request.node.get_closest_marker("django_db"):
        return
    from django.apps import apps

    from articles.bootstrap import (
        COMPARISON_WRITERS,
        FEEDBACK_READERS,
        MISSED_WORD_READERS,
        VIGNETTE_WRITERS,
        make_groups,
        make_single_rows,
    )
    from site_project import throttle

    request.getfixturevalue("db")
    library = apps.get_model("articles", "Library").objects
    if not library.exists():
        make_single_rows(apps)
        make_groups(apps)
        make_groups(apps, FEEDBACK_READERS)
        make_groups(apps, COMPARISON_WRITERS)
        make_groups(apps, MISSED_WORD_READERS)
        make_groups(apps, VIGNETTE_WRITERS)
    library.update(generation=next(_GENERATIONS))
    throttle.counters._counts.clear()


_GENERATIONS = itertools.count(1000, 1000)
