"""What happens around every request: identification, log line, security headers, compression."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from site_project import errors
from site_project.logs import log_request, request_id, request_id_for
from site_project.page_cache.making import MADE_FOR, WARMING
from site_project.page_cache.routes import cache_control

GetResponse = Callable[[HttpRequest], HttpResponseBase]

error_log = logging.getLogger("legwise.errors")

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'"
)
# The admin frames its own preview and shows a picture before it is uploaded. Django's admin scripts
# write HTML as text, which trusted types would forbid.
ADMIN_POLICY = PUBLIC_POLICY.replace("img-src 'self'", "img-src 'self' data: blob:").replace(
    "; require-trusted-types-for 'script'", "; frame-src 'self'"
)
# Feeds, JSON, pictures: nothing in them may act as a page.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class AccessLog:
    """Gives each request an id and writes one line about it: the route's name, never the path."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and log it."""
        token = request_id.set(_id_of(request))
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            if not _is_for_the_page_cache_alone(request, response):
                _log(request, response, start)
        finally:
            request_id.reset(token)
        return response


def _is_for_the_page_cache_alone(request: HttpRequest, response: HttpResponseBase) -> bool:
    """What is made before anybody asked is no request; and the page cache logs what it sends out of its own memory."""
    made_for = request.META.get(MADE_FOR)
    return made_for == WARMING or (made_for is not None and response.status_code == 304)


def _id_of(request: HttpRequest) -> str:
    """Return the id a trusted proxy gave, else a new one."""
    return request_id_for(request.headers.get("X-Request-ID", ""), trusted=bool(settings.LEGWISE_TRUSTED_PROXIES))


def _log(request: HttpRequest, response: HttpResponseBase, start: float) -> None:
    log_request(
        request_id.get(),
        method=request.method,
        route=_route(request),
        status=response.status_code,
        began=start,
        size=_size(response),
    )


def _route(request: HttpRequest) -> str:
    if request.resolver_match:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def _size(response: HttpResponseBase) -> int | None:
    if isinstance(response, HttpResponse):
        return len(response.content)
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else None


class SecurityHeaders:
    """Puts the security headers on every answer, also on errors, redirects, 304 and static files.

    A header that is already there stays. A response with `csp_frame_ancestors_self` set to true (the
    admin's preview) may be framed by this site's own pages.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.hsts = _hsts()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with all headers."""
        response = self.get_response(request)
        framed = getattr(response, "csp_frame_ancestors_self", False)
        policy = _policy(request, response)
        if framed:
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        for name, value in FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Content-Security-Policy", policy)
        if self.hsts and request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", self.hsts)
        if settings.LEGWISE_HIDE_FROM_SEARCH_ENGINES:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


def _hsts() -> str:
    """Return the value Django itself would send; here it also reaches answers given before Django's turn."""
    if not settings.SECURE_HSTS_SECONDS:
        return ""
    value = f"max-age={settings.SECURE_HSTS_SECONDS}"
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        value += "; includeSubDomains"
    return value + ("; preload" if settings.SECURE_HSTS_PRELOAD else "")


def _policy(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return the content security policy for this answer."""
    content_type = response.headers.get("Content-Type", "text/html")
    if not content_type.startswith("text/html"):
        return DATA_POLICY
    policy = ADMIN_POLICY if request.path_info.startswith("/admin/") else PUBLIC_POLICY
    return policy + ("; upgrade-insecure-requests" if settings.LEGWISE_HTTPS_ONLY else "")


class CompressText(GZipMiddleware):
    """Compresses words; pictures are compressed already, and the page cache packs what it keeps."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress the response when it is text and large enough."""
        if request.META.get(MADE_FOR) and response.status_code == 200:
            return response
        content_type = response.headers.get("Content-Type", "")
        if content_type.startswith("text/") or "json" in content_type or "xml" in content_type:
            return super().process_response(request, response)
        return response


class ReaderCaching:
    """Says what browsers and proxies may keep: the pages of readers, for a short time; for signed-in staff nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a view's own word stays."""
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        value = cache_control(route)
        if value and response.status_code == 200 and request.method in {"GET", "HEAD"}:
            is_staff = settings.SESSION_COOKIE_NAME in request.COOKIES
            response.headers.setdefault("Cache-Control", "private, no-cache" if is_staff or settings.DEBUG else value)
        return response


class DatabaseDown:
    """Answers 503, not 500, when the database does not answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a failure of the database into the page that says: try again soon."""
        if settings.DEBUG or not isinstance(error, OperationalError | InterfaceError):
            return None
        error_log.error("database unavailable", exc_info=error)
        return errors.unavailable(request)
