"""Prints Lighthouse's reports as one table: ``lighthouse_table.py FOLDER``."""

import json
import sys
from pathlib import Path
from typing import Any

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
HEADER = ("page", "form", *CATEGORIES, "first paint", "layout shift", "kB")


def row(path: Path) -> tuple[str, ...]:
    """One report: scores of 100, milliseconds, shift without unit, kilobytes over the wire."""
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    audits, categories = report["audits"], report["categories"]
    scores = (str(round(100 * (categories[name]["score"] or 0))) for name in CATEGORIES)
    paint = f"{audits['first-contentful-paint']['numericValue']:.0f} ms"
    shift = f"{audits['cumulative-layout-shift']['numericValue']:.3f}"
    weight = f"{audits['total-byte-weight']['numericValue'] / 1000:.0f}"
    address = "/" + report["finalDisplayedUrl"].split("/", 3)[3]
    return (address, path.name.split("-")[0], *scores, paint, shift, weight)


def main(folder: Path) -> None:
    """Print the table in Markdown."""
    rows = [HEADER, *(row(path) for path in sorted(folder.glob("*.json")))]
    widths = [max(len(line[column]) for line in rows) for column in range(len(HEADER))]
    lines = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
