"""Security headers stand on every answer, whatever its status."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from site_project.middleware import ADMIN_POLICY, PUBLIC_POLICY, CompressText, SecurityHeaders

pytestmark = pytest.mark.once

OURS = {"Host": "legwise.example", "X_Forwarded_Proto": "https"}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _answers(site):
    """Answers of every kind a production site gives without being broken."""
    robots = site.get("/robots.txt", **OURS)
    style_sheet = site.static("css/site.css")
    style = site.get(style_sheet, **OURS)
    return [
        (200, site.get("/", **OURS)),
        (200, site.get("/admin/login/", **OURS)),
        (200, robots),
        (200, style),
        (304, site.get("/robots.txt", **OURS, If_None_Match=robots.headers["ETag"])),
        (304, site.get(style_sheet, **OURS, If_Modified_Since=style.headers["Last-Modified"])),
        (301, site.get("/admin", **OURS)),
        (301, site.get("/", Host="legwise.example")),
        (400, site.get("/", Host="other.example", X_Forwarded_Proto="https")),
        (403, site.get("/admin/login/", data=b"username=a", **OURS)),
        (404, site.get("/no-such-page/", **OURS)),
    ]


def test_every_answer_of_a_production_site_carries_them(production_site):
    for status, answer in _answers(production_site):
        assert answer.status == status
        for name, value in ALWAYS.items():
            assert answer.headers.get_all(name) == [value], (status, name)
        assert len(answer.headers.get_all("Content-Security-Policy")) == 1
        assert "geolocation=()" in answer.headers["Permissions-Policy"]
        assert len(answer.headers["X-Request-ID"]) == 32


def test_https_answers_ask_for_https_for_a_year(production_site):
    expected = ["max-age=31536000; includeSubDomains; preload"]
    for path, status in (("/", 200), ("/no-such-page/", 404), (production_site.static("css/site.css"), 200)):
        answer = production_site.get(path, **OURS)
        assert answer.status == status
        assert answer.headers.get_all("Strict-Transport-Security") == expected
    assert production_site.get("/", Host="legwise.example").headers["Strict-Transport-Security"] is None


def test_public_pages_have_the_strict_policy_and_no_cookie(production_site):
    for path in ("/", "/search/?q=calf+pain", "/no-such-page/", "/robots.txt", "/healthz"):
        answer = production_site.get(path, **OURS)
        assert answer.headers["Set-Cookie"] is None
        assert "Cookie" not in (answer.headers["Vary"] or "")
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
    policy = production_site.get("/", **OURS).headers["Content-Security-Policy"]
    assert policy == PUBLIC_POLICY + "; upgrade-insecure-requests"


def test_cookies_of_the_admin_are_locked_to_the_host(production_site):
    cookie = production_site.get("/admin/login/", **OURS).headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrf=")
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_plain_http_demonstration_does_not_ask_for_https(demo_site):
    answer = demo_site.get("/")
    assert answer.headers["Content-Security-Policy"] == PUBLIC_POLICY
    assert answer.headers["Strict-Transport-Security"] is None


def test_request_id_is_taken_from_a_trusted_proxy_only(production_site, demo_site):
    given = "0123456789abcdef0123456789abcdef"
    assert production_site.get("/healthz", X_Request_ID=given).headers["X-Request-ID"] == given
    assert production_site.get("/healthz", X_Request_ID="my name").headers["X-Request-ID"] != "my name"
    assert demo_site.get("/healthz", X_Request_ID=given).headers["X-Request-ID"] != given


def _through(response: HttpResponse, path: str) -> HttpResponse:
    return SecurityHeaders(lambda request: response)(RequestFactory().get(path))


def test_only_the_marked_response_may_be_framed_by_ourselves():
    preview = HttpResponse()
    preview.csp_frame_ancestors_self = True
    answer = _through(preview, "/admin/articles/preview/")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in _through(HttpResponse(), "/admin/")["Content-Security-Policy"]


def test_admin_may_frame_its_preview_and_nothing_is_unsafe():
    assert _through(HttpResponse(), "/admin/")["Content-Security-Policy"] == ADMIN_POLICY
    assert "frame-src 'self'" in ADMIN_POLICY
    assert "img-src 'self' data: blob:" in ADMIN_POLICY
    assert "unsafe" not in ADMIN_POLICY + PUBLIC_POLICY


def test_what_is_no_page_cannot_act_as_one():
    answer = _through(HttpResponse("{}", content_type="application/json"), "/x")
    assert answer["Content-Security-Policy"].endswith("sandbox")


def test_a_response_may_set_its_own():
    response = HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})
    assert _through(response, "/feed.xml")["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_site_on_trial_asks_search_engines_to_stay_away(settings):
    settings.LEGWISE_HIDE_FROM_SEARCH_ENGINES = True
    assert _through(HttpResponse(), "/")["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(("kind", "packed"), [("text/html; charset=utf-8", True), ("image/png", False)])
def test_words_are_compressed_and_pictures_are_not(kind, packed):
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    answer = CompressText(lambda _: HttpResponse(b"x" * 5000, content_type=kind))(request)
    assert ("Content-Encoding" in answer.headers) is packed
