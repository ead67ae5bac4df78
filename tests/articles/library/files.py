"""A small library as files, and how to write, read and count one."""

from __future__ import annotations

from pathlib import Path

from articles.models import Library

SIGN = """---
title: Cold leg
summary: One leg is suddenly cold.
level: emergency
card: one leg is suddenly cold
do_now:
  - Call {{emergency-number}} [@guide].
---
"""
SYMPTOM = """---
title: Calf pain
summary: Pain in the calf.
topics:
  - arteries
lay_names:
  - Calf ache
seek_care:
  - it comes back.
links:
  urgent_signs:
    - urgent/cold-leg
---

It hurts [@guide]. See [[conditions/narrow]].
"""
CONDITION = """---
title: Narrow arteries
summary: Too little blood.
codes:
  - icd-10 I73.9
cause_group: blood-supply
features:
  where:
    - calf
links:
  symptoms:
    - to: symptoms/calf-pain
      note: Usual [@guide].
      qualifier: most
---

First words.

## Signs {#symptoms}

- Pain
"""
FILES = {
    "sources.yaml": "- id: guide\n  title: A guide\n  publisher: Us\n  year: 2024\n  url: https://example.org/guide\n",
    "topics.yaml": "- id: arteries\n  title: Arteries\n  summary: About arteries.\n",
    "vocabulary.yaml": "- id: where\n  label: Where\n  words:\n    - id: calf\n      label: Calf\n",
    "places.yaml": "- id: uk\n  name: United Kingdom\n  default: true\n  emergency_number: '999'\n"
    "  emergency_words: Call 999\n  urgent_words: Call today\n",
    "urgent/cold-leg.md": SIGN,
    "symptoms/calf-pain.md": SYMPTOM,
    "conditions/narrow.md": CONDITION,
}


def write_files(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write these files below ``root``, which is returned."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def read_all(root: Path) -> dict[str, bytes]:
    """Every file below ``root`` by its path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def everything() -> list[tuple[str, int]]:
    """How many rows each table of ours holds, and the generation."""
    from django.apps import apps

    models = [*apps.get_app_config("articles").get_models(), *apps.get_app_config("symptoms").get_models()]
    return [(model.__name__, model.objects.count()) for model in models] + [
        ("generation", Library.current_generation())
    ]
