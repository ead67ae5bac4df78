"""Who makes a page of the page cache, and when: several who want it at once, readers while the database is away, and
warming after a publish. A small application stands in for Django."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time

import brotli
import pytest

from site_project.page_cache import generation as generations
from site_project.page_cache.generation import BELIEVED_FOR, Generation, SQLiteReader
from site_project.page_cache.layer import PageCache
from site_project.page_cache.shelf import Key
from site_project.page_cache.warming import MOST, Warmer
from tests.site_project.page_cache import PACKED, PATH, SITE, new_cache
from tests.site_project.wsgi import Pages, ask

pytestmark = pytest.mark.once


# -- threads --


def test_a_cold_page_is_made_once_whoever_asks_meanwhile(cache, pages):
    begun, may_end = threading.Event(), threading.Event()

    def slowly() -> None:
        begun.set()
        assert may_end.wait(10)

    pages.meanwhile = slowly
    threads, answers = four_ask(cache, begun)
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert [answer.body for answer in answers] == [pages.body] * 4
    assert len(pages.asked) == 1


def test_those_who_waited_for_a_page_that_could_not_be_made_wait_no_second_time(cache, pages):
    begun, may_end, together = threading.Event(), threading.Event(), threading.Barrier(3)

    def away() -> None:
        if begun.is_set():
            together.wait(10)  # passes only if all three ask Django at the same time
        else:
            begun.set()
            assert may_end.wait(10)

    pages.meanwhile, pages.status = away, "503 Service Unavailable"
    threads, answers = four_ask(cache, begun)
    wait_until_blocked(threads[1:])
    may_end.set()
    for thread in threads:
        thread.join(20)
    assert [answer.status for answer in answers] == [503] * 4


def four_ask(cache, begun: threading.Event) -> tuple[list[threading.Thread], list]:
    """Four readers' threads and what they are answered; three come when the first has begun to make the page."""
    answers: list = []
    threads = [threading.Thread(target=lambda: answers.append(ask(cache, PATH))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    return threads, answers


def wait_until_blocked(threads: list[threading.Thread]) -> None:
    """Wait until each of them stands in front of a lock."""

    def is_blocked(thread: threading.Thread) -> bool:
        frame = sys._current_frames().get(thread.ident)
        return frame is not None and frame.f_code.co_name == "_after"

    end = time.monotonic() + 10
    while not all(map(is_blocked, threads)):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_maker_that_fails_lets_the_next_one_try(cache, pages):
    def fail() -> None:
        raise RuntimeError

    pages.meanwhile = fail
    with pytest.raises(RuntimeError):
        ask(cache, PATH)
    pages.meanwhile = lambda: None
    assert ask(cache, PATH).body == pages.body


# -- the database away --


def test_kept_pages_are_served_while_the_database_is_away_but_not_for_ever(cache, library, pages, monkeypatch, caplog):
    ask(cache, PATH)
    library.away = True
    ask(cache, PATH)
    ask(cache, PATH)
    assert len(pages.asked) == 1
    assert [record.message for record in caplog.records] == ["database unavailable, pages in memory are served"]
    pages.status = "503 Service Unavailable"
    assert ask(cache, "/").status == 503
    later = time.monotonic() + BELIEVED_FOR + 1
    monkeypatch.setattr(generations.time, "monotonic", lambda: later)
    assert ask(cache, PATH).status == 503
    library.away, pages.status = False, "200 OK"
    assert ask(cache, PATH).status == 200


@pytest.mark.parametrize("content", [None, b"", b"no database"])
def test_a_database_file_that_is_missing_or_broken_is_away(tmp_path, content):
    path = tmp_path / "db.sqlite3"
    if content is not None:
        path.write_bytes(content)
    generation = Generation(SQLiteReader(str(path)), each_time=True)
    assert generation.now() is None
    assert path.exists() is (content is not None)
    generation._read.close()


def test_nothing_is_served_from_memory_before_the_database_has_answered(cache, library, pages):
    library.away = True
    ask(cache, PATH)
    ask(cache, PATH)
    assert len(pages.asked) == 2


def test_where_a_thread_looks_a_hit_asks_the_database_nothing(library, pages):
    asked = []

    def read() -> int:
        asked.append(1)
        return library.number

    generation = Generation(read, each_time=False)
    cache = PageCache(pages, generation=generation, site=SITE, most_bytes=10**6, warms=False)
    ask(cache, PATH)
    before = len(asked)
    ask(cache, PATH)
    ask(cache, PATH, **PACKED)
    assert len(asked) == before
    library.number, pages.body = 2, b"corrected"
    generation.ask()
    assert ask(cache, PATH).body == b"corrected"


def test_a_page_made_from_a_number_that_was_old_already_is_not_kept(library, pages):
    generation = Generation(library.read, each_time=False)
    cache = PageCache(pages, generation=generation, site=SITE, most_bytes=10**6, warms=False)
    generation.ask()
    library.number = 2
    ask(cache, PATH)
    assert cache.shelf.bytes == 0


def test_the_reader_for_sqlite_asks_one_small_question_and_cannot_write(tmp_path):
    path = tmp_path / "db.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE articles_library (id INTEGER PRIMARY KEY, generation INTEGER)")
        database.execute("INSERT INTO articles_library VALUES (1, 7)")
    database.close()
    reader = SQLiteReader(str(path))
    assert reader() == 7
    statements: list[str] = []
    reader._connection.set_trace_callback(statements.append)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE articles_library SET generation = 8")
    database.close()
    assert reader() == 8
    assert statements == ["SELECT generation FROM articles_library WHERE id = 1"]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("UPDATE articles_library SET generation = 9")
    reader.close()


# -- warming --


def test_after_a_publish_pages_are_made_again_before_anybody_asks(cache, library, pages):
    for name in ("a", "b", "c", "a"):
        ask(cache, f"/conditions/{name}/", **PACKED)
    library.number, pages.body = 2, b"<p>corrected</p>"
    Warmer(cache.shelf, cache._generation, cache.warm).look()
    assert [environ["PATH_INFO"][-2] for environ in pages.asked[3:]] == ["a", "c", "b"]
    packed = ask(cache, "/conditions/b/", **PACKED)
    assert brotli.decompress(packed.body) == b"<p>corrected</p>"
    assert len(pages.asked) == 6


def test_an_unchanged_page_is_not_packed_again(cache, library):
    ask(cache, PATH, **PACKED)
    key = Key("http", "localhost:8000", PATH)
    before = cache.shelf.peek(key).form("br").body
    library.number = 2
    Warmer(cache.shelf, cache._generation, cache.warm).look()
    assert cache.shelf.peek(key).form("br").body is before


def test_warming_forgets_pages_that_are_gone_or_too_many(library):
    pages = Pages(body=b"small")
    cache = new_cache(library, pages, most_bytes=10**7)
    for number in range(MOST + 5):
        ask(cache, f"/conditions/p{number}/")
    library.number, pages.status = 2, "410 Gone"
    warmer = Warmer(cache.shelf, cache._generation, cache.warm)
    warmer._end.set()  # it is told to end: nothing is made, and what is too much is forgotten
    warmer.look()
    assert len(cache.shelf.untrue(2, 0)) == MOST
    assert len(pages.asked) == MOST + 5
    warmer._end.clear()
    pages.meanwhile = warmer._end.set
    warmer.look()
    assert len(cache.shelf.untrue(2, 0)) == MOST - 1


def test_warming_begins_anew_with_the_next_publish(cache, library, pages):
    for name in ("a", "b"):
        ask(cache, f"/conditions/{name}/")
    library.number = 2

    def publish_again() -> None:
        library.number = 3
        pages.meanwhile = lambda: None

    pages.meanwhile = publish_again
    warmer = Warmer(cache.shelf, cache._generation, cache.warm)
    warmer.look()
    assert len(pages.asked) == 3
    warmer.look()
    assert cache.shelf.untrue(3, 0) == []
    assert len(pages.asked) == 5


def test_a_page_that_cannot_be_warmed_is_left_to_its_next_reader(cache, library, pages):
    def fail() -> None:
        raise ValueError

    ask(cache, PATH)
    library.number, pages.meanwhile = 2, fail
    warmer = Warmer(cache.shelf, cache._generation, cache.warm)
    with pytest.raises(RuntimeError):
        warmer.look()
    warmer.look()
    assert len(pages.asked) == 2


def test_the_thread_begins_once_and_ends_when_told(cache):
    warmer = Warmer(cache.shelf, cache._generation, cache.warm)
    warmer.start_once()
    thread = warmer._thread
    warmer.start_once()
    assert warmer._thread is thread
    warmer.stop()
    assert not thread.is_alive()
