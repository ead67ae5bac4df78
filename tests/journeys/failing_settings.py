"""Settings of a demonstration with one more address, which fails."""

from site_project.settings.demo import *  # noqa: F403 - a settings module is its base with changes

ROOT_URLCONF = "tests.site_project.broken_urls"
