"""A folder with a small library, and a site that may publish it unsigned."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.articles.library.files import FILES, write_files


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "library", FILES)
