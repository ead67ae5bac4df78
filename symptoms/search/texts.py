"""Many short texts laid out as one: as strings of their own, each would take fifty bytes more."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import overload


class Texts(Sequence[str]):
    """Texts by their number, in slices without gaps. Taking one out makes a new string."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._all, self._ends = bytearray(), array("I", [0])
        for text in texts:
            self._all += text.encode()
            self._ends.append(len(self._all))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            start, stop, _ = number.indices(len(self))
            return list(self._between(start, stop))
        return self._all[self._ends[number] : self._ends[number + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        return self._between(0, len(self))

    def _between(self, start: int, stop: int) -> Iterator[str]:
        whole = self._all
        return (whole[a:b].decode() for a, b in pairwise(self._ends[start : stop + 1]))


class Alphabetical(Texts):
    """Different texts in alphabetical order, so that one is soon found."""

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__(sorted(set(texts)))

    def __contains__(self, text: object) -> bool:
        if not isinstance(text, str):
            return False
        place = bisect_left(self, text)
        return place < len(self) and self[place] == text
