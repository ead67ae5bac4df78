"""The environment reader tells an operator what to type."""

import pytest

from site_project import env

pytestmark = pytest.mark.once  # the database has no part in it

WORDS = {"purpose": "the thing it is for", "example": "like-this"}


def test_missing_value_ends_with_one_message_that_says_everything(monkeypatch):
    monkeypatch.delenv("LEGWISE_X", raising=False)
    with pytest.raises(SystemExit) as stopped:
        env.text("LEGWISE_X", **WORDS)
    message = str(stopped.value)
    assert "LEGWISE_X is not set" in message
    assert "the thing it is for" in message
    assert "LEGWISE_X=like-this" in message


def test_empty_counts_as_missing(monkeypatch):
    monkeypatch.setenv("LEGWISE_X", "  ")
    assert env.text("LEGWISE_X", **WORDS, default="kept") == "kept"


@pytest.mark.parametrize(("word", "expected"), [("yes", True), ("TRUE", True), ("0", False), ("off", False)])
def test_flag(monkeypatch, word, expected):
    monkeypatch.setenv("LEGWISE_X", word)
    assert env.flag("LEGWISE_X", purpose="", default=not expected) is expected


@pytest.mark.parametrize("word", ["perhaps", "2"])
def test_flag_refuses_other_words(monkeypatch, word):
    monkeypatch.setenv("LEGWISE_X", word)
    with pytest.raises(SystemExit, match="neither yes nor no"):
        env.flag("LEGWISE_X", purpose="", default=True)


@pytest.mark.parametrize("word", ["-1", "3.5", "many", "²", "0"])
def test_number_refuses_what_is_none(monkeypatch, word):
    monkeypatch.setenv("LEGWISE_X", word)
    with pytest.raises(SystemExit, match="not a whole number from 1 up"):
        env.number("LEGWISE_X", purpose="", default=1, least=1)


def test_names_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("LEGWISE_X", "one.example, two.example,")
    assert env.names("LEGWISE_X", **WORDS) == ["one.example", "two.example"]
