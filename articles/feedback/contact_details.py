"""Takes out of a reader's words what looks like a way to find or name a person. Rather too much than too little."""

from __future__ import annotations

import re
import unicodedata

REMOVED = "[removed]"

_LINKING = (
    "a|about|am|an|and|as|at|because|but|by|for|from|had|has|have|i|im|i'm|in|is|it|my|not|of|on|or|so|that|the|they|"
    "this|to|was|we|when|who|with|you|your"
)
_WORD = r"[^\W\d_][\w'’-]*\.?"
_NAME = rf"{_WORD}(?:\s+(?!(?:{_LINKING})\b){_WORD}){{0,2}}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"

_AT, _DOT = (rf"\s?[\[({{ ]\s?{word}\s?[\])}} ]\s?" for word in ("at", "dot"))
_MAIL = "gmail|googlemail|hotmail|outlook|yahoo|icloud|live|msn|aol|btinternet|proton(?:mail)?"

_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        # Web addresses, with or without their beginning; then e-mail, also spelt out; then @names.
        (r"\b(?:https?|ftp)\s?:\s?/\s?/\s?\S+|\bwww\.\S+", re.I),
        (r"[^\s@<>(),;:]+\s?@\s?[^\s@<>(),;]+\.[^\s@<>(),;]+|\S*\w@\w\S*", re.I),
        (rf"\b(?:[\w.+-]+\s+dot\s+)*[\w.+-]+{_AT}[\w-]+(?:{_DOT}[a-z]{{2,}})+\b", re.I),
        (r"\b[\w.+-]+\s?[\[({]\s?at\s?[\])}]\s?[\w-]+\.[\w.-]+", re.I),
        (rf"\b[\w.+-]+\s+at\s+(?:{_MAIL})\b\S*", re.I),
        (r"(?<!\w)@\w[\w.-]*", re.I),
        (r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|info|edu|gov|uk|eu|au|ie|de|fr|ca|nz)\b(?:/\S*)?", re.I),
        # Post codes: Britain, Canada, the United States after the letters of the state.
        (r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b|\b[a-z]\d[a-z]\s?\d[a-z]\d\b", re.I),
        (r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b", 0),
        # A house and its street.
        (
            r"\b(?:flat\s\d+\w?,?\s)?\d+[a-z]?,?\s(?:[^\W\d_][\w'’-]+\s){1,3}"
            r"(?:street|road|rd|avenue|ave|lane|drive|close|court|crescent|gardens|terrace|boulevard|blvd)\b\.?",
            re.I,
        ),
        # Days of birth, in figures or words.
        (
            r"\b(?:(?:was |am )?born(?: on)?|date of birth|d\.?o\.?b\.?)(?:\s(?:is|was))?[\s:]*"
            rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?)(?:\s\d{{2,4}})?",
            re.I,
        ),
        (r"\b\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})\b", 0),
        # Phone, patient and other numbers: seven figures or more with anything usual between them, or six in a row.
        (r"(?<![\w.])\+?\(?\d(?:[\s().\-/\u2010-\u2015]{0,3}\d){6,}", 0),
        (r"\b[a-z]{0,3}\d{6,}[a-z]?\b|\b[a-z]{2}(?:\s?\d\d){3}\s?[a-d]\b", re.I),
        # Names: said, in a title, or below the words.
        (rf"\b(?:my|his|her|their)\s+(?:\w+['’]?s?\s+)?name(?:['’]s|s|\s+is|\s+was|:)\s+{_NAME}", re.I),
        (rf"\b(?:i\s+am|i['’]?m|s?he(?:['’]s|\s+is|\s+was))\s+(?:called|named)\s+{_NAME}", re.I),
        (rf"\b(?i:call me)\s+(?=[A-Z]){_NAME}", 0),
        (rf"\bname\s*:\s*{_NAME}", re.I),
        (
            r"\b(?:Dr|DR|Mr|MR|Mrs|MRS|Ms|MS|Mx|Miss|Prof|Professor|Doctor|Nurse|Sister)\.?\s+(?:[A-Z]\.?\s+)?"
            r"[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?",
            0,
        ),
        (
            r"(?i:\b(?:regards|sincerely|faithfully|best wishes|many thanks|thank you|thanks|cheers|signed)\b)[,.!]?\s+"
            r"(?:from\s+)?[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2}\.?\s*\Z",
            0,
        ),
    )
)


def without_contact_details(text: str) -> str:
    """The words, with ``[removed]`` where something looked like a contact detail, a name or a number of a person.

    Applied twice it changes nothing more. Characters that show nothing are dropped, and look-alike forms (such as
    full-width figures) become plain ones first, so that they hide nothing.
    """
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C" or c == "\t").strip()
    before = None
    while text != before:
        before = text
        for pattern in _PATTERNS:
            text = pattern.sub(REMOVED, text)
    return text
