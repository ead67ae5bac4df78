"""Settings shared by all: complete and safe as they stand; only secret key and host names are missing."""

from datetime import timedelta
from pathlib import Path

from site_project import databases, env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.folder("LEGWISE_VAR", purpose="the folder for database, pictures and keys", default=BASE_DIR / "var")

DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "site_project.urls"
WSGI_APPLICATION = "site_project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "site_project.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "markdownx",
    "axes",
    "articles.apps.ArticlesConfig",
    "symptoms.apps.SymptomsConfig",
    "site_project.apps.SiteProjectConfig",
]

MIDDLEWARE = [
    # The first two are outermost: every answer, also an error or a 304, is logged and carries the headers.
    "site_project.middleware.AccessLog",
    "site_project.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "site_project.middleware.CompressText",
    "django.middleware.http.ConditionalGetMiddleware",
    "site_project.middleware.ReaderCaching",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "site_project.throttle.ThrottleRoutes",
    "site_project.middleware.DatabaseDown",
    # Last, as its own documentation asks.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": databases.from_environment(VAR_DIR)}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Failed logins are counted in the database, because all workers must see the same count.
    # The keys hold a keyed hash, so neither user name nor address can be read from them.
    "logins": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "legwise_logins",
        "KEY_FUNCTION": "site_project.logins.keyed_name",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Words and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
# No page names a file without its hash; half as many files to pack, and to look through at start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "site_project.static_files.StaticFiles"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2  # a form's text; the longest page is a twentieth of this
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an admin form with many links has many fields
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# Staff
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "site_project.errors.csrf_failure"

# Password guessing: by user name and address together, so that nobody can lock out a colleague.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_CACHE = "logins"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "site_project.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "site_project.proxies.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False  # its tables stay empty
AXES_VERBOSE = False

# Proxies
LEGWISE_TRUSTED_PROXIES = env.number(
    "LEGWISE_TRUSTED_PROXIES",
    purpose="how many of your proxies stand in front (0: none); their X-Forwarded-* headers are believed",
    default=0,
)
if LEGWISE_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Headers (see site_project/middleware.py for the content security policy)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LEGWISE_HTTPS_ONLY = False  # True asks browsers to fetch everything by https

# Requests a minute for one reader, by route name. Nothing else is limited.
LEGWISE_THROTTLED_ROUTES = {"search": 60, "search-suggest": 120, "api-search": 60, "feedback": 5}

# Content
LEGWISE_ALLOW_UNSIGNED_STARTER = env.flag(
    "LEGWISE_ALLOW_UNSIGNED_STARTER",
    purpose="whether starter pages may be public before a clinician here has signed them",
    default=False,
)
LEGWISE_HIDE_FROM_SEARCH_ENGINES = env.flag(
    "LEGWISE_HIDE_FROM_SEARCH_ENGINES",
    purpose="whether search engines are asked to stay away, as from a trial site",
    default=False,
)
LEGWISE_FEEDBACK = env.flag(
    "LEGWISE_FEEDBACK",
    purpose="whether pages ask their readers “Did you find what you needed?”",
    default=True,
)
LEGWISE_COUNT_MISSED_WORDS = env.flag(
    "LEGWISE_COUNT_MISSED_WORDS",
    purpose="whether single words that readers searched for in vain are counted for editors",
    default=True,
)
LEGWISE_SECURITY_CONTACT = env.text(
    "LEGWISE_SECURITY_CONTACT",
    purpose="where to report a security problem; without it, the contact of the site identity",
    example="mailto:security@clinic.example",
    default="",
)

# Finished pages in the memory of each worker process (see site_project/page_cache/)
LEGWISE_PAGE_CACHE_MB = env.number(
    "LEGWISE_PAGE_CACHE_MB",
    purpose="how many megabytes of finished pages each worker process may keep in memory (0: none)",
    default=8,
)

# The Markdown editor. Its own addresses are never included; the admin serves these two.
MARKDOWNX_MARKDOWNIFY_FUNCTION = "articles.markdown.preview.preview_html"
MARKDOWNX_URLS_PATH = "/admin/markdown/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/markdown/upload/"

# E-mail
EMAIL_HOST = env.text("EMAIL_HOST", purpose="the mail server", example="mail.clinic.example", default="localhost")
EMAIL_PORT = env.number("EMAIL_PORT", purpose="the mail server's port", default=25, least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", purpose="the mail server's user", example="legwise", default="")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", purpose="that user's password", example="secret", default="")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", purpose="whether mail is sent encrypted (STARTTLS)", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", purpose="the sender of password mails", example="legwise@clinic.example",
    default="legwise@localhost",
)  # fmt: skip

# Logs: one JSON object a line, on standard output. Nothing here mails a report of a request to anybody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "site_project.logs.PrivateJSONFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "private"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "legwise": {"level": "INFO"},
        # Django's own set-up would also mail whole requests to the site's admins.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Pages that are not there stand in the access log already; failures of ours come with their place.
        "django.request": {"level": "ERROR"},
        # The development server's access log shows addresses and queries; ours stands in for it.
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
