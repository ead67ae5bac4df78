"""Help: what to do, when to get it, benefit and harm, doubt, review data (L2, L14, L15, L20, L22)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.content_checks.findings import B, Hit, I, W
from articles.content_checks.rules.base import at, page, quote, rule
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import HEADING, PageText
from articles.content_checks.vocabulary import VERBS
from articles.markdown.parse import CARE_LEVELS

_FIRST_WORDS = re.compile(r"^(?:If [^,]+, |\*\*)?(?:Do not |Don't |Never |Always )?(\w+)", re.I)


@rule(
    "L2",
    B,
    "Something to do",
    "Add a “do” list, a care card, or a line that begins with what to do, such as “Ask” or “Stretch”.",
    bad=page(body="A cramp is a muscle that tightens by itself."),
    good=page(body="A cramp is a muscle that tightens by itself.\n\n- Stretch the muscle."),
)
def something_to_do(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Care cards made from urgent signs and “make an appointment if” count, and so do typed ones. Words explained say
    what a word means and need nothing to do."""
    if text.kind == "glossary_term":
        return
    has_card = text.cards or text.snapshot["links"].get("urgent_signs") or text.snapshot["fields"].get("seek_care")
    if has_card or any(block.inside in ("do", "dont") for block in text.body()):
        return
    starts = (_FIRST_WORDS.match(sentence) for block in text.prose() for sentence in block.sentences)
    if not any(start and start[1].lower() in VERBS for start in starts):
        yield Hit("body", 0, "Nothing here tells readers what they can do.")


@rule(
    "L14",
    W,
    "Benefit beside harm",
    "Give the page both sections, {#benefits} and {#risks}, and say what happens without the treatment.",
    bad=page("treatment", body="## How it may help {#benefits}\n\nYou may walk further."),
    good=page(
        "treatment",
        body="## How it may help {#benefits}\n\nYou may walk further.\n\n## Risks {#risks}\n\nSore feet.\n\n"
        "## Other choices {#alternatives}\n\nYou can wait and see.",
    ),
)
def benefit_and_harm(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Treatments only. “Other choices” is where doing nothing stands."""
    if text.kind != "treatment":
        return
    for key, words in (
        ("benefits", "how it may help"),
        ("risks", "what can go wrong"),
        ("alternatives", "other choices"),
    ):
        if not any(text.in_section(key)):
            yield Hit("body", 0, f"There is nothing about {words}.")


_DOUBT = re.compile(
    r"\b(?:may|might|not clear|unclear|not (?:well )?known|not enough|(?:experts|studies|sources) disagree|"
    r"uncertain|not sure|how sure|few studies|no one knows|nobody knows)\b",
    re.I,
)


@rule(
    "L15",
    I,
    "Say how sure it is",
    "Say what is not known, and what readers can do all the same.",
    bad=page(body="Stretching stops a cramp. " * 30),
    good=page(body="Stretching may help. Few studies have looked. " * 20),
)
def how_sure(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Only where a page has room for it: over 100 words."""
    if text.kind != "glossary_term" and len(text.plain.split()) > 100 and not _DOUBT.search(text.plain):
        yield Hit("body", 0, "No word of doubt anywhere: is all of this certain?")


@rule(
    "L20",
    B,
    "All three levels of help",
    "Link urgent signs of both levels and fill in “make an appointment if”, or put the page on the list of none known.",
    bad=page("condition", links={"urgent_signs": [{"to": "urgent/cold-leg", "note": "", "qualifier": ""}]}),
    good=page(
        "condition",
        seek_care=["it keeps coming back."],
        links={
            "urgent_signs": [
                {"to": "urgent/cold-leg", "note": "", "qualifier": ""},
                {"to": "urgent/swollen-leg", "note": "", "qualifier": ""},
            ]
        },
    ),
)
def levels_of_help(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Conditions and symptoms get their cards from urgent signs (emergency, same day) and “make an appointment if”
    (routine), and the page prints them gravest first. Where cards are typed, this rule looks at their order."""
    if text.kind in ("condition", "symptom"):
        links = text.snapshot["links"].get("urgent_signs", [])
        levels = {shelf.pages[link["to"]].level for link in links if link["to"] in shelf.pages}
        if text.snapshot["fields"].get("seek_care"):
            levels.add("routine")
        for level in CARE_LEVELS:
            if level not in levels and not shelf.has_none(text.uid, level):
                yield Hit(
                    "seek_care" if level == "routine" else "links.urgent_signs", 0, f"No help of level “{level}”."
                )
    order = [CARE_LEVELS.index(level) for _, level in text.cards if level in CARE_LEVELS]
    if order != sorted(order):
        yield Hit("body", text.cards[0][0], "The gravest care card comes first.")


_REVIEW = re.compile(
    r"\b(?:last (?:reviewed|updated|checked)|(?:next )?review (?:is )?due|reviewed (?:by|on)|medically reviewed|"
    r"(?:page|article|information) (?:was )?(?:written|reviewed|updated))\b",
    re.I,
)


@rule(
    "L22",
    B,
    "Review dates are made, not typed",
    "Take it out: the page prints reviewer, date, next review, publisher and funding from the sign-off and the site.",
    bad=page(body="Last reviewed: March 2024."),
    good=page(body="A doctor may review your medicines once a year."),
)
def review_is_derived(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Who signed and when the next review is due follow from sign-offs, and every page shows them; publishing refuses
    an edition that nobody signed. So what is left to check is that nobody types what would soon be untrue."""
    for block in text.blocks:
        found = _REVIEW.search(block.text)
        if found and (block.kind == HEADING or not block.sources):
            yield at(block, f"{quote(found[0])}: the page says this by itself.", offset=found.start())
