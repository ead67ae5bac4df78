"""Password guessing is slowed down, per user name and address together."""

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection

pytestmark = pytest.mark.django_db

GOOD = "a-good-long-password"


@pytest.fixture
def editor():
    """Somebody who may log in."""
    return User.objects.create_user("editor", password=GOOD, is_staff=True)


def _log_in(client, password, name="editor", address="198.51.100.7"):
    return client.post("/admin/login/", {"username": name, "password": password}, REMOTE_ADDR=address).status_code


def test_after_five_wrong_passwords_the_right_one_waits_a_quarter_of_an_hour(client, editor):
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False) as clock:
        statuses = [_log_in(client, "wrong") for _ in range(5)]
        assert statuses == [200, 200, 200, 200, 429]
        assert _log_in(client, GOOD) == 429
        assert _log_in(client, GOOD, address="192.0.2.1") == 302
        clock.shift(15 * 60 + 1)
        assert _log_in(client, GOOD) == 302


def test_the_answer_says_when_to_try_again(client, editor):
    for _ in range(5):
        _log_in(client, "wrong")
    answer = client.post("/admin/login/", {"username": "editor", "password": GOOD}, REMOTE_ADDR="198.51.100.7")
    assert answer["Retry-After"] == "900"
    assert "errors/429.html" in [template.name for template in answer.templates]


def test_neither_name_nor_address_can_be_read_from_the_counters(client, editor):
    _log_in(client, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM legwise_logins")
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert "editor" not in str(rows)
    assert "198.51" not in str(rows)


def test_password_reset_is_offered_and_sends_a_link(client, editor, mailoutbox):
    editor.email = "editor@clinic.example"
    editor.save()
    assert "/admin/password_reset/" in client.get("/admin/login/").text
    assert client.post("/admin/password_reset/", {"email": editor.email}).status_code == 302
    assert "/admin/reset/" in mailoutbox[0].body
