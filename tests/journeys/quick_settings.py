"""Settings of a demonstration where a password is checked at once: whom to let in is not what journeys are about."""

from site_project.settings.demo import *  # noqa: F403 - a settings module is its base with changes

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
