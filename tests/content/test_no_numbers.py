"""No phone number is typed into the library: places hold them, the page prints them."""

import re
from pathlib import Path

import pytest
import yaml

from articles.content_checks.rules import numbers as rules

pytestmark = pytest.mark.once

CONTENT = Path(__file__).resolve().parents[2] / "content"
NUMBERS = sorted(
    {
        number
        for place in yaml.safe_load((CONTENT / "places.yaml").read_text(encoding="utf-8"))
        for number in (place.get("emergency_number"), place.get("urgent_number"))
        if number
    }
)
_CALLING = r"\b(?:call|dial|ring|phone|telephone|text)(?:s|ed|ing|ling|led)?\b"
_NEAR = r"[^.;\n]{0,60}?(?<![\d.,/-])"


def typed(text: str) -> list[str]:
    """Numbers of any place close to a word for calling, long ones anywhere, and ``tel:`` addresses."""
    found = re.findall(r"tel:\S*", text, re.I)
    for number in NUMBERS:
        spaced = r"[ -]?".join(number.replace(" ", ""))
        near = "" if len(number) > 4 else _CALLING + _NEAR
        found += [m[0] for m in re.finditer(rf"{near}\b{spaced}\b(?![,.]?\d|%)", text, re.I)]
    return found


def test_the_library_types_no_number() -> None:
    files = [path for path in CONTENT.rglob("*") if path.suffix in (".md", ".yaml") and path.name != "places.yaml"]
    assert len(files) > 100
    texts = ((path, path.read_text(encoding="utf-8")) for path in files)
    assert {str(path.relative_to(CONTENT)): found for path, text in texts if (found := typed(text))} == {}


@pytest.mark.parametrize("number", NUMBERS)
def test_each_number_would_be_found_here_and_by_the_check_on_the_form(number: str) -> None:
    for words in (f"Call {number} now.", f"Ringing NHS or other lines on {number} helps."):
        assert typed(words)
        assert rules._TYPED.search(words) or rules._LONG_NUMBER.search(words)
    assert typed(f"[us](tel:{number})")


@pytest.mark.parametrize("words", ["In the study 999 people rang.", "It was 1,112 in all.", "Call us. 112 people did."])
def test_figures_that_are_no_phone_numbers_pass(words: str) -> None:
    assert typed(words) == []
