"""Reads settings from the environment.

Every reader says what the variable is for and shows an example, so that a wrong or missing one ends
the program with one message that tells the operator what to type.
"""

import os
from pathlib import Path
from typing import NoReturn

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}


def stop(name: str, problem: str, *, purpose: str, example: str) -> NoReturn:
    """End the program with one clear message about the variable `name`."""
    raise SystemExit(f"{name} {problem}\n  What it is for: {purpose}\n  Example: {name}={example}")


def text(name: str, *, purpose: str, example: str, default: str | None = None) -> str:
    """Return the variable's words; without a default an absent or empty one ends the program."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        stop(name, "is not set.", purpose=purpose, example=example)
    return default


def flag(name: str, *, purpose: str, default: bool) -> bool:
    """Return yes or no; a word that is neither ends the program."""
    value = text(name, purpose=purpose, example="yes", default="yes" if default else "no").lower()
    if value in _YES | _NO:
        return value in _YES
    stop(name, f"is “{value}”, which is neither yes nor no.", purpose=purpose, example="yes")


def number(name: str, *, purpose: str, default: int, least: int = 0) -> int:
    """Return a whole number of at least `least`; anything else ends the program."""
    value = text(name, purpose=purpose, example=str(default), default=str(default))
    if value.isascii() and value.isdigit() and int(value) >= least:
        return int(value)
    stop(name, f"is “{value}”, not a whole number from {least} up.", purpose=purpose, example=str(default))


def names(name: str, *, purpose: str, example: str, default: list[str] | None = None) -> list[str]:
    """Return the words between commas; without a default an empty list ends the program."""
    fallback = None if default is None else ",".join(default)
    value = text(name, purpose=purpose, example=example, default=fallback)
    return [word.strip() for word in value.split(",") if word.strip()]


def folder(name: str, *, purpose: str, default: Path) -> Path:
    """Return a folder as an absolute path."""
    return Path(text(name, purpose=purpose, example=str(default), default=str(default))).resolve()
