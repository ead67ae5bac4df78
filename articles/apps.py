"""Starts the publishing core."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """The publishing core; registers its own kinds once the models are there."""

    name = "articles"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Pages and publishing"

    def ready(self) -> None:
        """Register the kinds this app owns, and the checks that guard the editor."""
        from articles import (
            checks,  # noqa: F401 - registers system checks
            own_kinds,
        )

        own_kinds.register()
