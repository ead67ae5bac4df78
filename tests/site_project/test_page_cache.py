"""The page cache by itself: which requests it answers, in which form, and what it keeps. A small application stands in
for Django, which :mod:`.test_page_cache_pages` puts in its place."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIRequest

from site_project.page_cache import in_front_of
from site_project.page_cache.codings import best
from site_project.page_cache.layer import PageCache, Site
from site_project.page_cache.making import request_for
from site_project.page_cache.shelf import Key
from tests.site_project.page_cache import PACKED, PATH, SITE, new_cache
from tests.site_project.wsgi import HTML, ask

pytestmark = pytest.mark.once


def test_without_memory_there_is_no_cache(settings, pages):
    settings.LEGWISE_PAGE_CACHE_MB = 0
    assert in_front_of(pages) is pages
    settings.LEGWISE_PAGE_CACHE_MB = 1
    assert isinstance(in_front_of(pages), PageCache)


# -- what a reader is sent --


def test_second_reader_gets_the_same_bytes_and_django_is_not_asked(cache, pages):
    first, second = ask(cache, PATH), ask(cache, PATH)
    assert len(pages.asked) == 1
    assert first.body == second.body == pages.body
    assert {**first.headers, "X-Request-ID": ""} == {**second.headers, "X-Request-ID": ""}
    assert first.headers["X-Request-ID"] == "d" * 32
    assert second.headers["X-Request-ID"] != first.headers["X-Request-ID"]
    assert len(second.headers["X-Request-ID"]) == 32
    assert second.headers["Vary"] == "Accept-Encoding"
    assert second.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(("accepts", "coding"), [("", ""), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br")])
def test_every_coding_is_packed_once_and_head_says_its_length(cache, pages, accepts, coding):
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[coding]
    full = ask(cache, PATH, HTTP_ACCEPT_ENCODING=accepts)
    head = ask(cache, PATH, "HEAD", HTTP_ACCEPT_ENCODING=accepts)
    assert full.headers.get("Content-Encoding", "") == coding
    assert unpack(full.body) == pages.body
    assert int(full.headers["Content-Length"]) == len(full.body)
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "X-Request-ID": ""} == {**full.headers, "X-Request-ID": ""}
    page = cache.shelf.peek(Key("http", "localhost:8000", PATH))
    assert page.form(coding or "identity").body is page.form(coding or "identity").body
    assert len(pages.asked) == 1


def test_a_head_that_comes_first_makes_the_whole_page(cache, pages):
    assert ask(cache, PATH, "HEAD").body == b""
    assert ask(cache, PATH).body == pages.body
    assert [environ["REQUEST_METHOD"] for environ in pages.asked] == ["GET"]


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br, gzip", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("deflate", "identity"),
        ("gzip;q=much, br;level=9", "identity"),
        (" gzip ; q = 0.3 , ;;, =", "gzip"),
    ],
)
def test_accept_encoding_is_understood(accepts, coding):
    assert best(accepts) == coding


def test_tags_are_strong_differ_by_coding_and_do_not_change_with_an_unrelated_publish(cache, library, pages):
    tags = [ask(cache, PATH, HTTP_ACCEPT_ENCODING=name).headers["ETag"] for name in ("", "gzip", "br")]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') for tag in tags)
    library.number += 1
    assert [ask(cache, PATH, HTTP_ACCEPT_ENCODING=name).headers["ETag"] for name in ("", "gzip", "br")] == tags
    assert len(pages.asked) == 2
    pages.body += b"."
    library.number += 1
    assert ask(cache, PATH).headers["ETag"] not in tags


def test_any_of_the_page_s_tags_gives_a_304_without_body(cache):
    tags = {name: ask(cache, PATH, HTTP_ACCEPT_ENCODING=name).headers["ETag"] for name in ("", "gzip", "br")}
    cases = [(tag, "", tag) for tag in tags.values()]
    cases += [
        (f"W/{tags['gzip']}", "gzip", tags["gzip"]),
        (f'"other", {tags["gzip"]}, {tags["br"]}', "br", tags["br"]),
        (f'"other", {tags["gzip"]}', "br", tags["gzip"]),
        ("*", "br", tags["br"]),
    ]
    for sent, accepts, expected in cases:
        for method in ("GET", "HEAD"):
            answer = ask(cache, PATH, method, HTTP_IF_NONE_MATCH=sent, HTTP_ACCEPT_ENCODING=accepts)
            assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", expected), sent
            assert {"Cache-Control", "Vary", "X-Request-ID"} <= set(answer.headers)
            assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(answer.headers)


@pytest.mark.parametrize("sent", ['"other"', "nonsense", '"other", W/"more"', ","])
def test_another_tag_gives_the_page(cache, sent):
    ask(cache, PATH)
    assert ask(cache, PATH, HTTP_IF_NONE_MATCH=sent).status == 200


def test_the_first_reader_too_may_be_told_that_nothing_changed(cache, library):
    tag = ask(cache, PATH).headers["ETag"]
    library.number += 1
    assert ask(cache, PATH, HTTP_IF_NONE_MATCH=tag).status == 304


def test_the_line_in_the_log_is_that_of_every_request_with_the_route_for_the_path(cache, capsys):
    ask(cache, PATH)
    capsys.readouterr()
    answer = ask(cache, PATH, query="utm_source=canary", **PACKED)
    out = capsys.readouterr().out
    line = json.loads(out)
    assert line["route"] == "page-detail"
    assert (line["method"], line["status"], line["bytes"]) == ("GET", 200, len(answer.body))
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert line["kept"] is True
    assert datetime.fromisoformat(line["ts"]).tzinfo is not None
    assert "cramp" not in out
    assert "canary" not in out


# -- whom it answers --


def test_unknown_parameters_neither_split_nor_poison(cache, pages):
    ask(cache, PATH, query="utm_source=%3Cscript%3E&fbclid=1")
    assert ask(cache, PATH).body == ask(cache, PATH, query="gclid=2").body
    assert [environ["QUERY_STRING"] for environ in pages.asked] == [""]


def test_pages_that_take_parameters_are_kept_without_them_only(cache, pages):
    for _ in range(2):
        ask(cache, "/guide/")
        ask(cache, "/guide/", query="where=calf")
        ask(cache, "/compare/", query="with=conditions/a&with=conditions/b")
    assert [environ["QUERY_STRING"][:5] for environ in pages.asked] == ["", "where", "with=", "where", "with="]


def test_a_reader_s_cookies_and_headers_never_reach_what_is_kept(cache, pages):
    sent = {
        "HTTP_COOKIE": "other=1",
        "HTTP_AUTHORIZATION": "Basic x",
        "HTTP_ACCEPT_LANGUAGE": "cy",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_RANGE": "bytes=0-1",
        "HTTP_USER_AGENT": "evil",
        "REMOTE_ADDR": "203.0.113.1",
    }
    ask(cache, PATH, **sent)
    assert not set(sent) & set(pages.asked[0])
    assert ask(cache, PATH, **sent).body == pages.body
    assert len(pages.asked) == 1


def test_signed_in_staff_are_neither_answered_from_memory_nor_kept(cache, pages):
    signed_in = {"HTTP_COOKIE": "a=b; __Host-session=abc"}
    ask(cache, PATH, **signed_in)
    ask(cache, PATH)
    ask(cache, PATH, **signed_in)
    assert ["HTTP_COOKIE" in environ for environ in pages.asked] == [True, False, True]


@pytest.mark.parametrize(
    "path",
    [
        "/search/",
        "/api/v1/search",
        "/admin/",
        "/admin/articles/page/preview/1/",
        "/feedback/",
        "/feedback/thanks/",
        "/healthz",
        "/readyz",
        "/static/css/base.css",
        "/media/pictures/x.png",
        "/no/such/address",
        "/\xff",
    ],
)
def test_what_is_no_reader_page_goes_to_django_as_it_came(cache, pages, path):
    for _ in range(2):
        ask(cache, path, query="q=calf")
    assert [environ["QUERY_STRING"] for environ in pages.asked] == ["q=calf", "q=calf"]


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "get"])
def test_other_methods_go_to_django(cache, pages, method):
    ask(cache, PATH)
    ask(cache, PATH, method)
    assert pages.asked[-1]["REQUEST_METHOD"] == method


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost:81",
        "localhost:8000.evil.example",
        "a.legs.example",
        "LOCALHOST",
        "legs.example.",
        "",
    ],
)
def test_a_made_up_host_neither_fills_nor_is_answered_from_the_cache(cache, pages, host):
    ask(cache, PATH)
    ask(cache, PATH, HTTP_HOST=host)
    assert pages.asked[-1]["HTTP_HOST"] == host
    assert pages.asked[-1]["SERVER_NAME"] == "localhost"
    assert len(cache.shelf.untrue(generation=0, now=0)) == 1


def test_hosts_and_schemes_have_pages_of_their_own(cache, pages):
    for _ in range(2):
        ask(cache, PATH, HTTP_HOST="legs.example")
        ask(cache, PATH)
        ask(cache, PATH, **{"wsgi.url_scheme": "https"})
    made = [(environ["wsgi.url_scheme"], environ["HTTP_HOST"]) for environ in pages.asked]
    assert made == [("http", "legs.example"), ("http", "localhost:8000"), ("https", "localhost:8000")]


def test_patterns_of_hosts_are_not_kept(settings):
    settings.ALLOWED_HOSTS = ["legs.example", ".clinic.example", "*"]
    assert Site.from_settings().hosts == {"legs.example"}


@pytest.mark.parametrize("forwarded", [None, "https", "http", "https, http", "http, https", "HTTPS", "x", ""])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_scheme_is_the_one_django_sees(settings, forwarded, scheme):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = Site(SITE.hosts, SITE.session_cookie, believes_proxy=True)
    key = Key("http", "localhost", PATH)
    environ = request_for(key, forwarded=False) | {"wsgi.url_scheme": scheme}
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_PROTO"] = forwarded
    seen = WSGIRequest(environ).scheme
    found = site.key_of(environ)
    assert found.scheme == seen
    assert WSGIRequest(request_for(found, forwarded=True)).scheme == seen


@pytest.mark.parametrize("host", ["legs.example", "localhost:8000", "[::1]:8000", "[::1]"])
def test_django_sees_the_host_that_was_asked_for(settings, host):
    settings.ALLOWED_HOSTS = ["legs.example", "localhost", "[::1]"]
    assert WSGIRequest(request_for(Key("http", host, PATH), forwarded=False)).get_host() == host


# -- what it keeps --


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("404 Not Found", None),
        ("410 Gone", None),
        ("301 Moved Permanently", ("Location", "/")),
        ("500 Internal Server Error", None),
        ("200 OK", ("Set-Cookie", "csrf=1")),
        ("200 OK", ("Cache-Control", "no-store")),
        ("200 OK", ("Cache-Control", "public, no-store")),
        ("200 OK", ("Cache-Control", "private, no-cache")),
        ("200 OK", ("Vary", "Cookie")),
        ("200 OK", ("Vary", "Accept-Encoding, Accept-Language")),
        ("200 OK", ("Content-Encoding", "gzip")),
    ],
)
def test_only_pages_for_everybody_are_kept(cache, pages, status, header):
    pages.status = status
    pages.headers = [item for item in HTML if header is None or item[0] != header[0]] + ([header] if header else [])
    first, second = ask(cache, PATH), ask(cache, PATH, "HEAD")
    assert len(pages.asked) == 2
    assert first.status == int(status[:3])
    assert (first.body, second.body) == (pages.body, b"")
    assert header is None or first.headers[header[0]] == header[1]
    assert cache.shelf.bytes == 0


def test_a_page_without_leave_to_keep_it_is_not_kept(cache, pages):
    pages.headers = [("Content-Type", "text/html")]
    ask(cache, PATH)
    ask(cache, PATH)
    assert len(pages.asked) == 2


def test_a_new_generation_shows_on_the_next_request(cache, library, pages):
    ask(cache, PATH)
    library.number, pages.body = 2, b"corrected"
    assert ask(cache, PATH).body == b"corrected"


def test_a_page_made_while_somebody_publishes_is_sent_but_not_kept(cache, library, pages):
    def publish() -> None:
        library.number += 1

    pages.meanwhile = publish
    assert ask(cache, PATH).body == pages.body
    assert cache.shelf.bytes == 0
    pages.meanwhile = lambda: None
    ask(cache, PATH)
    ask(cache, PATH)
    assert len(pages.asked) == 2


def test_a_page_ends_when_its_date_passes(cache, pages):
    due = datetime(2027, 3, 1, tzinfo=UTC)
    pages.changes_at = due
    with time_machine.travel(due - timedelta(seconds=1), tick=False) as clock:
        ask(cache, PATH)
        ask(cache, PATH)
        assert len(pages.asked) == 1
        clock.move_to(due)
        pages.changes_at = None
        ask(cache, PATH)
        ask(cache, PATH)
    assert len(pages.asked) == 2


def test_a_full_cache_forgets_what_was_not_asked_for_longest(library, pages):
    pages.body = b"x" * 20_000
    cache = new_cache(library, pages, most_bytes=80_000)
    for name in ("a", "b", "c", "a", "d", "a", "c", "d"):
        ask(cache, f"/conditions/{name}/")
        assert cache.shelf.bytes <= 80_000
    assert [environ["PATH_INFO"][-2] for environ in pages.asked] == ["a", "b", "c", "d"]
    ask(cache, "/conditions/b/")
    assert len(pages.asked) == 5
    ask(cache, "/conditions/c/")
    assert len(pages.asked) == 5


def test_forms_made_later_count_and_a_page_too_large_is_not_kept(library, pages):
    pages.body = b"y" * 9_000
    cache = new_cache(library, pages, most_bytes=20_000)
    ask(cache, PATH, **PACKED)
    small = cache.shelf.bytes
    ask(cache, PATH)
    assert cache.shelf.bytes == small + 9_000
    pages.body = b"z" * 30_000
    ask(cache, "/conditions/large/")
    assert cache.shelf.bytes == small + 9_000
