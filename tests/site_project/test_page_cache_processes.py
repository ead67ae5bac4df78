"""The page cache under gunicorn with two workers: what one process publishes, readers of the others see."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Site

HOST = {"Host": "legwise.example", "X_Forwarded_Proto": "https"}
LOOKS = 24
"""Requests on new connections that very probably meet both workers."""
WITHIN = 1.0
"""Seconds within which a publish shows where the generation lives in PostgreSQL."""

RENAME = """
from articles.models import SiteIdentity
from articles.shared import save_shared
identity = SiteIdentity.load()
identity.name = {name!r}
save_shared(identity, by=None)
"""


@pytest.fixture(scope="module")
def rename(demo_site: Site) -> Iterator[Callable[[str], None]]:
    """Changes the site's name, which stands on every page, from a process of its own."""

    def change(name: str) -> None:
        demo_site.manage("shell", "--no-imports", "-c", RENAME.format(name=name))

    yield change
    change("Legwise")


def lines_of(site: Site, route: str) -> list[dict]:
    """What the log says about one route."""
    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    return [line for line in lines if line.get("route") == route]


def times_warmed(site: Site) -> int:
    """How often its workers have made pages again."""
    return site.log.read_text().count('"event": "warmed"')


def test_every_worker_shows_a_change_on_the_next_request(demo_site, rename):
    for name in ("Legs of Leeds", "Legs of Lyon"):
        before = [demo_site.get("/a-z/", Accept_Encoding="gzip").headers["ETag"] for _ in range(LOOKS)]
        assert len(set(before)) == 1  # all workers give the same bytes the same tag
        rename(name)
        if "DATABASE_URL" in demo_site.extra:
            time.sleep(WITHIN)
        for _ in range(LOOKS):
            answer = demo_site.get("/a-z/", If_None_Match=before[0])
            assert answer.status == 200
            assert name.encode() in answer.body
    assert any(line.get("kept") for line in lines_of(demo_site, "a-to-z"))


def test_after_a_change_pages_are_made_again_before_anybody_asks(demo_site, rename):
    tags = {demo_site.get("/glossary/").headers["ETag"] for _ in range(LOOKS)}
    warmed = times_warmed(demo_site)
    rename("Legs of Lille")
    end = time.monotonic() + 20
    while time.monotonic() < end and times_warmed(demo_site) < warmed + 2:
        time.sleep(0.1)
    before = Counter(bool(line.get("kept")) for line in lines_of(demo_site, "glossary-index"))
    tags.add(demo_site.get("/glossary/").headers["ETag"])
    after = Counter(bool(line.get("kept")) for line in lines_of(demo_site, "glossary-index"))
    assert len(tags) == 2
    assert after - before == Counter({True: 1})


def test_production_answers_from_memory_for_its_host_over_https_only(production_site):
    first = production_site.get("/urgent/", **HOST)
    seen = [production_site.get("/urgent/?utm_source=x", **HOST) for _ in range(LOOKS)]
    ignored = {"X-Request-ID", "Date"}

    def fixed(answer):
        return {name: value for name, value in answer.headers.items() if name not in ignored}

    assert all(answer.body == first.body and fixed(answer) == fixed(first) for answer in seen)
    assert first.headers["Strict-Transport-Security"]
    assert first.headers["Set-Cookie"] is None
    assert first.headers["Vary"] == "Accept-Encoding"
    assert len({answer.headers["X-Request-ID"] for answer in seen}) == LOOKS
    given = "0123456789abcdef0123456789abcdef"
    assert production_site.get("/urgent/", **HOST, X_Request_ID=given).headers["X-Request-ID"] == given
    assert production_site.get("/urgent/", Host="legwise.example").status == 301
    for host in ("evil.example", "legwise.example.evil.example", "evil.example:443"):
        assert production_site.get("/urgent/", **HOST | {"Host": host}).status == 400
    assert production_site.get("/urgent/", **HOST).body == first.body
    signed_in = production_site.get("/urgent/", **HOST, Cookie="__Host-session=abc")
    assert signed_in.headers["Cache-Control"] == "private, no-cache"
