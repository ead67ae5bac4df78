"""Where a rule of the linter or the type checker is set aside, the same line says why."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT

pytestmark = pytest.mark.once

_EXCEPTION = re.compile(r"# (?:noqa|type: ignore)\b.*")
_WITH_REASON = re.compile(r"# (?:noqa: [A-Z]+\d+ - |type: ignore\[[a-z-]+\]  # )\S.+")


def exceptions() -> Iterator[tuple[str, str]]:
    """File and words of every exception."""
    for folder in ("articles", "deploy", "site_project", "symptoms", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            for found in _EXCEPTION.findall(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT).as_posix(), found


def test_every_exception_has_its_reason() -> None:
    found = list(exceptions())
    assert len(found) > 10
    assert [one for one in found if not _WITH_REASON.fullmatch(one[1])] == []
