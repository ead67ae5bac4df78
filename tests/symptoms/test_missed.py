"""PRV-3: editors learn which words readers miss, and nothing of a search or a reader."""

import datetime as dt
import logging
import threading
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles import publishing
from symptoms.missed import counting, store
from symptoms.missed.words import countable_words
from symptoms.models import MissedWord
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 10, 14, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
TEN_HOURS = 0b11_1111_1111
NINE_HOURS = 0b1_1111_1111


@pytest.fixture(autouse=True)
def counts(settings: Any) -> None:
    """Counting is on, and nothing waits."""
    settings.LEGWISE_COUNT_MISSED_WORDS = True
    counting.waiting.take()


@pytest.fixture
def veins() -> None:
    """One live page, and so a vocabulary."""
    make.live_page(title="Varicose veins", body="Swollen blue veins in the leg. They ache on warm evenings.")


def searched(query: str, **more: str) -> set[str]:
    """What waits to be written after a reader searched."""
    assert Client().get("/search/", {"q": query} | more).status_code == 200
    return {word for _, word in counting.waiting.take()}


def stored() -> dict[str, tuple[int, int]]:
    """Word → count and hours."""
    return {row.word: (row.count, row.hours) for row in MissedWord.objects.all()}


def have(word: str, *, hours: int = 1, days_ago: int = 0, count: int = 1) -> None:
    """A row as several searches leave it."""
    store.add({(TODAY - dt.timedelta(days=days_ago), word): (count, hours)})


# -- which words --


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("Café JAMBES", {"cafe", "jambes"}),
        ("the baker's knees", {"baker", "knees"}),
        ("what is the wobble", {"wobble"}),
        ("please help me doctor wobble", {"wobble"}),
        ("born 12.3.1951 wobble2 wobble² ٣٤٥x", {"born"}),
        ("anna@mail.example anna＠mail.example wobble", {"wobble"}),
        ("x" * 61 + " wobble", {"wobble"}),
        ("a b c", set()),
        ("wobble wobble", {"wobble"}),
        ("word " * 119 + "beyond the end", {"word", "beyon"}),
    ],
    ids=["folded", "possessive", "stop words", "fillers", "digits", "address", "long", "letters", "once", "cut off"],
)
def test_only_single_telling_words_are_counted(query: str, counted: set[str]) -> None:
    assert countable_words(query) == counted


@given(st.text(max_size=1000))
def test_whatever_is_typed_only_plain_short_words_are_counted(query: str) -> None:
    assert all(word.isascii() and word.isalpha() and 2 <= len(word) <= 60 for word in countable_words(query))


def test_every_word_of_a_search_without_a_close_answer_is_counted(veins: None) -> None:
    assert searched("warm jelly knees") == {"warm", "jelly", "knees"}


def test_of_other_searches_only_unknown_words_are(veins: None) -> None:
    assert searched("varicose veins on holiday") == {"holiday"}
    assert searched("veins, varicose") == set()


def test_a_search_typed_exactly_so_is_counted_once_only(veins: None) -> None:
    assert searched("jelly knees", exact="1") == set()


def test_other_programs_are_not_counted(veins: None) -> None:
    Client().get("/api/v1/search", {"q": "jelly knees"})
    assert counting.waiting.take() == {}


def test_nothing_is_counted_where_it_is_switched_off(veins: None, settings: Any) -> None:
    settings.LEGWISE_COUNT_MISSED_WORDS = False
    assert searched("jelly knees") == set()


# -- in memory --


def test_a_search_writes_nothing(veins: None) -> None:
    with CaptureQueriesContext(connection) as done:
        searched("jelly knees")
    assert all(query["sql"].startswith("SELECT") for query in done.captured_queries)


def test_counts_wait_for_a_minute_or_for_five_hundred_words() -> None:
    waiting = counting.Waiting()
    assert not waiting.add(["jelly"], NOW)
    assert not waiting.add(["jelly"], NOW + dt.timedelta(seconds=59))
    assert waiting.add([], NOW + dt.timedelta(seconds=60))
    assert waiting.take() == {(TODAY, "jelly"): (2, 1 << 14)}
    assert not waiting.add([f"word{n}" for n in range(499)], NOW)
    assert waiting.add(["last"], NOW)


def test_hours_and_days_are_those_of_universal_time() -> None:
    waiting = counting.Waiting()
    summer = dt.timezone(dt.timedelta(hours=1))
    waiting.add(["jelly"], dt.datetime(2026, 7, 2, 0, 10, tzinfo=summer))
    waiting.add(["jelly"], dt.datetime(2026, 7, 2, 1, 10, tzinfo=summer))
    assert waiting.take() == {(dt.date(2026, 7, 1), "jelly"): (1, 1 << 23), (dt.date(2026, 7, 2), "jelly"): (1, 1)}


@pytest.mark.django_db(transaction=True)
def test_the_next_search_after_a_minute_has_everything_written_beside_it(veins: None) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        Client().get("/search/", {"q": "jelly knees"})
        assert stored() == {}
        clock.shift(61)
        Client().get("/search/", {"q": "jelly"})
        for thread in threading.enumerate():
            if thread.name == "missed-words":
                thread.join()
    assert stored() == {"jelly": (2, 1 << 14), "knees": (1, 1 << 14)}


def test_a_failing_write_loses_the_counts_and_logs_no_word(caplog: pytest.LogCaptureFixture) -> None:
    counting.waiting._counts[TODAY, "kathleen"] = (1, 1 << 24)  # an hour that no day has
    with caplog.at_level(logging.ERROR):
        counting.write_waiting()
    assert caplog.messages == ["counts of missed words are lost: IntegrityError"]
    assert "kathleen" not in caplog.text
    assert stored() == {}


# -- stored --


def test_counts_add_up() -> None:
    store.add({(TODAY, "jelly"): (2, 0b01), (TODAY, "knees"): (1, 0b01)})
    store.add({(TODAY, "jelly"): (3, 0b10), (TODAY - dt.timedelta(days=1), "jelly"): (1, 0b01)})
    by_day = {(row.day, row.word): (row.count, row.hours) for row in MissedWord.objects.all()}
    assert by_day == {
        (TODAY, "jelly"): (5, 0b11),
        (TODAY, "knees"): (1, 0b01),
        (TODAY - dt.timedelta(days=1), "jelly"): (1, 0b01),
    }


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_the_same_words_at_once_add_up() -> None:
    words = [f"{letter}{letter}" for letter in "abcdefghij"]
    together = threading.Barrier(4)

    def write(number: int) -> None:
        ordered = words if number % 2 else words[::-1]
        together.wait()
        for _ in range(5):
            store.add({(TODAY, word): (1, 1 << number) for word in ordered})
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert stored() == dict.fromkeys(words, (20, 0b1111))


def test_a_flood_of_words_is_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_A_DAY", 3)
    store.add({(TODAY, word): (1, 1) for word in ("aa", "bb")})
    store.add({(TODAY, word): (1, 1) for word in ("bb", "cc", "dd", "ee")})
    assert stored() == {"aa": (1, 1), "bb": (2, 1), "cc": (1, 1)}


def test_a_row_holds_a_word_a_day_and_counts_and_its_number_says_nothing() -> None:
    assert {field.name for field in MissedWord._meta.fields} == {"id", "word", "day", "count", "hours"}
    store.add({(TODAY, word): (1, 1) for word in ("aa", "bb", "cc")})
    numbers = list(MissedWord.objects.order_by("pk").values_list("pk", flat=True))
    assert numbers[1] - numbers[0] > 1000 < numbers[2] - numbers[1]


# -- kept, shown and forgotten --


def seen_by_staff() -> dict[str, tuple[int, int, dt.date]]:
    """Word → how often and on how many days it was missed, and last when."""
    return {row.word: (row.total, row.days, row.last_day) for row in MissedWord.objects.by_word(TODAY)}


def forget() -> str:
    """Run the nightly job."""
    with time_machine.travel(NOW, tick=False):
        call_command("forget_rare_words", verbosity=0)
    return " ".join(sorted(f"{row.word}-{(TODAY - row.day).days}" for row in MissedWord.objects.all()))


def test_staff_see_words_of_live_pages_and_common_words_only(veins: None) -> None:
    have("warm", count=4)
    have("warm", count=2, days_ago=3)
    have("warm", count=9, days_ago=30)  # too long ago
    have("jelly", hours=TEN_HOURS, count=12, days_ago=2)
    have("jelly", hours=NINE_HOURS, count=50, days_ago=1)  # not kept on this day
    have("kathleen", hours=NINE_HOURS, count=9)
    assert seen_by_staff() == {
        "warm": (6, 2, TODAY),
        "jelly": (12, 1, TODAY - dt.timedelta(days=2)),
    }


def test_a_rare_word_is_gone_after_the_night(veins: None) -> None:
    have("warm", days_ago=1)
    have("kathleen", hours=NINE_HOURS, days_ago=1)
    have("jelly", hours=TEN_HOURS << 14, days_ago=1)
    have("kathleen")  # of today: it may still become common
    assert forget() == "jelly-1 kathleen-0 warm-1"


def test_nothing_outlives_ninety_days(veins: None) -> None:
    have("warm", days_ago=89)
    have("warm", days_ago=90)
    have("jelly", hours=TEN_HOURS, days_ago=91)
    assert forget() == "warm-89"


def test_words_of_a_page_that_is_taken_down_are_rare_again(veins: None) -> None:
    page = make.live_page(title="Jelly legs")
    have("jelly", days_ago=1)
    assert "jelly" in seen_by_staff()
    publishing.withdraw(page=page, by=make.publisher(), reason="It was wrong.")
    assert seen_by_staff() == {}
    assert forget() == ""
