"""Reading level of a text: Flesch–Kincaid grade and SMOG, plain and with the site's own medical words counted as easy.

Formulae: Kincaid and others 1975 (grade = 0.39 words/sentence + 11.8 syllables/word − 15.59); McLaughlin 1969
(SMOG = 1.043 √(words of three or more syllables · 30 / sentences) + 3.1291). Both are prompts for writers, never proof.
Nothing is downloaded: syllables are counted by rules, checked against a list in the tests.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

LEAST_WORDS = 100
"""Below this, a grade says nothing; texts are pooled until they hold as many."""

VASCULAR_WORDS = frozenset(
    [
        "artery",
        "arteries",
        "angiogram",
        "angiography",
        "angioplasty",
        "ankle-brachial",
        "anticoagulant",
        "anticoagulants",
        "antiplatelet",
        "antiplatelets",
        "atherosclerosis",
        "circulation",
        "claudication",
        "diabetes",
        "diabetic",
        "emergency",
        "ischaemia",
        "medicine",
        "medicines",
        "peripheral",
        "supervised",
        "thrombosis",
        "ultrasound",
        "varicose",
        "vascular",
    ]
)
"""Words that this site explains wherever they stand; the adjusted grade counts each as one of two syllables."""

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_GROUP = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouyl]e$|que$|[^aeiouylsxzcg]es$|[^aeioutd]ed$")
_SPLIT = re.compile(
    r"ia(?!l)|(?<=[rdh])ial|io(?!n)|iu|eo(?!n)|ua|[^q]uo|ie(?=t|nc)|ui(?=d|et)|[eo]ing|dea$|rea$|ying|creat"
)
_EXCEPTIONS = {"business": 2, "diabetes": 4, "evening": 2, "every": 2, "everyone": 3, "people": 2, "something": 2}


@dataclass(frozen=True)
class Reading:
    """Counts of a text and the grades that follow from them."""

    words: int
    sentences: int
    syllables: int
    hard_words: int
    eased_syllables: int

    @property
    def is_long_enough(self) -> bool:
        """Whether a grade means anything."""
        return self.words >= LEAST_WORDS

    @property
    def grade(self) -> float:
        """Flesch–Kincaid grade of the words as they are (US school years)."""
        return self._kincaid(self.syllables)

    @property
    def adjusted_grade(self) -> float:
        """The same with explained medical words counted as easy."""
        return self._kincaid(self.eased_syllables)

    @property
    def smog(self) -> float:
        """SMOG grade."""
        return 1.043 * math.sqrt(self.hard_words * 30 / max(self.sentences, 1)) + 3.1291

    def _kincaid(self, syllables: int) -> float:
        words = max(self.words, 1)
        return 0.39 * words / max(self.sentences, 1) + 11.8 * syllables / words - 15.59

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
            self.hard_words + other.hard_words,
            self.eased_syllables + other.eased_syllables,
        )


NOTHING = Reading(0, 0, 0, 0, 0)


def read(text: str) -> Reading:
    """Count a plain text; each line and each sentence end is a sentence."""
    total = NOTHING
    for sentence in _SENTENCE.split(text):
        words = [word.lower().replace("’", "'") for word in _WORD.findall(sentence)]
        if words:
            counts = [syllables(word) for word in words]
            eased = [min(n, 2) if w in VASCULAR_WORDS else n for w, n in zip(words, counts, strict=True)]
            total += Reading(len(words), 1, sum(counts), sum(n >= 3 for n in counts), sum(eased))
    return total


def syllables(word: str) -> int:
    """Syllables of an English word, at least 1; parts joined by a hyphen are counted apart."""
    return sum(_syllables_of_part(part) for part in word.lower().split("-") if part)


def _syllables_of_part(part: str) -> int:
    plain = part.split("'", maxsplit=1)[0]
    if plain in _EXCEPTIONS:
        return _EXCEPTIONS[plain]
    count = len(_GROUP.findall(plain)) + len(_SPLIT.findall(plain))
    if count > 1 and _SILENT_E.search(plain):
        count -= 1
    return max(count, 1)
