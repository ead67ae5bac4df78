"""The two text files that machines and security researchers look for."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.models import SiteIdentity

_PLAIN = "text/plain; charset=utf-8"


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines may fetch (RFC 9309)."""
    if settings.LEGWISE_HIDE_FROM_SEARCH_ENGINES:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        sitemap = request.build_absolute_uri("/sitemap.xml")
        lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", f"Sitemap: {sitemap}"]
    return _text(lines)


@require_safe
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """Say where to report a security problem (RFC 9116)."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires = today + timedelta(days=180)
    lines = [
        f"Contact: {_contact(request)}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return _text(lines)


def _contact(request: HttpRequest) -> str:
    """Return the address for reports: the setting, else the site's contact, else its page for mistakes."""
    if settings.LEGWISE_SECURITY_CONTACT:
        return str(settings.LEGWISE_SECURITY_CONTACT)
    email = SiteIdentity.load().contact_email
    if email:
        return f"mailto:{email}"
    return request.build_absolute_uri("/about/report-a-mistake/")


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type=_PLAIN)
