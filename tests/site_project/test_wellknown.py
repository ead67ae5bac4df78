"""robots.txt and security.txt."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest

from articles.models import SiteIdentity

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def _robots(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(answer.text.splitlines())
    return parser


def test_robots_may_read_pages_but_not_the_admin_or_search(client):
    robots = _robots(client)
    assert robots.can_fetch("any", "/conditions/peripheral-artery-disease/")
    assert not robots.can_fetch("any", "/admin/")
    assert not robots.can_fetch("any", "/search/?q=cramp")
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]


def test_a_site_on_trial_keeps_all_robots_out(client, settings):
    settings.LEGWISE_HIDE_FROM_SEARCH_ENGINES = True
    assert not _robots(client).can_fetch("any", "/")


def _security(client) -> dict[str, str]:
    """The fields of security.txt, each of which may stand once."""
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert len({name for name, _ in fields}) == len(fields)
    return dict(fields)


def test_security_contact_lapses_within_a_year_and_not_within_a_month(client):
    fields = _security(client)
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    now = datetime.now(UTC)
    assert now + timedelta(days=30) < expires < now + timedelta(days=365)
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"


def test_security_contact_is_the_setting_else_the_site_else_the_page_for_mistakes(client, settings):
    identity = SiteIdentity.load()
    identity.contact_email = ""
    identity.save()
    assert _security(client)["Contact"] == "http://testserver/about/report-a-mistake/"
    identity.contact_email = "hello@clinic.example"
    identity.save()
    assert _security(client)["Contact"] == "mailto:hello@clinic.example"
    settings.LEGWISE_SECURITY_CONTACT = "https://clinic.example/security"
    assert _security(client)["Contact"] == "https://clinic.example/security"
