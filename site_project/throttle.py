"""Limits how often one reader may ask for a costly page, in memory and without keeping an address."""

import secrets
import threading
import time
from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from site_project import errors
from site_project.proxies import client_address

WINDOW = 60  # seconds
_DAY = 86400
_MOST_COUNTERS = 20_000


class Counters:
    """Requests in the present minute, by route and by a hash whose salt changes each day.

    Only the present minute is kept, and never more than a fixed number of counters, so a flood of
    addresses cannot fill the memory. Each worker process counts for itself.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[bytes, int] = {}
        self._day = 0
        self._salt = b""

    def count(self, route: str, address: str) -> int:
        """Count one request and return how many there were in this minute."""
        now = int(time.time())
        with self._lock:
            self._turn(now)
            key = blake2b(f"{route} {address}".encode(), key=self._salt, digest_size=16).digest()
            if key not in self._counts and len(self._counts) >= _MOST_COUNTERS:
                self._counts.clear()
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key]

    def _turn(self, now: int) -> None:
        """Start anew with each minute, and with a new salt each day."""
        if now // _DAY != self._day:
            self._day, self._salt = now // _DAY, secrets.token_bytes(32)
        if now // WINDOW != self._minute:
            self._minute, self._counts = now // WINDOW, {}


counters = Counters()


class ThrottleRoutes:
    """Answers 429 on the routes of LEGWISE_THROTTLED_ROUTES when asked too often; all others are free."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_arguments: object) -> HttpResponse | None:
        """Refuse when this reader has used up the minute. A view with ``when_throttled`` says so itself."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        limit = settings.LEGWISE_THROTTLED_ROUTES.get(route)
        if limit is None or counters.count(route, client_address(request)) <= limit:
            return None
        answer: Callable[[HttpRequest, int], HttpResponse] = getattr(view, "when_throttled", errors.too_many_requests)
        return answer(request, WINDOW - int(time.time()) % WINDOW)
