"""What the files hold: pages as Django makes them for anybody, static files and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.http.request import split_domain_port, validate_host

from articles.models.shared import SiteIdentity
from site_project.media import PICTURE_NAME
from site_project.page_cache.making import ask, request_for
from site_project.page_cache.shelf import Key
from site_project.page_files import ExportError
from site_project.page_files.addresses import NOT_FOUND

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_PICTURE = re.compile(rf"pictures/{PICTURE_NAME}")


@dataclass(frozen=True)
class Found:
    """The content of one file. A page ``ends`` when it changes by itself (seconds since 1970)."""

    body: bytes
    media_type: str
    ends: float = float("inf")


@dataclass(frozen=True)
class Origin:
    """The name by which Django is asked. ``live`` is the public address of the site, or empty where it has none."""

    scheme: str
    host: str
    live: str


def origin() -> Origin:
    """The site identity's address; where it has none, or one this site does not answer to, the first allowed host."""
    url = SiteIdentity.load().url.rstrip("/")
    named = urlsplit(url)
    only_https = settings.SECURE_SSL_REDIRECT
    if validate_host(split_domain_port(named.netloc)[0], settings.ALLOWED_HOSTS):
        return Origin("https" if only_https else named.scheme, named.netloc, url)
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    # Only a site in production has allowed hosts that stand for a public address.
    return Origin("https", host, url or f"https://{host}") if only_https else Origin("http", host, url)


class Reader:
    """Asks in nobody's name, as the page cache does: without cookie, parameters or language."""

    def __init__(self, asked_as: Origin) -> None:
        self._origin = asked_as
        self._django = WSGIHandler()

    def page(self, address: str) -> Found:
        """What everybody is sent at this address; :class:`ExportError` when that is no page for everybody."""
        path, _, query = address.partition("?")
        key = Key(self._origin.scheme, self._origin.host, path, query)
        answer = ask(self._django, request_for(key, forwarded=bool(settings.LEGWISE_TRUSTED_PROXIES)))
        expected = "404" if address == NOT_FOUND else "200"
        if not answer.status.startswith(expected):
            raise ExportError(f"{address} answers {answer.status}.")
        if answer.header("Set-Cookie") or "cookie" in answer.header("Vary").lower():
            raise ExportError(f"{address} is not the same for everybody.")
        return Found(answer.body, answer.header("Content-Type"), answer.ends)


def is_asset(address: str) -> bool:
    """Whether an address is that of a static file or a picture."""
    return address.startswith((settings.STATIC_URL, settings.MEDIA_URL))


def asset(address: str) -> Found:
    """A static file or a picture; :class:`ExportError` when it is not there."""
    path = _path_of_asset(unquote(address))
    if path is None or not path.is_file():
        raise ExportError(f"{address} is not there. For a static file, run `manage.py collectstatic` first.")
    return Found(path.read_bytes(), _TYPES.get(PurePosixPath(address).suffix, "application/octet-stream"))


def _path_of_asset(address: str) -> Path | None:
    if address.startswith(settings.STATIC_URL):
        name = address.removeprefix(settings.STATIC_URL)
        collected = Path(staticfiles_storage.path(name))
        return collected if collected.is_file() else Path(finders.find(name) or collected)
    name = address.removeprefix(settings.MEDIA_URL)
    return Path(settings.MEDIA_ROOT) / name if _PICTURE.fullmatch(name) else None
