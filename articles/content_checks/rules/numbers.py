"""Numbers: how they are written, chances, doses, phone numbers (L12, L13, L18, L19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from articles.content_checks.findings import B, Hit, I, W
from articles.content_checks.rules.base import at, page, quote, rule
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import Block, PageText

_SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred)"
    r"(?= (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|people|in (?:\d+|ten|a hundred)|metres|"
    r"per cent))",
    re.I,
)
_LOOSE_DECIMAL = re.compile(r"\b\d+\.\d+(?= ?(?:%|per cent|in \d|people|in every))")
_NO_COMMA = re.compile(r"(?<![\w.,/-])(?!(?:1[89]|20)\d\d(?!\d))\d{4,}(?![\w/-]|\.\d)")
_NO_ZERO = re.compile(r"(?<![\w.])\.\d")


@rule(
    "L12",
    W,
    "Numbers as figures",
    "Write 2, not two; 1,000, not 1000; 0.5, not .5; and round a chance to a whole number.",
    bad=page(body="Wait two weeks."),
    good=page(body="Wait 2 weeks. One in a thousand is 1 in 1,000."),
)
def figures(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Words for numbers are found before units and people only; measurements and ratios keep their decimals."""
    checks = (
        (_SPELLED, "write it as a figure"),
        (_LOOSE_DECIMAL, "round it to a whole number"),
        (_NO_COMMA, "put a comma after the thousands"),
        (_NO_ZERO, "put a 0 before the point"),
    )
    for block in text.prose():
        for pattern, message in checks:
            if found := pattern.search(block.text):
                yield at(block, f"“{found[0]}”: {message}.", offset=found.start())


_PERCENT = re.compile(r"\b\d+(?:\.\d+)?\s?(?:%|per cent\b|percent\b)")
_X_IN_Y = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|none|few)(?: (?:people|men|women|legs))?"
    r"(?: (?:in|of|out of)(?: every)?) (\d[\d,]*)"
    r"(?! ?(?:minutes?|hours?|days?|weeks?|months?|years?|to \d|mg|million))",
    re.I,
)
_CHANCES = re.compile(
    r"\b\d[\d,.]*(?: \w+)? (?:in|of|out of)(?: every)? (10|20|50|100|1,000|10,000|100,000|[2-9])\b(?![,.]\d)"
    r"(?! (?:minutes?|hours?|days?|weeks?|months?|years?))"
)
_RELATIVE = re.compile(
    r"\b(?:\d[\d.]*|two|three|four|five|ten) times "
    r"(?:as (?:likely|high|great|many)|more (?:likely|often)|the (?:risk|chance))"
    r"|\b(?:doubles?|trebles?|triples?|halves) (?:the|your) (?:risk|chance|odds)|\brelative risk\b",
    re.I,
)


@rule(
    "L13",
    W,
    "Chances a reader can picture",
    "Say “7 in 100 people”, keep to one number of people in a list, and say how many it is before “twice as likely”.",
    bad=page(body="It happens in 7% of people."),
    good=page(body="It happens in 7 in 100 people (7%)."),
)
def chances(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Readers compare what stands together, so “one number of people” is asked of each list, table and paragraph; how
    many it is may stand anywhere under the same heading."""
    for _, group in groupby(text.prose(), key=lambda block: (block.field, block.heading)):
        blocks = list(group)
        counted = any(_CHANCES.search(block.text) for block in blocks)
        for block in blocks:
            yield from _bare_chances(block, counted)
        yield from _mixed(blocks)


def _bare_chances(block: Block, counted: bool) -> Iterator[Hit]:
    percent = _PERCENT.search(block.text)
    if percent and not _X_IN_Y.search(block.text):
        yield at(block, f"“{percent[0]}”: say how many in 100 as well.", offset=percent.start())
    relative = _RELATIVE.search(block.text)
    if relative and not counted:
        yield at(block, f"“{relative[0]}”: of how many? Say the number itself near it.", offset=relative.start())


def _mixed(blocks: list[Block]) -> Iterator[Hit]:
    for _, group in groupby(blocks, key=lambda block: block.group or (block.line, block.text)):
        together = list(group)
        found = {match[1]: block for block in together for match in _CHANCES.finditer(block.text)}
        if len(found) > 1:
            numbers = ", ".join(f"“in {number}”" for number in found)
            yield at(together[0], f"Different numbers of people stand together: {numbers}.")


_DOSE = re.compile(
    r"\b\d[\d,.]*(?:\s?(?:to|-|–)\s?\d[\d,.]*)?\s?(?:mg|mcg|µg|micrograms?|milligrams?|ml|millilitres?|units|IU)\b"
    r"(?!\s?(?:/|per|of (?:blood|urine|fluid|water)))(?! of dye)"
    r"|\b(?:\d+|one|two|three|half an?) (?:tablets?|capsules?|puffs?)(?: (?:a|each|every|twice|once|per)\b)",
    re.I,
)
_CLERKS = re.compile(r"\b\d[\w ]{0,40}?\b(?:b\.?d|t\.?d\.?s|p\.?r\.?n|q\.?d\.?s|o\.?d)\b(?!\w)")


@rule(
    "L18",
    B,
    "Doses only with a source",
    "Cite the source of the dose in the same block, or leave the dose to the leaflet; write “twice a day”, not “bd”.",
    bad=page(body="Take 75 mg of aspirin."),
    good=page(body="In the trial people took 75 mg of aspirin [@example-source]."),
)
def doses(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """A sign-off covers the whole edition, so there is no tick to look for. A dose without a source blocks; one with a
    source is information, so that the reviewer's eye falls on it."""
    for block in text.prose():
        if found := _DOSE.search(block.text):
            told = "" if block.sources else " and no source stands beside it"
            level = I if block.sources else B
            yield at(block, f"“{found[0]}” is a dose{told}.", level, offset=found.start())
        if found := _CLERKS.search(block.text):
            yield at(block, f"“{found[0]}”: write the short form out.", W, offset=found.start())


_CALLING = r"(?:call|calling|dial|dialling|ring|ringing|phone|phoning|telephone|text)"
_SHORT = r"(?:999|911|112|111|000|995|116\s?117|1177|811)"
_TYPED = re.compile(rf"\b{_CALLING}\b[^.;]{{0,40}}?(?<![\d.,]){_SHORT}(?![\d,]|\.\d| (?:in|of|people|mg|steps))", re.I)
_LONG_NUMBER = re.compile(
    r"(?<![\d/.-])(?:(?:\+\d{1,3}[ -]?|0)\d{2,4}[ -]\d{3,4}(?:[ -]\d{3,4})?"
    r"|\d{3}[ -]\d{3}[ -]\d{4}|1\d{3}[ -]\d{3}[ -]\d{3})(?![\d/])"
)


@rule(
    "L19",
    B,
    "Never type a phone number",
    "Write {{emergency-number}} or {{urgent-number}}; the page prints the number of the reader's place.",
    bad=page(body="Call 999 now."),
    good=page(body="Call {{emergency-number}} now. In 112 people it helped."),
)
def typed_numbers(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Short numbers are found only close to a word for calling; long ones by their form, anywhere."""
    for block in text.blocks:
        for pattern in (_TYPED, _LONG_NUMBER):
            if found := pattern.search(block.text):
                yield at(block, f"{quote(found[0])} holds a phone number.", offset=found.start())
