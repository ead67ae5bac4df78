"""One finished page: the bytes to send in each form that was asked for, and the headers that belong to them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from copy import copy
from hashlib import blake2b
from typing import NamedTuple

from site_project.page_cache.codings import BROTLI, GZIP, PLAIN, pack, unpack

Headers = list[tuple[str, str]]

_OVERHEAD = 4096
"""About what one page's headers and bookkeeping take in memory, in bytes."""
_ENDINGS = {PLAIN: "", GZIP: "-gzip", BROTLI: "-br"}
# These describe bytes; they are given anew for each form, and a 304 has none.
_OF_THE_BYTES = {"content-length", "content-type", "content-encoding", "etag", "vary", "x-request-id"}


class Form(NamedTuple):
    """A page in one coding, ready to send."""

    headers: Headers
    body: bytes


class Page:
    """A page of one generation, true until ``ends`` (seconds since 1970)."""

    __slots__ = ("_fixed", "_type", "digest", "ends", "forms", "generation", "made_of", "route", "tags")

    def __init__(
        self,
        *,
        plain: bytes,
        headers: Iterable[tuple[str, str]],
        route: str,
        generation: int,
        ends: float,
        made_of: bytes = b"",
    ) -> None:
        named = {name.lower(): value for name, value in headers}
        self.route, self.generation, self.ends, self.made_of = route, generation, ends, made_of
        # Words that stand on every page are held once.
        self._fixed = [(name, sys.intern(value)) for name, value in headers if name.lower() not in _OF_THE_BYTES]
        self._fixed.append(("Vary", "Accept-Encoding"))
        self._type = sys.intern(named["content-type"])
        self.digest = blake2b(plain, digest_size=16, usedforsecurity=False).hexdigest()
        self.tags = {coding: f'"{self.digest}{ending}"' for coding, ending in _ENDINGS.items()}
        self.forms: dict[str, Form] = {}
        self._add(PLAIN, plain)

    def is_true(self, generation: int, now: float) -> bool:
        """Whether readers may still be given it."""
        return self.generation == generation and now < self.ends

    def form(self, coding: str) -> Form:
        """The page in this coding; packed the first time it is asked for."""
        found = self.forms.get(coding)
        if found is None:
            found = self._add(coding, pack(self.plain(), coding))
        return found

    def plain(self) -> bytes:
        """The bytes without coding."""
        coding, form = next(iter(self.forms.items()))
        return unpack(form.body, coding)

    def begin_with(self, coding: str) -> None:
        """Hold this form only; the others are made when somebody asks for them."""
        self.forms = {coding: self.form(coding)}

    def again(self, *, generation: int, ends: float) -> Page:
        """The same page for another generation."""
        same = copy(self)
        same.generation, same.ends = generation, ends
        return same

    def follow(self, old: Page) -> None:
        """Hold the forms that readers asked for of the page before; nothing is packed where nothing has changed."""
        if (old.digest, old._type, old._fixed) == (self.digest, self._type, self._fixed):
            self.forms = old.forms
        else:
            self.forms = {coding: self.form(coding) for coding in list(old.forms)}

    def size(self) -> int:
        """About the memory it takes, in bytes."""
        return _OVERHEAD + sum(len(form.body) for form in list(self.forms.values()))

    def matching(self, if_none_match: str, coding: str) -> str:
        """The tag of the copy the reader holds already, or nothing; the one of ``coding`` where there are several.

        Compared weakly, as RFC 9110, section 13.1.2 asks: a proxy that packs makes tags weak.
        """
        if if_none_match == self.tags[coding] or if_none_match.strip() == "*":
            return self.tags[coding]
        held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        known = [tag for tag in (self.tags[coding], *self.tags.values()) if tag in held]
        return known[0] if known else ""

    def headers_unchanged(self, tag: str) -> Headers:
        """The headers of a 304."""
        return [*self._fixed, ("ETag", tag)]

    def _add(self, coding: str, body: bytes) -> Form:
        headers = [
            *self._fixed,
            ("Content-Type", self._type),
            ("Content-Length", str(len(body))),
            ("ETag", self.tags[coding]),
        ]
        if coding != PLAIN:
            headers.append(("Content-Encoding", coding))
        form = self.forms[coding] = Form(headers, body)
        return form
