"""Small helpers on text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import SLOT_CLOSE, SLOT_OPEN, lines, normalise, sorted_set

pytestmark = pytest.mark.once

LIVELY = st.text(st.sampled_from("aé\u0065\u0301 \t\r\n\u00a0" + SLOT_OPEN + SLOT_CLOSE + "\x00ﬁÅ\u212b-"), max_size=40)


@given(st.one_of(LIVELY, st.text(max_size=80)))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(LIVELY)
def test_normal_text_is_nfc_with_plain_line_ends_and_no_fences(text: str) -> None:
    clean = normalise(text)
    assert clean == unicodedata.normalize("NFC", clean)
    assert not set(clean) & {"\r", "\x00", SLOT_OPEN, SLOT_CLOSE}
    assert all(not line.endswith((" ", "\t")) for line in clean.split("\n"))


@given(LIVELY)
def test_line_ends_and_unicode_form_do_not_matter(text: str) -> None:
    text = text.replace("\x00", "").replace(SLOT_OPEN, "").replace(SLOT_CLOSE, "")
    other = unicodedata.normalize("NFD", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "\r\n")
    assert normalise(other) == normalise(text)


def test_blank_lines_inside_a_text_stay() -> None:
    assert normalise("one  \r\n\r\ntwo\t") == "one\n\ntwo"


def test_lines_drop_empty_rows() -> None:
    assert lines(" a \r\n\r\n b") == ["a", "b"]


@given(st.lists(st.sampled_from(["calf", "Calf", "leg cramp", "ärger", "zebra"]), max_size=8), st.randoms())
def test_a_set_of_lines_is_the_same_in_any_order(words: list[str], chance) -> None:
    shuffled = list(words)
    chance.shuffle(shuffled)
    assert sorted_set("\n".join(words)) == sorted_set("\r\n".join(shuffled))


def test_a_set_of_lines_has_no_repeats_and_keeps_case() -> None:
    assert sorted_set("b\nB\na\nb") == ["a", "B", "b"]
