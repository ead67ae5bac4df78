"""Settings for the tests: a folder of its own that goes away, no secrets, nothing sent anywhere."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from site_project.settings.base import *  # noqa: F403 - a settings module is its base with changes
from site_project.settings.base import DATABASES

VAR_DIR = Path(tempfile.mkdtemp(prefix="legwise-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
LEGWISE_COUNT_MISSED_WORDS = False  # tests that are about it switch it on; others make no writes by the clock
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LEGWISE_PAGE_CACHE_MB = 0  # tests that are about it ask for it
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A name of its own each, so that no test can open a database that is in use, and two runs can share one server.
# SQLite gets a file, not memory: threads and other processes must see the same database.
_database = DATABASES["default"]
_on_sqlite = _database["ENGINE"] == "django.db.backends.sqlite3"
_database["NAME"] = VAR_DIR / "test.sqlite3" if _on_sqlite else f"test_legwise_{os.getpid()}"
