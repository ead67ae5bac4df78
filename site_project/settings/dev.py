"""Settings for work on the code: debug pages, plain http, mail into files."""

from site_project.secret_key import local_secret_key
from site_project.settings.base import *  # noqa: F403 - a settings module is its base with changes
from site_project.settings.base import VAR_DIR

DEBUG = True
SECRET_KEY = local_secret_key(VAR_DIR)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
LEGWISE_ALLOW_UNSIGNED_STARTER = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LEGWISE_PAGE_CACHE_MB = 0  # a changed template shows at once
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
