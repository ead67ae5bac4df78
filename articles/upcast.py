"""Reads snapshots of older schemas. Each step is a pure function from one schema to the next; stored bytes never
change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SCHEMA = 2
"""Version of the canonical form that this release writes."""


def from_1_to_2(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Tests say what people compare scans by."""
    new = ("shows", "needle", "kidneys", "metal", "pregnancy", "afterwards") if snapshot["kind"] == "test" else ()
    return snapshot | {"schema": 2, "fields": snapshot["fields"] | dict.fromkeys(new, "")}


STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: from_1_to_2}
"""From the schema that is the key to the next one."""


def upcast(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot in the current schema. Raises :class:`ValueError` for one from a newer release."""
    if snapshot["schema"] > SCHEMA:
        raise ValueError(f"Snapshot schema {snapshot['schema']} is newer than this release reads ({SCHEMA}).")
    while snapshot["schema"] < SCHEMA:
        snapshot = STEPS[snapshot["schema"]](snapshot)
    return snapshot
