"""Settings for `make run`: like production, but plain http and a key of its own, for one machine."""

from site_project import env
from site_project.secret_key import local_secret_key
from site_project.settings.base import *  # noqa: F403 - a settings module is its base with changes
from site_project.settings.base import VAR_DIR

SECRET_KEY = local_secret_key(VAR_DIR)
ALLOWED_HOSTS = env.names(
    "ALLOWED_HOSTS",
    purpose="the host names the demonstration answers to",
    example="localhost,127.0.0.1",
    default=["localhost", "127.0.0.1", "[::1]"],
)
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
LEGWISE_ALLOW_UNSIGNED_STARTER = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
