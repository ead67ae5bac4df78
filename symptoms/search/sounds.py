"""What a word sounds like, roughly: people who spell by ear write “nite”, “siatica”, “flebitis”, “nuropathy”."""

from __future__ import annotations

import re
from functools import lru_cache

_CONSONANTS = (
    (r"^(kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^ps", "s"),
    (r"^x", "s"),
    (r"ph", "f"),
    (r"gm(?=s?$)", "m"),
    (r"(?<=[aeiou])lm", "m"),
    (r"(?<=[au])l(?=[fkv])", ""),
    (r"mb(?=s?$|n)", "m"),
    (r"tch", "ch"),
    (r"sch", "sk"),
    (r"sh|[st]ion|cian|tian", "X"),
    (r"sc(?=[eiy])", "s"),
    (r"c(?=[eiy])", "s"),
    (r"dge?(?=[eiy]|$)", "j"),
    (r"g(?=[eiy])", "j"),
    (r"ch|ck|qu|[cqk]", "k"),
    (r"x", "ks"),
    (r"th|dt", "t"),
    (r"z", "s"),
)
_LONG_VOWELS = (
    (r"igh|ie$|i(?=[^aeiou]e$)|y(?=[^aeiou]e$)", "I"),
    (r"gh(?=$|[^aeiou])", ""),
    (r"ai|ay|ei|ey|a(?=[^aeiou]e$)", "A"),
    (r"oa|ow|oe|ou|aw|au|o(?=[^aeiou]e$)", "O"),
)
"""Capitals are vowels already heard, so that later rules leave them alone."""
_VOWELS = (
    (r"(?<=[^aeiouAIO])e$", ""),
    (r"ee|ea|ie", "I"),
    (r"eu|ew|oo|ue|ui", "U"),
    (r"[eiy]", "I"),
)


def _compile(rules: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), sound) for pattern, sound in rules]


_RULES = [*_compile(_LONG_VOWELS), *_compile(_CONSONANTS), *_compile(_VOWELS)]


@lru_cache(maxsize=1000)
def sound(word: str) -> tuple[str, str]:
    """The word as it sounds with its vowels, and by consonants alone. A plural sounds as its singular."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    text = word[:-1] if plural else word
    for pattern, heard in _RULES:
        text = pattern.sub(heard, text)
    text = re.sub(r"[aeiou]+", lambda m: m[0][0], text.lower())
    text = re.sub(r"(?<=.)h|(?<=.)w(?![aeiou])", "", text)
    text = re.sub(r"(.)\1+", r"\1", text)
    first = "a" if text[:1] in set("aeiou") else text[:1]
    return text, first + re.sub(r"[aeiou]", "", text[1:])
