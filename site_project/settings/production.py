"""Settings for a public site. They refuse to start when something is missing or unsafe."""

from site_project import env
from site_project.settings.base import *  # noqa: F403 - a settings module is its base with changes

_KEY = {
    "purpose": "signs sessions and password-reset links; keep it secret and keep it the same",
    "example": "$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))')",
}
_HOSTS = {"purpose": "the host names this site answers to", "example": "legs.clinic.example"}

if env.flag("DEBUG", purpose="debug pages, which show secrets; never in production", default=False):
    env.stop("DEBUG", "is on.", purpose="debug pages, which show secrets; never in production", example="no")

SECRET_KEY = env.text("SECRET_KEY", **_KEY)
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-"):
    env.stop("SECRET_KEY", "is too short or too simple: at least 50 random characters.", **_KEY)

ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", purpose=_HOSTS["purpose"], example=_HOSTS["example"])
if any("*" in host for host in ALLOWED_HOSTS):
    env.stop("ALLOWED_HOSTS", "holds “*”, which would answer to any name.", **_HOSTS)

_ORIGINS = "further origins that may send forms here"
CSRF_TRUSTED_ORIGINS = env.names(
    "CSRF_TRUSTED_ORIGINS", purpose=_ORIGINS, example="https://legs.clinic.example", default=[]
)
if any("*" in origin or not origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS):
    env.stop(
        "CSRF_TRUSTED_ORIGINS",
        "may hold only whole https:// origins.",
        purpose=_ORIGINS,
        example="https://legs.clinic.example",
    )

LEGWISE_HTTPS_ONLY = True
SECURE_SSL_REDIRECT = True
# Probes on the same machine ask over plain http, and these answers tell nothing.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
