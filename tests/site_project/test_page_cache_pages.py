"""The page cache in front of the real Django: what readers, staff and search engines are given."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from articles import finished, paging, publishing
from articles.live import Served
from articles.models import Library, SiteIdentity
from articles.shared import save_shared
from site_project.page_cache import routes
from site_project.page_cache.generation import Generation, of_database
from site_project.page_cache.layer import PageCache, Site
from site_project.page_cache.shelf import Key
from tests import factories as make
from tests.site_project.wsgi import ask

pytestmark = pytest.mark.django_db

NEVER_KEPT = {
    "about-index": "only leads on",
    "admin": "staff",
    "admin_password_reset": "staff",
    "api-search": "what was typed",
    "feedback": "what was typed",
    "feedback-thanks": "follows what was typed",
    "guide-how-we-check": "shows the last check, which is written after its publish",
    "healthz": "must be true now",
    "password_reset_complete": "staff",
    "password_reset_confirm": "staff",
    "password_reset_done": "staff",
    "picture": "a file",
    "readyz": "must be true now",
    "scans": "only leads on",
    "search": "what was typed",
    "search-suggest": "what was typed",
    "security-txt": "changes each day",
    "styleguide": "for those who work on the site",
}
"""Routes with the reason why their answers are always Django's."""
PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


@pytest.fixture
def cache(settings, one_connection) -> PageCache:
    settings.ALLOWED_HOSTS = ["localhost"]
    # Read as Django reads, because what a test writes is seen by its own connection only.
    generation = Generation(Library.current_generation, each_time=True)
    site = Site.from_settings()
    return PageCache(WSGIHandler(), generation=generation, site=site, most_bytes=10**7, warms=False)


def is_kept(cache: PageCache, path: str, **environ: str) -> bool:
    """Whether a second reader's answer comes out of memory."""
    ask(cache, path, **environ)
    before = cache.shelf.bytes
    cache._application, django = _refuse, cache._application
    try:
        return ask(cache, path, **environ).status in {200, 304} and before > 0
    except ConnectionError:
        return False
    finally:
        cache._application = django


def _refuse(*_request):
    raise ConnectionError


def test_pages_of_a_long_list_are_kept_apart_and_a_number_means_nothing_elsewhere(cache, monkeypatch):
    monkeypatch.setattr(paging, "MOST_ROWS", 1)
    make.live_page("article", title="Newer")
    page = make.live_page("article", title="Older")
    first, second = (ask(cache, "/articles/", query=query) for query in ("utm_source=x", "utm_source=x&page=2"))
    assert first.body != second.body
    assert ask(cache, "/articles/").body == first.body
    assert ask(cache, "/articles/", query="page=2&fbclid=1").body == second.body
    assert ask(cache, "/articles/", query="page=3").status == 404
    ask(cache, make.path_of(page), query="page=2")
    ask(cache, "/articles/", query="page=x")
    assert {(key.path, key.query) for key in cache.shelf._pages} == {
        ("/articles/", ""),
        ("/articles/", "page=2"),
        (make.path_of(page), ""),
    }


def route_names() -> set[str]:
    """Every route by its name; of the admin and the style guide one for all."""
    names = set()
    for pattern in get_resolver().url_patterns:
        prefix = str(pattern.pattern)
        if prefix.startswith(("admin/", "styleguide/")) and not getattr(pattern, "name", None):
            names.add(prefix.split("/", maxsplit=1)[0])
        else:
            parts = [pattern] if isinstance(pattern, URLPattern) else pattern.url_patterns
            names.update(part.name for part in parts)
    return names


def test_for_every_route_it_is_decided_whether_its_answers_are_kept():
    assert route_names() == routes.KEPT | set(NEVER_KEPT)
    assert not routes.KEPT & set(NEVER_KEPT)


def test_every_kind_of_reader_page_is_kept_with_its_headers_and_for_no_query_at_all(cache, django_assert_num_queries):
    make.vocabulary()
    topic = make.topic()
    page = make.live_page("condition", slug="cramp", topics=[topic.key], parts={"features": {"where": ["calf"]}})
    make.live_page("glossary_term", slug="artery")
    path = make.path_of(page)
    paths = [
        "/", "/a-z/", "/articles/", "/conditions/", "/glossary/", "/urgent/", "/emergency-numbers/", "/where/calf/",
        f"/topics/{topic.key}/", "/about/privacy/", "/guide/", "/guide/visit-sheet/", "/guide/diary/", "/compare/",
        path, f"{path}leaflet/", f"{path}leaflet/large/", f"{path}leaflet/footer.css", "/feed.xml", "/sitemap.xml",
        "/robots.txt",
    ]  # fmt: skip
    plainly = WSGIHandler()
    for one in paths:
        first = ask(cache, one)
        assert first.status == 200, one
        direct = ask(plainly, one)
        assert first.body == direct.body, one
        with django_assert_num_queries(1):  # the generation
            second = ask(cache, one)
        of_request = {"X-Request-ID", "ETag"}
        expected = {name: value for name, value in direct.headers.items() if name not in of_request}
        assert {name: value for name, value in second.headers.items() if name not in of_request} == {
            **expected,
            "Vary": "Accept-Encoding",
            "Content-Length": str(len(direct.body)),
        }, one
        control = "public, max-age=3600" if one == "/robots.txt" else routes.cache_control(routes.route_of(one))
        assert {*second.headers["Cache-Control"].split(", ")} == {*control.split(", ")}
        tag = second.headers["ETag"]
        assert ask(cache, one, HTTP_IF_NONE_MATCH=tag).status == 304
        if routes.route_of(one) not in routes.ASKED_WITH_PARAMETERS:
            assert ask(cache, one, "HEAD", query="utm_source=x").headers["ETag"] == tag, one


def test_a_publish_a_withdrawal_and_a_new_name_show_on_the_next_request(cache):
    page = make.live_page("condition", slug="cramp", title="Old title")
    assert b"Old title" in ask(cache, "/conditions/cramp/").body
    assert b"Old title" in ask(cache, "/conditions/").body
    make.edit(page, title="New title")
    assert b"Old title" in ask(cache, "/conditions/cramp/").body
    make.republish(page)
    assert b"New title" in ask(cache, "/conditions/cramp/").body
    assert b"New title" in ask(cache, "/conditions/").body
    make.edit(page, slug="leg-cramp")
    make.republish(page)
    moved = ask(cache, "/conditions/cramp/")
    assert (moved.status, moved.headers["Location"]) == (301, "/conditions/leg-cramp/")
    assert ask(cache, "/conditions/leg-cramp/").status == 200
    publishing.withdraw(page=page, by=make.publisher(), reason="It was wrong.")
    gone = ask(cache, "/conditions/leg-cramp/", **PACKED)
    assert gone.status == 410
    assert gone.headers["Content-Encoding"] == "gzip"
    assert b"New title" not in ask(cache, "/conditions/").body
    assert not is_kept(cache, "/conditions/leg-cramp/")
    assert not is_kept(cache, "/conditions/cramp/")


def test_shared_records_show_on_the_next_request(cache):
    ask(cache, "/")
    identity = SiteIdentity.load()
    identity.name = "Legs of Leeds"
    save_shared(identity, by=None)
    assert b"Legs of Leeds" in ask(cache, "/").body


def test_drafts_and_previews_are_never_kept(cache):
    draft = make.draft_page("condition", slug="draft")
    assert ask(cache, "/conditions/draft/").status == 404
    assert not is_kept(cache, "/conditions/draft/")
    staff = Client()
    staff.force_login(make.author())
    cookie = f"sessionid={staff.cookies['sessionid'].value}"
    preview = f"/admin/articles/page/{draft.pk}/preview/"
    for path in (preview, "/admin/"):
        assert not is_kept(cache, path, HTTP_COOKIE=cookie)
    assert cache.shelf.bytes == 0


def test_staff_who_are_signed_in_are_never_kept_and_told_to_ask_each_time(cache):
    staff = Client()
    staff.force_login(make.author())
    cookie = {"HTTP_COOKIE": f"sessionid={staff.cookies['sessionid'].value}"}
    answer = ask(cache, "/", **cookie)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert cache.shelf.bytes == 0
    assert not is_kept(cache, "/", **cookie)
    assert is_kept(cache, "/")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/search/", "q=calf"),
        ("/search/", ""),
        ("/api/v1/search", "q=calf"),
        ("/guide/", "where=calf"),
        ("/compare/", "with=conditions/a"),
        ("/feedback/thanks/", ""),
        ("/healthz", ""),
        ("/no-such-page/", ""),
        ("/.well-known/security.txt", ""),
    ],
)
def test_what_was_typed_or_ticked_is_never_kept(cache, path, query):
    ask(cache, path, query=query)
    assert cache.shelf.bytes == 0


def test_a_host_that_is_not_ours_is_refused_and_leaves_nothing(cache):
    make.live_page("condition", slug="cramp")
    assert ask(cache, "/conditions/cramp/", HTTP_HOST="evil.example").status == 400
    assert cache.shelf.bytes == 0
    assert b"evil" not in ask(cache, "/conditions/cramp/").body


def test_a_page_is_made_again_when_its_review_falls_due(cache):
    with time_machine.travel(dt.datetime(2026, 3, 15, 12, tzinfo=dt.UTC), tick=False) as clock:
        page = make.live_page("condition", slug="cramp")
        path = make.path_of(page)
        months = SiteIdentity.load().review_months
        due = dt.date(2026 + months // 12, 3 + months % 12, 15)
        last_second = timezone.make_aware(dt.datetime.combine(due, dt.time(23, 59, 59)))
        fresh = ask(cache, path).body
        clock.move_to(last_second)
        assert is_kept(cache, path)
        assert ask(cache, path).body == fresh
        clock.move_to(last_second + dt.timedelta(seconds=1))
        assert ask(cache, path).body != fresh
        assert ask(cache, f"{path}leaflet/").status == 200
        assert is_kept(cache, path)  # overdue already: nothing on it changes any more by itself


def test_a_page_made_while_somebody_publishes_is_not_kept(cache, monkeypatch):
    page = make.live_page("condition", slug="cramp", title="Old title")
    make.edit(page, title="New title")
    real = Served.path.fget
    published = []

    def publish_once(served: Served) -> str:
        if not published:
            published.append(1)
            make.republish(page)
        return real(served)

    monkeypatch.setattr(Served, "path", property(publish_once))
    assert b"Old title" in ask(cache, "/conditions/cramp/").body
    monkeypatch.undo()
    assert b"New title" in ask(cache, "/conditions/cramp/").body


@pytest.mark.django_db(transaction=True)
def test_the_generation_of_either_database_is_read_beside_django():
    generation = of_database()
    number = Library.current_generation()
    assert generation.now() == number
    make.live_page("condition", slug="cramp")
    assert generation.ask() == Library.current_generation() > number
    assert generation.now() == Library.current_generation()


# -- after a publish --


@pytest.mark.parametrize("warmed", [True, False], ids=["warmed", "asked for"])
def test_only_pages_that_are_made_of_other_things_now_are_made_anew(cache, monkeypatch, capsys, warmed: bool):
    target = make.live_page("test", title="Scan")
    linking, other = make.live_page(links={"tests": [target]}), make.live_page()
    keys = {page: Key("http", "localhost:8000", make.path_of(page)) for page in (linking, other)}
    first = {page: ask(cache, key.path, **PACKED) for page, key in keys.items()}
    make.edit(target, title="Ultrasound scan")
    make.republish(target)
    made, really_make = [], finished._make
    monkeypatch.setattr(finished, "_make", lambda *args: made.append(args[-1]) or really_make(*args))
    for key in keys.values() if warmed else ():
        cache.warm(key)
    capsys.readouterr()
    for page, key in keys.items():
        again = ask(cache, key.path, **PACKED)
        assert (again.status, again.headers.keys()) == (200, first[page].headers.keys())
        assert (again.body == first[page].body) == (page is other)
        assert cache.shelf.peek(key).is_true(Library.current_generation(), time.time())
    assert "Ultrasound scan" in ask(cache, keys[linking].path).body.decode()
    assert made == [keys[linking].path]
    assert '"status": 304' not in capsys.readouterr().out
    assert not finished.pages._kept.keys() & {cache.shelf.peek(key).made_of for key in keys.values()}


def test_a_page_that_stays_the_same_still_ends_when_its_review_is_due(cache):
    with time_machine.travel(dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC), tick=False) as clock:
        page = make.live_page()
        key = Key("http", "localhost:8000", make.path_of(page))
        ask(cache, key.path)
        ends = cache.shelf.peek(key).ends
        make.live_page()
        cache.warm(key)
        assert cache.shelf.peek(key).ends == ends < float("inf")
        clock.move_to(dt.datetime(2028, 4, 1, 12, tzinfo=dt.UTC))
        cache.warm(key)
        assert "The review of this page is overdue" in ask(cache, key.path).body.decode()


def test_a_withdrawn_page_is_forgotten_while_warming(cache):
    page = make.live_page()
    key = Key("http", "localhost:8000", make.path_of(page))
    ask(cache, key.path)
    publishing.withdraw(page=page, by=make.publisher(), reason="It was wrong.")
    cache.warm(key)
    assert cache.shelf.peek(key) is None
    assert ask(cache, key.path).status == 410
