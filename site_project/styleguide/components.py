"""What an example is: a component included with named inputs, or Markdown as editors write it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pprint import pformat
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from articles.markdown.parse import parse
from articles.markdown.render import Known, sections
from articles.markdown.slots import Filler, PageTarget, PlaceWords

DRAWING = "path"
"""Stands for the drawings of a library, which a fresh installation does not have."""
_SHA = "0" * 64


class Example(Protocol):
    """Something that renders by itself."""

    @property
    def title(self) -> str:
        """What is special about it."""

    @property
    def source(self) -> str:
        """What one writes to get it."""

    @property
    def inputs(self) -> dict[str, Any]:
        """What it is given, by name."""

    def html(self) -> SafeString:
        """The example as the site would show it."""


@dataclass(frozen=True)
class Included:
    """A template of ``templates/components/`` with its inputs."""

    title: str
    template: str
    inputs: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The include line."""
        given = " ".join(f"{name}={name}" for name in self.inputs)
        return f'{{% include "components/{self.template}.html"{f" with {given}" if given else ""} only %}}'

    def html(self) -> SafeString:
        """The component, rendered."""
        return render_to_string(f"components/{self.template}.html", self.inputs)


@dataclass(frozen=True)
class Written:
    """A piece of text, through the renderer every page goes through."""

    title: str
    source: str
    inputs: dict[str, Any] = field(default_factory=dict)

    def html(self) -> SafeString:
        """The text, rendered; its links, sources and drawing are made up and ask no database."""
        known = Known(sources=frozenset({"first-source", "second-source"}), pictures={_SHA: _drawing()})
        rendered = "".join(part.html for part in sections(parse(self.source, where="body"), known))
        target = PageTarget("Claudication", "/glossary/#claudication", True, "Leg pain that comes when you walk.")
        place = PlaceWords("999", "Call 999 or go to A&E", "111", "Call NHS 111 or your doctor today")
        filled = Filler({"glossary/claudication": target}, place).fill(rendered)
        shown = filled.replace(f"{settings.MEDIA_URL}pictures/{_SHA}.svg", static(f"img/{DRAWING}.svg"))
        return mark_safe(f'<div class="prose">{shown}</div>')  # noqa: S308 - it comes out of the renderer, which cleans


def _drawing() -> dict[str, Any]:
    return {
        "name": DRAWING,
        "extension": "svg",
        "alt": "Somebody with a stick walks on a winding path through calm hills.",
        "words": "The path winds through hills.\n\nSomebody with a stick walks on it.",
        "width": 640,
        "height": 480,
    }


@dataclass(frozen=True)
class Component:
    """One entry of the guide."""

    name: str
    purpose: str
    examples: tuple[Example, ...]

    @property
    def title(self) -> str:
        """The name as a heading."""
        return self.name.replace("_", " ").capitalize()

    @cached_property
    def inputs(self) -> dict[str, str]:
        """Every input any example uses, with one value it had."""
        merged: dict[str, Any] = {}
        for example in self.examples:
            merged = example.inputs | merged
        return {name: pformat(value, width=100, compact=True) for name, value in merged.items()}
