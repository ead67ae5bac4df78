"""Which form of a page a browser takes (RFC 9110, section 12.5.3), and how that form is made."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli

PLAIN, GZIP, BROTLI = "identity", "gzip", "br"

# The last step that costs little: the next one takes three times as long for one byte in a hundred.
_BROTLI_QUALITY = 6
_GZIP_LEVEL = 6


@lru_cache(maxsize=64)
def best(accepted: str) -> str:
    """The coding that an Accept-Encoding header likes best; the smaller one where it likes two the same.

    Plain is always right, so it is also the answer to a header that allows nothing we have.
    """
    weights = _weights(accepted)
    others = weights.get("*", 0.0)
    coding = max((BROTLI, GZIP), key=lambda name: weights.get(name, others))
    weight = weights.get(coding, others)
    return coding if weight > 0 and weight >= weights.get(PLAIN, 0.0) else PLAIN


def _weights(accepted: str) -> dict[str, float]:
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip().removeprefix("x-")] = _weight(parameter)
    return weights


def _weight(parameter: str) -> float:
    """The ``q`` of one coding; 0, which refuses it, where that cannot be read."""
    name, _, value = parameter.partition("=")
    if not name.strip():
        return 1.0
    try:
        return min(float(value), 1.0) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0


def pack(plain: bytes, coding: str) -> bytes:
    """The bytes in this coding, the same each time."""
    if coding == BROTLI:
        return brotli.compress(plain, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return gzip.compress(plain, _GZIP_LEVEL, mtime=0) if coding == GZIP else plain


def unpack(body: bytes, coding: str) -> bytes:
    """What :func:`pack` was given."""
    if coding == BROTLI:
        return brotli.decompress(body)
    return gzip.decompress(body) if coding == GZIP else body
