"""Puts spelling right by the library's own words. Words it knows, words of medicine and right English stay."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from string import ascii_lowercase
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from articles import linked
from symptoms.search import lookups
from symptoms.search.described import NEGATORS
from symptoms.search.known import english_terms, medical_terms
from symptoms.search.lexicon import Lexicon
from symptoms.search.sounds import sound
from symptoms.search.words import FILLERS, STOP_WORDS, fold_word, stem, terms, words

SHORTEST, LONG = 3, 6
"""Shorter words are left alone; from ``LONG`` letters two edits are allowed, if the first letter is right."""
SHORTEST_PART = 3
"""Words are split and joined only into parts of at least so many letters."""
MOST_CORRECTED = 8
"""So many words of a query are put right at most, which bounds the work."""
TELLING = 4
"""So many consonants in the same order are enough to know a word by, whatever its vowels."""
SAME_LETTERS = 1.0
"""How many edits it is worth that only the order of the letters differs: a slip of the fingers."""
SAME_SOUND, SAME_CONSONANTS, IN_A_NAME, OTHER_LETTER = 3.0, 0.75, 0.6, 0.7
"""How many edits a sound-alike, the same consonants and a word of names are worth, and another first letter costs."""
LISTED = 1.5
"""How many edits it is worth that an editor listed the word as a misspelling of the page's name."""
OFTEN = 0.8
"""How many edits it is worth that names and phrases use the word, times the logarithm of how many do."""
WELL_KNOWN = 10
"""From so many pages on that have a word in a name or phrase, three letters may be meant for it (“caf” for “calf”)."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)


def correct(query: str, lexicon: Lexicon) -> str:
    """The query with its spelling put right, empty when nothing was changed."""
    return _Speller(query, lexicon).run()


class _Speller:
    def __init__(self, query: str, lexicon: Lexicon) -> None:
        self.query, self.lexicon = query, lexicon
        self.matches = list(_WORD.finditer(query))
        self.folded = [fold_word(match[0]) for match in self.matches]
        self.better: dict[int, str] = {}
        self.joined: set[int] = set()

    def run(self) -> str:
        """What is no word first; then words that sound like another, which takes a word of ours beside them."""
        self._join()
        doubted = [n for n, word in enumerate(self.folded) if n not in self.joined and self._is_doubtful(word)]
        doubted = doubted[:MOST_CORRECTED]
        english = [n for n in doubted if stem(self.folded[n]) in english_terms()]
        unknown = [n for n in doubted if n not in english]
        unwritten = [n for n, word in enumerate(self.folded) if n not in self.joined and self._is_unwritten(word)]
        unwritten = unwritten[:MOST_CORRECTED]
        listed = self._listed([self.folded[n] for n in unknown + unwritten])
        for number in unknown:
            word = self.folded[number]
            self._put_right(number, self._likelier(word, self._best(word, listed[word]), self._nearest(word)))
        for number in unwritten:
            self._put_right(number, self._best(self.folded[number], listed[self.folded[number]]))
        for number in english:
            if self._about_us(number):
                self._put_right(number, self._heard_as(self.folded[number]))
        return self._written()

    def _put_right(self, number: int, better: str | None) -> None:
        if better is not None:
            self.better[number] = better

    def _written(self) -> str:
        parts: list[str] = []
        last = 0
        for number, better in sorted(self.better.items()):
            end = number + 1 if number in self.joined else number
            parts += [self.query[last : self.matches[number].start()], better]
            last = self.matches[end].end()
        return "".join([*parts, self.query[last:]]) if parts else ""

    def _join(self) -> None:
        """A pair that is one word of a name is taken together."""
        for number, pair in enumerate(zip(self.folded, self.folded[1:], strict=False)):
            if any(len(word) < SHORTEST_PART or word in STOP_WORDS for word in pair) or number in self.joined:
                continue
            term = self.lexicon.words.get("".join(pair))
            if term and self.lexicon.is_named(term):
                self.better[number] = "".join(pair)
                self.joined |= {number, number + 1}

    def _is_doubtful(self, word: str) -> bool:
        term = stem(word)
        return (
            len(word) >= SHORTEST
            and word.isalpha()
            and word not in STOP_WORDS | NEGATORS
            and term not in self.lexicon.pages
            and term not in self.lexicon.vocabulary_terms
            and term not in medical_terms()
        )

    def _is_unwritten(self, word: str) -> bool:
        """A word no page has in this form, although its stem is one of ours: “varicous” and “varices” share theirs.
        Only an editor can say that it is wrong."""
        return len(word) >= SHORTEST and word not in self.lexicon.words and stem(word) in self.lexicon.pages

    def _about_us(self, number: int) -> bool:
        """Whether another word of the query stands in a name: alone, a right English word is never doubted."""
        others = [self.better.get(n, word) for n, word in enumerate(self.folded) if n != number]
        return any(self.lexicon.is_named(term) and term not in FILLERS for other in others for term in terms(other))

    def _listed(self, unknown: list[str]) -> dict[str, list[str]]:
        """The words of names that editors say these are meant for: they stand in a misspelling of those pages."""
        pages = lookups.misspelt(list(map(stem, unknown))) if unknown else {}
        live = linked.pages.get(set().union(*pages.values()), self.lexicon.generation)
        named = {page: self._words_of_names(found.facts) for page, found in live.items()}
        found = {}
        for word in unknown:
            meant = {other for page in pages.get(stem(word), ()) for other in named.get(page, ())}
            found[word] = [other for other in meant if _is_like(word, other)]
        return found

    def _words_of_names(self, facts: Mapping[str, Any]) -> list[str]:
        names = " ".join([facts["title"], facts["medical_name"], *facts["lay_names"]])
        return [word for word in set(words(names)) if word in self.lexicon.words]

    def _likelier(self, word: str, listed: str | None, nearest: str | None) -> str | None:
        if listed is None or nearest is None:
            return listed or nearest
        return listed if self._cost(word, listed)[0] - LISTED <= self._cost(word, nearest)[0] else nearest

    def _heard_as(self, word: str) -> str | None:
        full, consonants = sound(word)
        alike = [other for other in self.lexicon.by_sound.get(consonants, ()) if sound(other)[0] == full]
        # The rules hear “wheel” and “well” as one; real twins (“vane” and “vein”) are nearly always of one length.
        alike = [other for other in alike if len(other) == len(word) or self._is_near(word, other)]
        return self._best(word, alike)

    def _is_near(self, word: str, other: str) -> bool:
        """One edit away; three letters may be anything, so they are taken only for what many pages are called."""
        often = len(word) > SHORTEST or self.lexicon.named.get(self.lexicon.words[other], 0) >= WELL_KNOWN
        return often and OSA.distance(word, other) <= 1

    def _nearest(self, word: str) -> str | None:
        allowed = 1 if len(word) < LONG else 2
        lengths = range(max(SHORTEST + 1, len(word) - allowed), len(word) + allowed + 1)
        near = [other for length in lengths for other in self._similar(word, length, allowed)]
        near += self._with_another_beginning(word)
        heard, consonants = sound(word)
        singular = word.removesuffix("s")  # as it was heard, so that a plural is not one edit further away
        alike = [
            other
            for other in self.lexicon.by_sound.get(consonants, ())
            if OSA.distance(singular, other)
            <= (max(3, len(word) // 2) if sound(other)[0] == heard or len(consonants) >= TELLING else 2)
        ]
        if len(word) == SHORTEST:
            return self._heard_as(word)
        return self._best(word, [*near, *alike, *self._splits(word)]) or self._best(word, self._rough_splits(word))

    def _splits(self, word: str) -> list[str]:
        return [" ".join(pair) for pair in _pairs(word) if all(map(self._is_ours, pair))]

    def _rough_splits(self, word: str) -> list[str]:
        """Two words written as one, and one of them wrong: “blodclot”."""
        found = []
        for first, second in _pairs(word):
            if self._is_ours(first):
                found += [f"{first} {better}" for better in self._one_edit_from(second)]
            elif self._is_ours(second):
                found += [f"{better} {second}" for better in self._one_edit_from(first)]
        return found

    def _one_edit_from(self, part: str) -> list[str]:
        if len(part) <= SHORTEST_PART:
            return []
        near = [other for n in (-1, 0, 1) for other in self._similar(part, len(part) + n, 1)]
        return [other for other in near if self._is_ours(other)]

    def _similar(self, word: str, length: int, edits: int) -> list[str]:
        """Words of so many letters with the same first letter that are at most so many edits away."""
        others = self.lexicon.by_beginning.get((word[0], length), ())
        return [other for other, _, _ in extract(word, others, scorer=OSA.distance, score_cutoff=edits, limit=None)]

    def _with_another_beginning(self, word: str) -> list[str]:
        """Words one edit away that begin with another letter: the edit is at the beginning, so they can be tried."""
        tails = (word, word[1:])
        tried = [word[1:], word[1] + word[0] + word[2:], *(a + tail for a in ascii_lowercase for tail in tails)]
        return [one for one in tried if one in self.lexicon.words and one[0] != word[0] and len(one) > SHORTEST]

    def _is_ours(self, word: str) -> bool:
        return self.lexicon.is_named(self.lexicon.words.get(word, ""))

    def _best(self, word: str, candidates: Iterable[str]) -> str | None:
        return min(sorted(set(candidates)), key=lambda other: self._cost(word, other), default=None)

    def _cost(self, word: str, other: str) -> tuple[float, int]:
        known = [self.lexicon.words[part] for part in other.split()]
        mine, theirs = sound(word), sound(other.replace(" ", ""))
        cost = float(OSA.distance(word, other))
        cost -= SAME_SOUND if mine[0] == theirs[0] and len(known) == 1 else SAME_CONSONANTS * (mine[1] == theirs[1])
        cost -= IN_A_NAME * all(map(self.lexicon.is_named, known))
        cost -= OFTEN * min(math.log1p(self.lexicon.named.get(term, 0)) for term in known)
        cost -= SAME_LETTERS * (sorted(word) == sorted(other))
        cost += OTHER_LETTER * (word[0] != other[0] and mine[0] != theirs[0])
        return cost, -min(self.lexicon.pages[term] for term in known)


def _is_like(word: str, other: str) -> bool:
    return OSA.distance(word, other) <= max(3, len(word) // 2) and len(other) > SHORTEST


def _pairs(word: str) -> list[tuple[str, str]]:
    return [(word[:cut], word[cut:]) for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]
