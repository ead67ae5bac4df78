"""Settings for `make bench`: the demonstration's, without limits on how often one reader may ask."""

from site_project.settings.demo import *  # noqa: F403 - a settings module is its base with changes

LEGWISE_THROTTLED_ROUTES: dict[str, int] = {}
LEGWISE_COUNT_MISSED_WORDS = False  # the list of queries would be counted a thousand times
