"""Components are rendered once and used again (docs/adr/0016): what many pages show in the same way is kept by its
inputs, so it can never be out of date, and what stands in long lists is a frame of which only the slots are filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from articles.text import SLOT_CLOSE, SLOT_OPEN

_SLOT = re.compile(f"{SLOT_OPEN}frame:([a-z_]+){SLOT_CLOSE}")
MOST_COMPONENTS = 800
"""Of about 1 kB each in the memory of a process."""
MOST_FRAMES = 2000
"""Nearly all of them the links to one page, about 500 bytes each."""


class Frame:
    """A rendered template with slots. Filling one escapes what is not safe already, as ``format_html`` does."""

    __slots__ = ("_pieces", "_slots")

    def __init__(self, html: str) -> None:
        self._pieces = _SLOT.split(html)
        self._slots = [(place, self._pieces[place]) for place in range(1, len(self._pieces), 2)]

    def fill(self, **values: Any) -> SafeString:
        """The component with these values; :class:`KeyError` for a slot without one."""
        pieces = self._pieces.copy()
        for place, name in self._slots:
            value = values[name]
            # The plain ways first: they are gone thousands of times a second.
            if type(value) is str:
                pieces[place] = escape(value)
            elif type(value) is not SafeString:
                pieces[place] = conditional_escape(value)
            else:
                pieces[place] = value
        return SafeString("".join(pieces))


def frame(template: str, *slots: str, **inputs: Any) -> Frame:
    """This template with ``slots`` open. It must print a slot plainly or test whether it is there, nothing else.

    ``inputs`` are the same wherever the frame is used; they must be hashable.
    """
    return _kept(_frame)(template, slots, **inputs)


def component(template: str, **inputs: Any) -> SafeString:
    """This template, which must depend on nothing but its inputs; they must be hashable and never change.

    A safe string equals a plain one, so each input must always be of one type.
    """
    return _kept(_component)(template, **inputs)


def _kept(make: Any) -> Callable[..., Any]:
    """In DEBUG a template may change from one request to the next."""
    return make.__wrapped__ if settings.DEBUG else make


@lru_cache(maxsize=MOST_FRAMES, typed=True)
def _frame(template: str, slots: tuple[str, ...], **inputs: Any) -> Frame:
    marks = {name: mark_safe(f"{SLOT_OPEN}frame:{name}{SLOT_CLOSE}") for name in slots}  # noqa: S308 - fixed names between two marks
    return Frame(render_to_string(template, inputs | marks))


@lru_cache(maxsize=MOST_COMPONENTS, typed=True)
def _component(template: str, **inputs: Any) -> SafeString:
    return render_to_string(template, inputs)
