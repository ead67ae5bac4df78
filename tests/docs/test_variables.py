"""Every environment variable an operator may set is explained, and none is explained that nothing reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, document

pytestmark = pytest.mark.once

READERS = {"env.text", "env.flag", "env.number", "env.names", "env.folder", "os.environ.get"}
OPERATOR_DOCS = ("docs/install.md", "docs/operations.md")


def readers_of(path: Path) -> Iterator[str]:
    """The variables this file reads."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in READERS:
            name = node.args[0]
            assert isinstance(name, ast.Constant), f"{path}: write the variable's name out, so that it can be found"
            yield str(name.value)


def variables_read() -> set[str]:
    """Variables that settings read through site_project/env.py, and those of gunicorn's settings."""
    settings = [path for path in (ROOT / "site_project").rglob("*.py") if path.name != "env.py"]
    files = [*settings, ROOT / "deploy" / "gunicorn.conf.py"]
    return {name for path in files for name in readers_of(path)}


def test_variables_are_found_in_the_code() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "LEGWISE_VAR", "WORKERS"} <= variables_read()


def test_every_variable_is_documented() -> None:
    documented = {word for name in OPERATOR_DOCS for words in document(name).code for word in re.findall(r"\w+", words)}
    assert variables_read() - documented == set()


def test_every_variable_of_ours_that_is_documented_is_read() -> None:
    documented = {word for name in OPERATOR_DOCS for word in re.findall(r"\bLEGWISE_\w+", document(name).text)}
    in_scripts = {
        word for path in (ROOT / "deploy").glob("*.sh") for word in re.findall(r"LEGWISE_\w+", path.read_text())
    }
    assert documented - variables_read() - in_scripts == set()
