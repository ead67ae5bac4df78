"""What the documents name exists: paths, links, pictures, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from tests.docs.pages import DOCUMENTS, ROOT, Document, document

pytestmark = pytest.mark.once

EVERY = pytest.mark.parametrize("doc", DOCUMENTS, ids=lambda doc: doc.name)

_PATH = re.compile(r"[\w.-]+/[\w./-]*")
_MAKE = re.compile(r"\bmake ([a-z]+)\b")
_MANAGE = re.compile(r"\bmanage\.py ([a-z_]+)")


def make_targets() -> set[str]:
    """Targets that `make help` shows."""
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def own_commands() -> set[str]:
    """Management commands of our apps."""
    found = ROOT.glob("*/management/commands/*.py")
    return {path.stem for path in found if path.parent.parent.parent.parent == ROOT and path.stem != "__init__"}


def paths_named(doc: Document) -> list[str]:
    """Code marks that are paths into one of our folders; var/ is made by a run."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"var", ".venv"}
    return [word for word in doc.code if _PATH.fullmatch(word) and word.split("/", 1)[0] in folders]


@EVERY
def test_every_path_named_exists(doc: Document) -> None:
    assert [path for path in paths_named(doc) if not (ROOT / path).exists()] == []


def test_paths_are_found_in_documents() -> None:
    assert "articles/publishing.py" in paths_named(document("docs/architecture.md"))


def test_every_document_named_in_code_exists() -> None:
    named = [
        (path, name) for path in _our_files() for name in re.findall(r"\bdocs/[\w/-]+\.md\b", path.read_text("utf-8"))
    ]
    assert named
    assert [(str(path), name) for path, name in named if not (ROOT / name).is_file()] == []


def _our_files() -> Iterator[Path]:
    yield from (ROOT / "Makefile", ROOT / "pyproject.toml")
    for folder in ("articles", "symptoms", "site_project", "deploy", "templates", "tests", "static"):
        for suffix in ("py", "sh", "html", "css", "js", "conf", "service"):
            yield from (ROOT / folder).rglob(f"*.{suffix}")


@EVERY
def test_every_link_between_documents_leads_somewhere(doc: Document) -> None:
    broken = []
    for link in doc.links:
        target, _, anchor = unquote(link).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = (doc.path.parent / target).resolve() if target else doc.path
        if not path.exists() or (anchor and anchor not in Document(path).anchors):
            broken.append(link)
    assert broken == []


def test_the_screenshots_are_png_pictures_and_each_is_shown() -> None:
    first = {Path(link).name for link in document("README.md").links if link.startswith("docs/images/")}
    all_kinds = {Path(link).name for link in document("docs/pages.md").links if link.startswith("images/")}
    assert {"home.png", "condition.png", "condition-phone.png", "admin.png"} <= first
    stored = {path.name: path.read_bytes()[:8] for path in (ROOT / "docs" / "images").iterdir()}
    assert stored == dict.fromkeys(first | all_kinds, b"\x89PNG\r\n\x1a\n")


@EVERY
def test_every_make_target_named_exists(doc: Document) -> None:
    named = {target for words in doc.code for target in _MAKE.findall(words)}
    assert named - make_targets() == set()


def test_every_make_target_is_documented() -> None:
    named = {target for doc in DOCUMENTS for words in doc.code for target in _MAKE.findall(words)}
    assert make_targets() - named == set()
    assert {"run", "test"} <= make_targets()


@EVERY
def test_every_management_command_named_exists(doc: Document) -> None:
    assert set(_MANAGE.findall(doc.text)) - set(get_commands()) == set()


def test_every_command_of_ours_is_documented() -> None:
    assert {"backup", "import_library"} <= own_commands()
    named = {command for doc in DOCUMENTS for command in _MANAGE.findall(doc.text)}
    assert own_commands() - named == set()
