"""Production refuses to start insecurely; a database address leads to the right settings."""

import stat
import subprocess
import sys

import pytest
from django.db import connection

from site_project import databases
from site_project.secret_key import local_secret_key
from tests.conftest import PRODUCTION, ROOT, Site

REFUSED = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
    ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too short or too simple"),
    ({"SECRET_KEY": "django-insecure-" + PRODUCTION["SECRET_KEY"]}, "SECRET_KEY is too short or too simple"),
    ({"DEBUG": "yes"}, "DEBUG is on"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds"),
    ({"CSRF_TRUSTED_ORIGINS": "http://legwise.example"}, "CSRF_TRUSTED_ORIGINS may hold only"),
    ({"CSRF_TRUSTED_ORIGINS": "https://*.example"}, "CSRF_TRUSTED_ORIGINS may hold only"),
    ({"DATABASE_URL": "mysql://x:canary@y/z"}, "DATABASE_URL names neither"),
    ({"DATABASE_URL": "nonsense://x:canary@y/z"}, "DATABASE_URL cannot be read"),
    ({"LEGWISE_TRUSTED_PROXIES": "one"}, "LEGWISE_TRUSTED_PROXIES is “one”"),
]


@pytest.mark.once
@pytest.mark.parametrize(("change", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_production_refuses_with_one_clear_message(tmp_path, change, message):
    done = Site(tmp_path, "site_project.settings.production", PRODUCTION | change).manage("check", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(message)
    assert "Example: " in done.stderr
    assert "Traceback" not in done.stderr
    assert "canary" not in done.stderr


@pytest.mark.once
def test_gunicorn_does_not_start_on_bad_settings(tmp_path):
    site = Site(tmp_path, "site_project.settings.production", PRODUCTION | {"SECRET_KEY": ""})
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    done = subprocess.run(
        command, cwd=ROOT, env=site.environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("SECRET_KEY is not set") == 1


@pytest.mark.once
def test_deployment_check_is_silent(tmp_path):
    site = Site(tmp_path, "site_project.settings.production", PRODUCTION)
    done = site.manage("check", "--deploy", "--fail-level", "WARNING")
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.once
def test_local_key_is_made_once_and_is_private(tmp_path):
    key = local_secret_key(tmp_path / "var")
    assert local_secret_key(tmp_path / "var") == key
    assert len(key) > 60
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


@pytest.mark.once
def test_no_database_address_means_sqlite_in_the_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = databases.from_environment(tmp_path)
    assert database["NAME"] == str(tmp_path / "db.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.once
def test_postgresql_gets_a_pool(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:pass@db.example:5433/legs?sslmode=require")
    database = databases.from_environment(tmp_path)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "legs")
    assert database["OPTIONS"] == {"pool": databases.POOL, "sslmode": "require"}


@pytest.mark.django_db
def test_database_is_set_up_as_meant():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = {}
            for name in ("journal_mode", "synchronous", "foreign_keys"):
                cursor.execute(f"PRAGMA {name}")
                found[name] = cursor.fetchone()[0]
            assert found == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}
        else:
            cursor.execute("SHOW server_encoding")
            assert cursor.fetchone()[0] == "UTF8"
            assert connection.settings_dict["OPTIONS"]["pool"]
