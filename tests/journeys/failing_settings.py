"""Settings of the journeys with one more address, which fails."""

from tests.journeys.quick_settings import *  # noqa: F403 - a settings module is its base with changes

ROOT_URLCONF = "tests.site_project.broken_urls"
