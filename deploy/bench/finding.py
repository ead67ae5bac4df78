"""Times ``find()`` and ``suggest()`` in one process: ``finding.py QUERY …``. Prints one line."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
django.setup()

from django.db import connection  # noqa: E402 - Django must be up first

from symptoms.search.find import find  # noqa: E402 - the same
from symptoms.search.suggest import suggest  # noqa: E402 - the same

TIMES = 5


def _milliseconds(do: Callable[[str], object], queries: list[str]) -> list[float]:
    do(queries[0])  # what is kept by generation is read
    found = []
    for query in queries * TIMES:
        began = time.perf_counter()
        do(query)
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def main() -> None:
    """Print median and the time that one in twenty exceeds."""
    told = []
    for name, do in (("find()", find), ("suggest()", suggest)):
        took = _milliseconds(do, sys.argv[1:])
        told.append(f"{name} {statistics.median(took):.1f} ms, 95 % within {took[int(len(took) * 0.95)]:.1f} ms")
    sys.stdout.write(f"In the process on {connection.vendor}: {'; '.join(told)}.\n")


main()
