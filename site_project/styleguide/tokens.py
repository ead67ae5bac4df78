"""Reads the tokens out of the style sheet, so that the guide shows what the site uses and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
_ROOT = re.compile(r"(@media \([^{]+\)\s*\{\s*)?:root\s*\{([^}]*)\}")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_LENGTH = re.compile(r"(\d*\.?\d+)(rem|em)")
ROOT_PIXELS = 16

LIGHT, DARK, WIDE = "", "prefers-color-scheme: dark", "min-width: 48em"

TEXT_PAIRS = (
    ("text", "page"), ("text", "surface"), ("text", "surface-quiet"), ("text-soft", "page"), ("text-soft", "surface"),
    ("text-soft", "surface-quiet"), ("heading", "page"), ("link", "page"), ("link", "surface"),
    ("link", "surface-quiet"), ("text", "emergency-tint"), ("text", "same-day-tint"), ("text", "routine-tint"),
    ("text", "good-tint"), ("text", "mark"), ("emergency", "emergency-tint"), ("same-day", "same-day-tint"),
    ("routine", "routine-tint"), ("good", "good-tint"), ("on-button", "button"), ("on-level", "emergency"),
    ("on-level", "same-day"), ("on-footer", "footer"), ("footer-link", "footer"),
)  # fmt: skip
"""What is read on what. Each pair reaches :data:`TEXT_CONTRAST`."""
SHAPE_PAIRS = (("edge", "page"), ("edge", "surface"), ("data", "surface"), ("line", "skin"), ("line", "cloth"))
"""Lines and dots that carry meaning. Each pair reaches :data:`SHAPE_CONTRAST`."""
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0


@dataclass(frozen=True)
class Token:
    """One custom property as written, and the values other schemes and widths give it."""

    name: str
    value: str
    dark: str = ""
    wide: str = ""

    @property
    def pixels(self) -> float:
        """A length at the usual root size."""
        return _pixels(self.value)

    @property
    def wide_pixels(self) -> float:
        """The same on wide screens."""
        return _pixels(self.wide or self.value)


@dataclass(frozen=True)
class Contrast:
    """How well one colour shows on another, in both schemes."""

    front: str
    back: str
    light: float
    dark: float
    least: float

    @property
    def enough(self) -> bool:
        """Whether WCAG 2.2 AA is met in both."""
        return min(self.light, self.dark) >= self.least


def style_sheet() -> str:
    """The style sheet that declares the tokens, without its comments."""
    path = settings.BASE_DIR / "static" / "css" / "base.css"
    return _COMMENT.sub("", path.read_text(encoding="utf-8"))


def read(css: str) -> dict[str, Token]:
    """Every token by name, in the order of the style sheet."""
    found: dict[str, dict[str, str]] = {LIGHT: {}, DARK: {}, WIDE: {}}
    for media, body in _ROOT.findall(css):
        condition = re.sub(r"^@media \(|\)\s*\{\s*$", "", media)
        if condition in found:
            found[condition] |= dict(_DECLARATION.findall(body))
    return {
        name: Token(name, value.strip(), found[DARK].get(name, ""), found[WIDE].get(name, ""))
        for name, value in found[LIGHT].items()
    }


def palette(tokens: dict[str, Token]) -> list[Token]:
    """Step one: colours by look."""
    return [token for token in tokens.values() if _HEX.fullmatch(token.value) and _is_named_by_look(token.name)]


def purposes(tokens: dict[str, Token]) -> list[Token]:
    """Step two: colours by job."""
    return [t for t in tokens.values() if _is_colour(t.value) and not _is_named_by_look(t.name)]


def sizes(tokens: dict[str, Token], prefix: str) -> list[Token]:
    """Lengths whose names begin with ``prefix``, smallest first."""
    return sorted((t for t in tokens.values() if t.name.startswith(prefix)), key=lambda t: t.pixels)


def contrasts(tokens: dict[str, Token]) -> Iterator[Contrast]:
    """All pairs that must be told apart, measured."""
    for pairs, least in ((TEXT_PAIRS, TEXT_CONTRAST), (SHAPE_PAIRS, SHAPE_CONTRAST)):
        for front, back in pairs:
            light, dark = (
                contrast(colour(tokens, front, dark=scheme), colour(tokens, back, dark=scheme))
                for scheme in (False, True)
            )
            yield Contrast(front, back, round(light, 2), round(dark, 2), least)


def colour(tokens: dict[str, Token], name: str, *, dark: bool) -> str:
    """The hex colour a token stands for, through any number of ``var()``."""
    token = tokens[name]
    value = (token.dark or token.value) if dark else token.value
    while inner := re.fullmatch(r"var\(--([a-z0-9-]+)\)", value):
        token = tokens[inner[1]]
        value = (token.dark or token.value) if dark else token.value
    return value


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two hex colours by WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: str) -> float:
    digits = value.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[n : n + 2], 16) / 255) for n in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _is_colour(value: str) -> bool:
    return bool(_HEX.fullmatch(value)) or value.startswith("var(--")


def _is_named_by_look(name: str) -> bool:
    return name.partition("-")[0] in {"plum", "honey", "sage", "rose", "amber", "teal", "ink", "paper", "sand"}


def _pixels(value: str) -> float:
    match = _LENGTH.fullmatch(value)
    return round(float(match[1]) * ROOT_PIXELS, 1) if match else 0
