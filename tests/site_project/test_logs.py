"""What other libraries say is cut down to what cannot hold a reader's words."""

import json
import logging
import sys

import pytest

from site_project.logs import PrivateJSONFormatter, describe_exception

pytestmark = pytest.mark.once

CANARY = "canary4t1z"


def _line(name, message, *args, **extra):
    record = logging.getLogger(name).makeRecord(name, logging.ERROR, "there.py", 7, message, args, None, extra=extra)
    return json.loads(PrivateJSONFormatter().format(record))


def test_our_own_words_are_kept():
    assert _line("legwise.library", "%d pages", 5)["event"] == "5 pages"


@pytest.mark.parametrize(
    ("name", "message", "args", "event"),
    [
        ("django.template", "Missing %s on line %d", (CANARY, 3), "Missing … on line 3"),
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {CANARY}", (), "DisallowedHost"),
        ("gunicorn.error", f"Invalid request from ip={CANARY}", (), "there:7"),
        ("anybody", "%(word)s", ({"word": CANARY},), "there:7"),
    ],
)
def test_words_of_others_are_not(name, message, args, event):
    assert _line(name, message, *args)["event"] == event


def test_a_failed_request_is_told_by_its_status():
    assert _line("django.request", "%s: %s", "Error", f"/{CANARY}/", status_code=500)["event"] == "answered 500"


def test_a_line_break_cannot_forge_a_line():
    record = logging.makeLogRecord({"name": "legwise.x", "msg": 'one\n{"event": "two"}'})
    assert "\n" not in PrivateJSONFormatter().format(record)


def test_an_exception_is_told_by_type_and_place_with_its_cause():
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise KeyError(CANARY) from error
    except KeyError:
        lines = describe_exception(sys.exc_info()[1])
    assert lines[0] == "builtins.KeyError"
    assert "builtins.ValueError" in lines
    assert any("test_logs.py" in line for line in lines)
    assert CANARY not in str(lines)
