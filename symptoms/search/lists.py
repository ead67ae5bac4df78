"""Lists of words that search knows, one file each in ``data/``; lines that begin with “#” explain."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"


def word_list(name: str) -> frozenset[str]:
    """All words of a list."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
