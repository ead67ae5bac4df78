"""The project itself as an app, so that its commands are found."""

from django.apps import AppConfig


class SiteProjectConfig(AppConfig):
    """Settings, security, health and operation."""

    name = "site_project"
    verbose_name = "Site"
