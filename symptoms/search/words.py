"""From what people type to terms: lower case, accents and British spellings folded, stop words dropped, words
stemmed."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

from symptoms.search.lists import word_list

STOP_WORDS = word_list("stop_words")
LONGEST_NAME = 6
"""Names and phrases of more terms are not looked up whole; their words still count."""

SPELLINGS = {
    "aemi": "emi",
    "aest": "est",
    "paed": "ped",
    "gynaec": "gynec",
    "diarrhoea": "diarrhea",
    "apnoea": "apnea",
    "oede": "ede",
    "oesoph": "esoph",
    "haem": "hem",
    "oestr": "estr",
    "colour": "color",
    "tumour": "tumor",
    "grey": "gray",
    "fibre": "fiber",
    "centre": "center",
}
"""British spellings to American ones, wherever they stand in folded text."""
ENDINGS = (
    ("isation", re.compile(r"isation\b"), "ization"),
    ("ise", re.compile(r"(\w{3})ise(d|s|r)?\b"), r"\1ize\2"),
    ("programme", re.compile(r"programme\b"), "program"),
    ("tre", re.compile(r"\b(litre|metre|kilometre)(s?)\b"), lambda m: m[1][:-2] + "er" + m[2]),
    ("dizz", re.compile(r"dizz(y|iness)"), "dizzy"),
)
"""The same where the end of the word matters. To see first whether the letters are there at all takes a tenth of the
time."""

IRREGULAR = {
    form: word
    for word, forms in {
        "ache": "achy aching ached achey",
        "artery": "arterial",
        "bleed": "bled",
        "break": "broke broken",
        "breath": "breathe breathing breathless breathlessness breathed",
        "burn": "burnt",
        "calf": "calve calves calfs",
        "cannot": "cant",
        "cold": "colder coldness coldest",
        "cramp": "crampy",
        "dangle": "dangling",
        "diabetes": "diabetic diabetics",
        "drink": "drank drunk",
        "fall": "fell fallen",
        "feel": "felt",
        "foot": "feet",
        "go": "goes going gone went",
        "grow": "grew grown",
        "itch": "itchy itchiness",
        "leg": "legged",
        "lie": "lying lay laying lies",
        "lose": "lost losing loses loss",
        "lump": "lumpy",
        "not": "wont dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt wouldnt shouldnt couldnt",
        "medicine": "medication medications meds medicines medicinal",
        "pregnant": "pregnancy pregnancies",
        "prick": "prickle prickly prickling",
        "restless": "restlessness",
        "run": "ran",
        "shake": "shook shaky",
        "shiny": "shine shining",
        "sit": "sat",
        "sleep": "slept asleep",
        "smoke": "smoker smokers smoking smoked",
        "sore": "soreness",
        "stand": "stood",
        "sting": "stung",
        "swell": "swollen swelled swelling swellings",
        "thrombosis": "thrombotic thromboses",
        "tingle": "tingly tingling",
        "ulcer": "ulceration ulcerated",
        "vein": "venous veiny",
        "wake": "woke waking wakes woken awake",
        "weak": "weakness weaker",
        "weight": "overweight",
        "worse": "worsen worsens worsening worst",
    }.items()
    for form in forms.split()
}
"""Forms of everyday words that a stemmer does not bring together: grammar, not medicine."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@cache
def _stemmer() -> Any:
    """The English stemmer alone: the start of its package brings thirty languages, 3 MB in each process."""
    name = "snowballstemmer"
    spec = find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(name)
    sys.modules[name] = module_from_spec(spec)  # not run
    try:
        return import_module(f"{name}.english_stemmer").EnglishStemmer()
    finally:
        sys.modules.pop(name, None)  # another thread may have been first


def plain(text: str) -> str:
    """Lower case, without accents."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    lower = unicodedata.normalize("NFKD", lower.replace("’", "'"))
    return "".join(char for char in lower if not unicodedata.combining(char))


def fold(text: str) -> str:
    """Lower case, without accents, one spelling."""
    folded = plain(text)
    for british, american in SPELLINGS.items():
        folded = folded.replace(british, american)
    for letters, pattern, replacement in ENDINGS:
        if letters in folded:
            folded = pattern.sub(replacement, folded)
    return folded


@lru_cache(maxsize=2000)
def fold_word(word: str) -> str:
    """One word folded, without apostrophes. Words are kept, as :func:`stem` keeps them; what was typed with them is
    not."""
    return fold(word).replace("'s", "").replace("'", "")


def words(text: str) -> list[str]:
    """Folded words in order, stop words included, possessives and apostrophes dropped."""
    return [word.removesuffix("'s").replace("'", "") for word in _WORD.findall(fold(text))]


def written(text: str) -> list[str]:
    """Words in order as they are written, but for case, accents and apostrophes."""
    return [word.replace("'", "") for word in _WORD.findall(plain(text))]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The index term of a folded word: its everyday form, then the English Snowball stem, at most 40 characters."""
    return str(_stemmer().stemWord(IRREGULAR.get(word, word)))[:40]


def terms(text: str) -> list[str]:
    """Index terms in order: stemmed words without stop words."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def key(text: str) -> str:
    """A name or phrase as one string of terms, for whole matches."""
    return " ".join(terms(text))


FILLERS = frozenset(map(stem, word_list("fillers")))
"""Words that say little about which page is wanted. They count less and are never left out."""
