"""Rows kept for one generation: what is asked again, and that memory stays small."""

import pytest

from articles.memory import Memory

pytestmark = pytest.mark.once


@pytest.fixture
def asked() -> list[set[str]]:
    """What was read, question by question."""
    return []


@pytest.fixture
def memory(asked: list[set[str]]) -> Memory[str, str]:
    """Knows all words but “nothing”, and keeps three."""

    def read(keys) -> dict[str, str]:
        asked.append(set(keys))
        return {key: key.upper() for key in keys if key != "nothing"}

    return Memory(read, most=3)


def test_rows_are_read_once_a_generation(memory: Memory[str, str], asked: list[set[str]]) -> None:
    assert memory.get(["a", "b"], 1) == {"a": "A", "b": "B"}
    assert memory.get(["b", "c"], 1) == {"b": "B", "c": "C"}
    assert memory.get(["c"], 2) == {"c": "C"}
    assert asked == [{"a", "b"}, {"c"}, {"c"}]


def test_what_is_not_there_is_not_asked_again(memory: Memory[str, str], asked: list[set[str]]) -> None:
    assert memory.get(["nothing"], 1) == memory.get(["nothing"], 1) == {}
    assert asked == [{"nothing"}]


def test_the_rows_not_asked_for_longest_make_room(memory: Memory[str, str], asked: list[set[str]]) -> None:
    memory.get(["a", "b", "c"], 1)
    memory.get(["a"], 1)
    memory.get(["d", "e"], 1)
    asked.clear()
    assert memory.get(["a", "d", "e"], 1).keys() == {"a", "d", "e"}
    assert asked == []
    memory.get(["b"], 1)
    assert asked == [{"b"}]


def test_a_question_for_more_than_is_kept_is_still_answered(memory: Memory[str, str]) -> None:
    assert memory.get("abcdef", 1) == {letter: letter.upper() for letter in "abcdef"}
