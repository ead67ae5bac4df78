"""Drawings: SVG files that come with the library's own files, each with its words inside.

Nobody uploads a drawing. Even so each is read strictly, since a picture opened by itself must not act as a page.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from django.db import transaction

from articles.models import Picture
from articles.pictures import UploadRefused, write_once
from articles.shared import save_shared
from articles.text import normalise

MAX_BYTES = 20_000
MAX_ALT = 300
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    {"svg", "title", "desc", "style", "defs", "symbol", "use", "g", "path", "circle", "ellipse", "rect", "line"}
    | {"polyline", "polygon", "text", "tspan", "marker", "pattern", "clipPath", "mask", "linearGradient"}
    | {"radialGradient", "stop"}
)
_FORBIDDEN = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!#)|javascript:|expression\(", re.IGNORECASE)


@dataclass(frozen=True)
class Drawing:
    """What an SVG file says of itself: size in drawing units, what it shows, and the same in full words."""

    width: int
    height: int
    alt: str
    words: str


def read_drawing(data: bytes) -> Drawing:
    """Read an SVG file. Raises :class:`articles.pictures.UploadRefused` saying what is wrong."""
    if len(data) > MAX_BYTES:
        raise UploadRefused(f"the drawing is larger than {MAX_BYTES // 1000} kB")
    if _FORBIDDEN.search(data):
        raise UploadRefused("the drawing declares a document type or a stylesheet")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - document types and so entities were refused above: nothing in it can grow
    except ElementTree.ParseError as error:
        raise UploadRefused(f"the drawing cannot be read: {error}") from None
    for element in root.iter():
        _look_at(element)
    return Drawing(*_size(root), *_words(root))


def _look_at(element: ElementTree.Element) -> None:
    name = str(element.tag).removeprefix(SVG)
    if name not in ELEMENTS:
        raise UploadRefused(f"the drawing holds <{name}>")
    if name == "style" and _OUTSIDE.search(element.text or ""):
        raise UploadRefused("the drawing’s style points outside the file")
    for attribute, value in element.attrib.items():
        bare = attribute.rpartition("}")[2]
        if bare.startswith("on") or (bare == "href" and not value.startswith("#")) or _OUTSIDE.search(value):
            raise UploadRefused(f"the drawing’s <{name}> has “{bare}” with something that is not a part of it")


def _size(root: ElementTree.Element) -> tuple[int, int]:
    numbers = root.get("viewBox", "").split()
    if root.tag != f"{SVG}svg" or len(numbers) != 4 or not all(re.fullmatch(r"\d{1,4}", n) for n in numbers):
        raise UploadRefused("the drawing has no viewBox of four whole numbers")
    return int(numbers[2]), int(numbers[3])


def _words(root: ElementTree.Element) -> tuple[str, str]:
    title, words = (normalise(" ".join((root.findtext(f"{SVG}{name}") or "").split())) for name in ("title", "desc"))
    if not title or len(title) > MAX_ALT:
        raise UploadRefused(f"the drawing’s <title> says what it shows, in at most {MAX_ALT} characters")
    if not words:
        raise UploadRefused("the drawing’s <desc> says all of it in words")
    return title, words


@transaction.atomic
def store_drawing(*, name: str, data: bytes, by) -> Picture:
    """Put a drawing in the library under its name. An older one of that name stays for the editions that show it.

    Raises :class:`articles.pictures.UploadRefused`.
    """
    drawing = read_drawing(data)
    sha = hashlib.sha256(data).hexdigest()
    known = Picture.objects.filter(sha256=sha).first()
    if known is not None and known.name == name:
        return known
    Picture.objects.filter(name=name).update(name="")
    picture = known or Picture(sha256=sha, extension="svg", uploaded_by=by)
    picture.name, picture.alt, picture.words = name, drawing.alt, drawing.words
    picture.width, picture.height = drawing.width, drawing.height
    write_once(picture, data)
    save_shared(picture, by=by, reason="from the library files")
    return picture
