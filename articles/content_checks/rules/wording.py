"""Words: main message, address, voice, jargon, short forms, plain words, promises, skin (L1, L3–L6, L11, L23, L24)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.content_checks.findings import B, Hit, I, W
from articles.content_checks.rules.base import at, page, quote, rule
from articles.content_checks.shelf import Shelf
from articles.content_checks.text import HEADING, Block, PageText, sentences, words
from articles.content_checks.vocabulary import (
    ABBREVIATIONS,
    ILLNESSES,
    JARGON,
    MEDICINES,
    PARTICIPLES,
    PLAIN_WORDS,
    STATES,
)

ACTION_SECTIONS = ("self-care", "what-you-can-do", "how", "prepare", "prevention", "living-with")
_YOU = re.compile(r"\b(?:you|your|yourself)\b", re.I)
_PATIENTS = re.compile(r"\b(?:the patient|patients|sufferers?)\b(?! information| leaflet)", re.I)
_PASSIVE = re.compile(
    rf"\b(?:am|is|are|was|were|be|been|being)\b(?:\s+\w+ly)?\s+(?!(?:{STATES})\b)"
    rf"(?:\w+ed|{PARTICIPLES})\b",
    re.I,
)


@rule(
    "L1",
    B,
    "One clear main message",
    "Write a summary of one to three sentences and at most 60 words: what this is and why it matters.",
    bad=page(summary="One. It is short. It has too many parts. So nobody knows which one matters."),
    good=page(summary="Fat builds up in the leg arteries. It can be treated."),
)
def main_message(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Our main message is the summary; the page template prints it under the title, before any heading."""
    summary = text.snapshot["summary"]
    count, long = len(sentences(summary)), len(words(summary))
    if not 1 <= count <= 3:
        yield Hit("summary", 0, f"The summary has {count} sentences; one to three say it best.")
    if long > 60:
        yield Hit("summary", 0, f"The summary has {long} words; 60 is the most.")


@rule(
    "L3",
    W,
    "Speak to the reader",
    "Say “you” and “your”. Write “people with …”, never “patients” or “sufferers”.",
    bad=page(body="Most patients recover."),
    good=page(body="Most people recover."),
)
def speaks_to_the_reader(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Orders such as “Keep moving” speak to the reader too, so only long stretches of action are counted."""
    for block in text.prose():
        if found := _PATIENTS.search(block.text):
            yield at(block, f"{quote(found[0])}: say “people” or “you”.", offset=found.start())
    action = [b for b in text.in_section(*ACTION_SECTIONS) if b.inside not in ("do", "dont")]
    count = sum(block.words for block in action)
    yous = sum(len(_YOU.findall(block.text)) for block in action)
    if count >= 100 and yous < count // 100:
        yield at(action[0], f"{count} words on what to do, and “you” or “your” stands there {yous} times.")


@rule(
    "L4",
    W,
    "Say who does it",
    "Turn the sentence round: “A nurse takes blood”, not “Blood is taken”.",
    bad=page(summary="The leg is examined by a nurse."),
    good=page(summary="A nurse looks at your leg."),
)
def active_voice(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """A warning in the summary and in lists of things to do; elsewhere information, when over a tenth is passive."""
    orders = [b for b in text.prose() if b.field in ("summary", "do_now", "do_not") or b.inside in ("do", "dont")]
    for block in orders:
        if found := _PASSIVE.search(block.text):
            yield at(block, f"{quote(found[0])} does not say who does it.", offset=found.start())
    said = [sentence for block in text.body() if block not in orders for sentence in block.sentences]
    passive = sum(1 for sentence in said if _PASSIVE.search(sentence))
    if len(said) >= 10 and passive * 10 > len(said):
        yield Hit("body", 0, f"{passive} of {len(said)} sentences do not say who does it.", I)


_EXPLAINING = re.compile(
    r"\s*\(|\s+(?:means?|is when|is an?|is the|are the|is short for|stands for)\b|\s*[:–]"
    r"|,\s+(?:an?|the|or|which|where|when|that is|meaning)\b",
    re.I,
)
_NAMING = re.compile(
    r"(?:\(|,\s+or|\b(?:called|call (?:this|it|them|these|that|a \w+|the \w+)?|named?|known as|termed?|speak of|"
    r"(?:that|this) is|name is|word(?: for \w+)? is)\b)\W*(?:an?\s|the\s)?[\w\s-]{0,30}$",
    re.I,
)


@rule(
    "L5",
    B,
    "Explain a medical word where it first stands",
    "Put the plain word first and the medical word in brackets, or link it: [[glossary/stenosis|narrowing]].",
    bad=page(body="The scan showed a stenosis above the knee."),
    good=page(body="The scan showed a narrow part (stenosis) above the knee."),
)
def explains_words(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """The jargon list, and the glossary's terms that are on it under another form. A page that is named by a word
    explains it as a whole. Glossary terms that are everyday words (artery, vein, calf) are information only."""
    own = " ".join(text.names).lower()
    blocks = [b for b in text.blocks if b.kind != HEADING and not b.field.startswith("links.")]
    told: set[tuple[int, int]] = set()
    for word in sorted(JARGON, key=len, reverse=True):
        if word.lower() in own:
            continue
        found = _first_use(word, blocks)
        if found is None or _is_explained(*found) or (id(found[0]), found[1].end()) in told:
            continue
        block, match = found
        told.add((id(block), match.end()))
        yield at(block, f"{quote(match[0])} is not explained where it first stands.", offset=match.start())
    if text.kind != "glossary_term":
        yield from _everyday_terms(text, shelf, blocks, own)


def _everyday_terms(text: PageText, shelf: Shelf, blocks: list[Block], own: str) -> Iterator[Hit]:
    linked = {uid for block in text.blocks for _, _, uid in block.spans}
    hard = {word.lower() for word in JARGON}
    for uid, card in shelf.titled("glossary_term").items():
        word = card.title.split(" (")[0]
        if uid in linked or word.lower() in hard or word.lower() in own:
            continue
        found = _first_use(word, blocks)
        if found and not _is_explained(*found):
            yield at(found[0], f"{quote(found[1][0])} could link to [[{uid}]].", I, offset=found[1].start())


def _first_use(word: str, blocks: list[Block]) -> tuple[Block, re.Match[str]] | None:
    flags = 0 if word.isupper() else re.I
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}s?(?![\w-])", flags)
    for block in blocks:
        if found := pattern.search(block.text):
            return block, found
    return None


def _is_explained(block: Block, found: re.Match[str]) -> bool:
    if block.is_linked(*found.span()):
        return True
    before, after = block.text[: found.start()], block.text[found.end() :]
    if not before and after.startswith("."):
        return True  # "**Stent.** A small mesh tube": the word is a heading of its own.
    return bool(_NAMING.search(before[-60:])) or bool(_EXPLAINING.match(after)) or _opens_soon(after)


def _opens_soon(after: str) -> bool:
    """Whether an explanation begins within 15 words, in the same sentence."""
    sentence = re.split(r"[.!?](?:\s|$)", after, maxsplit=1)[0]
    return bool(re.search(r"\(|\b(?:means|is when|that is)\b", " ".join(sentence.split()[:15])))


_SHORT_FORM = re.compile(r"(?<![\w&-])[A-Z]{2,6}(?:s)?(?![\w&-])")


@rule(
    "L6",
    W,
    "Spell out a short form",
    "Write the long form first: “ankle-brachial index (ABI)”.",
    bad=page(body="Ask for your TBI."),
    good=page(body="Ask for your toe-brachial index (TBI). The TBI is a number."),
)
def spells_out(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Names of the page itself count as spelled out, and so do short forms inside a link that explains them."""
    own, seen = " ".join(text.names), set(ABBREVIATIONS)
    for block in text.prose():
        if block.field.startswith("links.") or block.field == "say":
            continue
        for found in _SHORT_FORM.finditer(block.text):
            short = found[0].rstrip("s")
            if short in seen or re.search(rf"\b{short}\b", own):
                continue
            seen.add(short)
            if not (_is_explained(block, found) or block.is_linked(*found.span())):
                yield at(block, f"“{short}” has no long form here or earlier.", offset=found.start())


_PLAIN = re.compile(r"\b(" + "|".join(sorted(map(re.escape, PLAIN_WORDS), key=len, reverse=True)) + r")\b", re.I)


@rule(
    "L11",
    W,
    "Use the short word",
    "Take the plain word that the message names.",
    bad=page(body="Elevate the leg prior to sleep."),
    good=page(body="Raise the leg before sleep."),
)
def short_words(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """A word in brackets after its plain form is the medical name, which is allowed."""
    for block in text.prose():
        for found in _PLAIN.finditer(block.text):
            if not _NAMING.search(block.text[: found.start()][-40:]):
                better = PLAIN_WORDS[found[1].lower()]
                yield at(block, f"“{found[1]}”: say “{better}”.", offset=found.start())


_NEGATED = re.compile(r"\b(?:no|not|never|cannot|can't|nothing|nobody|without|isn't|doesn't|rarely|or a)\b", re.I)
_PROMISES = re.compile(
    r"\b(?:cures?|cured|guarantee[ds]?|miracle|100\s?% safe|(?:completely|totally|entirely) safe)\b", re.I
)
_NO_SIDE_EFFECTS = re.compile(r"\b(?:no|without(?: any)?) side effects\b", re.I)
_CERTAIN = r"(?:probably|likely|certainly|definitely|almost certainly|must|clearly)"
_DIAGNOSIS = re.compile(
    rf"\byou {_CERTAIN} have\b"
    rf"|\b(?:this|that|it) means (?:that )?you have (?:an? |the )?(?:\w+ ){{0,2}}{ILLNESSES}\b|\byou are suffering\b"
    r"|\byour diagnosis is\b|\byour (?:own )?(?:risk|chance)s? (?:is|are) (?:\d|high|low|very|about)",
    re.I,
)
_CHANGE = r"(?:start|stop|increase|reduce|double|halve|raise|lower)(?: taking)?"
_THINGS = rf"(?:your|the|a|any)?\s*(?:\w+\s){{0,2}}{MEDICINES}"
_CHANGES_MEDICINE = re.compile(rf"\byou should {_CHANGE} {_THINGS}\b|(?:^|[.!?]\s+){_CHANGE} {_THINGS}\b", re.I)


@rule(
    "L23",
    B,
    "Promise nothing, diagnose nobody, change no medicine",
    "Say what may help and how sure it is; say who can find out; leave changes of medicine to the prescriber.",
    bad=page(body="Magnesium cures cramps."),
    good=page(body="There is no cure for cramps yet."),
)
def promises_nothing(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """“You have …” alone is everyday English (“if you have diabetes”), so only forms that tell a reader what they have
    are found. “No cure” and “cannot cure” are honest and pass."""
    for block in text.prose():
        for sentence in block.sentences:
            for message in _promises(sentence):
                yield at(block, message, offset=block.text.find(sentence))


def _promises(sentence: str) -> Iterator[str]:
    found = _PROMISES.search(sentence)
    if found and not _NEGATED.search(sentence[: found.start()]) and not sentence.endswith("?"):
        yield f"{quote(found[0])} promises too much."
    if found := _NO_SIDE_EFFECTS.search(sentence):
        yield f"{quote(found[0])}: nothing that works has none."
    if found := _DIAGNOSIS.search(sentence):
        yield f"{quote(found[0])} tells readers what they have."
    if found := _CHANGES_MEDICINE.search(sentence):
        yield f"{quote(found[0].lstrip('.!? '))} tells readers to change a medicine."


_COLOUR = re.compile(r"\b(?:red|redder|redness|pale|paler|blue|bluish|purple|white|flushed|brownish)\b", re.I)
_BODY_PART = re.compile(r"\b(?:skin|leg|legs|foot|feet|toes?|calf|shin|ankle|swollen|swelling|warm|rash)\b", re.I)
_DARKER_SKIN = re.compile(r"\b(?:brown|black|dark|darker)\b[\w\s,]{0,15}\bskin\b", re.I)


@rule(
    "L24",
    W,
    "Describe colour for every skin",
    "Say how it looks on brown and black skin, or what to feel instead: warmth, swelling, a cold foot.",
    bad=page(body="Your foot may turn pale or blue."),
    good=page(body="Your foot may turn pale. On brown or black skin, look at the soles and nails."),
)
def colour_for_every_skin(text: PageText, shelf: Shelf) -> Iterator[Hit]:
    """Once a page; glossary terms and names of links are too short to carry it."""
    if text.kind == "glossary_term" or _DARKER_SKIN.search(text.plain):
        return
    for block in text.prose():
        if block.field.startswith("links."):
            continue
        for sentence in block.sentences:
            if (found := _COLOUR.search(sentence)) and _BODY_PART.search(sentence):
                message = (
                    f"“{found[0]}” is not seen alike on every skin, and this page says nothing of brown or black skin."
                )
                yield at(block, message, offset=block.text.find(sentence))
                return
