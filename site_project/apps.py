"""The project itself as an app, so that its commands are found, and Django's admin as this project starts it."""

from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class SiteProjectConfig(AppConfig):
    """Settings, security, health and operation."""

    default = True
    name = "site_project"
    verbose_name = "Site"


class AdminConfig(SimpleAdminConfig):
    """The admin. Its forms are imported for its first page (:mod:`site_project.admin_urls`) and for the checks."""

    def ready(self) -> None:
        """Register the checks that Django's own configuration registers."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_forms, checks.Tags.admin)


def _check_forms(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Django's check of the forms, which sees those that are registered."""
    admin.autodiscover()
    return check_admin_app(app_configs, **kwargs)
