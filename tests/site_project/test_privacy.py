"""PRV-2: what a reader sends is found nowhere on the server afterwards.

A real gunicorn is sent a canary in every place a request has, with every kind of answer. Then every
file below its folder, its output and its database are searched.
"""

import json
from collections import Counter

import pytest

from tests.conftest import PRODUCTION, Site

CANARY = "canary7q5x"
WORDS = ("canaryqzx", "kestrelvvw")
"""Searched for together: as single words they may be counted until the night, together they may be nowhere."""
ADDRESS = "203.0.113.77"
OURS = {"Host": "legwise.example", "X_Forwarded_Proto": "https"}
PRIVATE = {
    "Referer": f"https://{CANARY}.example/",
    "User_Agent": CANARY,
    "X_Forwarded_For": ADDRESS,
    "X_Request_ID": CANARY,
    "Cookie": f"sessionid={CANARY}",
}
FIELDS = {"ts", "level", "logger", "event", "request_id", "method", "route", "status", "ms", "bytes"}


@pytest.fixture(scope="module")
def visited(new_site) -> tuple[Site, Counter[int]]:
    """A site after all those requests, stopped, and how often each status was answered."""
    site = new_site("tests.site_project.broken_settings", **PRODUCTION, LEGWISE_TRUSTED_PROXIES="1")
    site.start()
    ours = PRIVATE | OURS
    form = f"username={CANARY}&password={CANARY}".encode()
    feedback = f"page=/{CANARY}/x/&edition=1&answer=no&words={CANARY}".encode()
    answers = [
        site.get(f"/healthz?q={CANARY}", **ours),
        site.get(f"/search/?q={CANARY}", **ours),
        site.get(f"/search/?q={'+'.join(WORDS)}", **ours),
        site.get(f"/search/suggest?q={CANARY}", **ours),
        site.get(f"/guide/?where={CANARY}&{CANARY}=1", **ours),
        site.get(f"/{CANARY}/?q={CANARY}", **ours),
        site.get(f"/conditions/{CANARY}/", **ours),
        site.get(f"/admin?q={CANARY}", **ours),
        site.get(f"/healthz?q={CANARY}", **ours | {"Host": f"{CANARY}.example"}),
        site.get(f"/{CANARY}/", **ours | {"X_Forwarded_Proto": "http"}),
        site.get(f"/broken/{CANARY}/?q={CANARY}", **ours),
        site.get(f"/admin/login/?next=/{CANARY}/", data=form, **ours),
        site.get("/feedback/", data=feedback, **ours),
        site.get("/feedback/", data=feedback, **ours | {"Referer": f"https://legwise.example/{CANARY}/"}),
        site.get(f"/static/{CANARY}.css", **ours),
        site.get(f"/media/pictures/{CANARY}", **ours),
        *_wrong_passwords(site, ours),
    ]
    site.stop()
    return site, Counter(answer.status for answer in answers)


def _wrong_passwords(site: Site, headers: dict[str, str]):
    """Fail to log in until the door stays shut."""
    page = site.get("/admin/login/", **headers)
    token = page.headers["Set-Cookie"].split(";")[0]
    form = f"csrfmiddlewaretoken={token.split('=')[1]}&username={CANARY}&password={CANARY}".encode()
    sent = headers | {"Cookie": token, "Referer": "https://legwise.example/admin/login/"}
    return [site.get(f"/admin/login/?next=/{CANARY}/", data=form, **sent) for _ in range(6)]


def test_every_kind_of_answer_was_given(visited):
    _, statuses = visited
    assert {200, 301, 400, 403, 404, 429, 500} <= set(statuses)


def test_nothing_private_is_kept(visited):
    site, _ = visited
    dump = site.folder.with_suffix(".tar")
    site.manage("backup", str(dump))
    places = [path for path in site.folder.rglob("*") if path.is_file()] + [dump]
    assert site.log in places
    for path in places:
        data = path.read_bytes()
        for word in (CANARY, ADDRESS):
            assert word.encode() not in data, f"{word} stands in {path}"


def test_nothing_private_is_in_the_database(visited):
    site, _ = visited
    words = site.manage("dumpdata", "--exclude", "contenttypes", "--exclude", "auth.permission").stdout
    assert CANARY not in words
    assert ADDRESS not in words
    assert json.loads(site.manage("dumpdata", "axes").stdout) == []


def test_of_a_search_nothing_is_kept_but_bare_words_and_these_go_in_the_night(visited):
    site, _ = visited
    kept = json.loads(site.manage("dumpdata").stdout)
    rows = [row for row in kept if any(word in json.dumps(row) for word in WORDS)]
    assert {row["model"] for row in rows} == {"symptoms.missedword"}
    assert {row["fields"].pop("word") for row in rows} == set(WORDS)
    for row in rows:
        hours = row["fields"].pop("hours")
        assert hours.bit_count() == 1, "more than the hour"
        assert row["fields"] == {"day": row["fields"]["day"], "count": 1}
    for path in site.folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for between in (" ", "+", "%20"):
            assert between.join(WORDS).encode() not in data, path
    done, _, left = site.manage("shell", "--no-imports", "--command", A_NIGHT_PASSES).stdout.partition("\n")
    assert done == "Words deleted: 2."
    assert len(json.loads(left)) == len(kept) - 2
    assert not any(word in left for word in WORDS)


A_NIGHT_PASSES = """
import datetime as dt
from django.core.management import call_command
from symptoms.models import MissedWord
for row in MissedWord.objects.all():
    row.day -= dt.timedelta(days=1)
    row.save()
call_command("forget_rare_words")
call_command("dumpdata")
"""


def test_log_lines_are_json_with_route_names(visited):
    site, _ = visited
    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    requests = [line for line in lines if line["logger"] == "legwise.access"]
    assert all(set(line) - {"kept"} == FIELDS for line in requests)
    assert {"healthz", "search", "search-suggest", "guide", "broken", "admin:login", "static", "none"} <= {
        line["route"] for line in requests
    }


def test_failure_is_logged_with_its_place_and_the_id_of_the_request(visited):
    site, _ = visited
    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    failed = next(line for line in lines if line.get("route") == "broken")
    report = next(line for line in lines if "exception" in line and line["request_id"] == failed["request_id"])
    assert report["exception"][0] == "builtins.RuntimeError"
    assert any("broken_urls.py" in place for place in report["exception"])
