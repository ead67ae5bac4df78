"""From what people type to terms: lower case, accents and British spellings folded, stop words dropped, words
stemmed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "i",
        "i'm",
        "my",
        "me",
        "mine",
        "you",
        "your",
        "we",
        "our",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "can",
        "could",
        "would",
        "will",
        "with",
        "from",
        "by",
        "as",
        "so",
        "if",
        "just",
        "get",
        "gets",
        "got",
        "getting",
        "im",
        "ive",
        "what",
        "which",
        "who",
        "why",
        "how",
        "there",
        "their",
        "them",
        "they",
        "he",
        "she",
        "his",
        "her",
        "about",
        "into",
        "please",
        "some",
        "any",
        "also",
        "very",
        "really",
    ]
)
"""Small on purpose: “not”, “stops”, “rest”, “walk” and “night” carry the meaning here and must never be added."""

FOLDS = (
    (re.compile(r"aemi"), "emi"),
    (re.compile(r"oede"), "ede"),
    (re.compile(r"aesth"), "esth"),
    (re.compile(r"oesoph"), "esoph"),
    (re.compile(r"haem"), "hem"),
    (re.compile(r"oestr"), "estr"),
    (re.compile(r"isation\b"), "ization"),
    (re.compile(r"(\w{3})ise(d|s|r)?\b"), r"\1ize\2"),
    (re.compile(r"colour"), "color"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"programme\b"), "program"),
    (re.compile(r"fibre"), "fiber"),
    (re.compile(r"centre"), "center"),
    (re.compile(r"dizz(y|iness)"), "dizzy"),
)
"""British spellings to American ones, on whole folded text."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_stemmer = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """Lower case, without accents, one spelling."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    for pattern, replacement in FOLDS:
        plain = pattern.sub(replacement, plain)
    return plain


def words(text: str) -> list[str]:
    """Folded words in order, stop words included, possessives and apostrophes dropped."""
    return [word.removesuffix("'s").replace("'", "") for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English Snowball stem."""
    return _stemmer.stemWord(word)


def terms(text: str) -> list[str]:
    """Index terms in order: stemmed words without stop words, at most 40 characters each."""
    return [stem(word)[:40] for word in words(text) if word not in STOP_WORDS and word.replace("'", "")]


def key(text: str) -> str:
    """A name or phrase as one string of terms, for whole matches."""
    return " ".join(terms(text))
