"""One reader cannot use up search, and nothing else is limited."""

import pytest
import time_machine

from site_project import throttle
from site_project.proxies import client_address
from site_project.settings import base

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch, settings):
    """Counters of this test's own, three searches a minute."""
    monkeypatch.setattr(throttle, "counters", throttle.Counters())
    settings.LEGWISE_THROTTLED_ROUTES = {"search": 3}


def test_the_fourth_search_of_a_minute_waits(client):
    with time_machine.travel("2026-11-21T10:00:15Z", tick=False) as clock:
        assert [client.get("/search/").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert client.get("/search/")["Retry-After"] == "45"
        clock.shift(45)
        assert client.get("/search/").status_code == 200


def test_readers_at_other_addresses_and_other_pages_are_free(client):
    with time_machine.travel("2026-11-21T10:00:15Z", tick=False):
        for _ in range(5):
            client.get("/search/")
        assert client.get("/search/").status_code == 429
        assert client.get("/search/", REMOTE_ADDR="198.51.100.7").status_code == 200
        assert client.get("/").status_code == 200


def test_search_is_limited_to_sixty_suggestions_to_120_and_feedback_to_five_by_default():
    assert base.LEGWISE_THROTTLED_ROUTES == {"search": 60, "search-suggest": 120, "api-search": 60, "feedback": 5}


def test_no_address_is_kept_and_the_salt_changes_each_day():
    counters = throttle.Counters()
    with time_machine.travel("2026-11-21T23:59:59Z", tick=False) as clock:
        counters.count("search", "198.51.100.7")
        today = set(counters._counts)
        assert b"198.51.100.7" not in b"".join(today)
        clock.shift(1)
        counters.count("search", "198.51.100.7")
        assert today.isdisjoint(counters._counts)
        assert len(counters._counts) == 1


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(throttle, "_MOST_COUNTERS", 100)
    counters = throttle.Counters()
    for number in range(1000):
        counters.count("search", str(number))
    assert len(counters._counts) <= 100


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "10.9.8.7, 198.51.100.7", "198.51.100.7"),
        (2, "10.9.8.7, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_what_the_client_wrote_into_forwarded_for_is_not_believed(rf, settings, proxies, header, expected):
    settings.LEGWISE_TRUSTED_PROXIES = proxies
    request = rf.get("/", headers={"X-Forwarded-For": header} if header else {})
    assert client_address(request) == expected
