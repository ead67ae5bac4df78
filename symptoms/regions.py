"""Where it hurts: the parts of the leg readers browse by, each made of words of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """A part of the leg, and the words of the facet “where” that belong to it."""

    key: str
    label: str
    words: tuple[str, ...]


REGIONS = (
    Region("buttock-and-hip", "Buttock and hip", ("buttock", "lower-back")),
    Region("thigh", "Thigh", ("thigh", "hamstring")),
    Region("knee", "Behind the knee", ("knee-back",)),
    Region("calf", "Calf", ("calf",)),
    Region("shin", "Shin", ("shin",)),
    Region("ankle", "Ankle", ("ankle",)),
    Region("foot-and-toes", "Foot and toes", ("foot", "toes")),
    Region("whole-leg", "Whole leg", ("whole-leg",)),
)
