"""Lists of what happened. Nobody changes history, so these can only be looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Edition, Event, SignOff


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that can only be looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """Every edition of every page. To read one, go to the history of its page."""

    list_display = ("page", "number", "at", "by", "origin", "reason")
    list_filter = ("origin", "at")
    search_fields = ("page__title", "page__uid", "reason")
    fields = ("page", "number", "at", "by", "origin", "reason", "sha256")
    list_select_related = ("page", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the long columns."""
        return super().get_queryset(request).defer("canonical", "rendered", "findings")


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin):
    """Who said yes to what."""

    list_display = ("page", "number", "by_name", "role", "at")
    search_fields = ("by_name", "edition__page__title", "edition__page__uid")
    fields = ("page", "number", "by_name", "role", "note", "at", "sha256")
    list_select_related = ("edition__page",)
    list_display_links = ("page",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the long columns of the editions."""
        heavy = (f"edition__{name}" for name in ("canonical", "rendered", "findings"))
        return super().get_queryset(request).select_related("edition__page").defer(*heavy)

    @admin.display(ordering="edition__page__title")
    def page(self, sign_off: SignOff) -> str:
        """The page that was signed."""
        return sign_off.edition.page.title

    @admin.display(description="edition", ordering="edition__number")
    def number(self, sign_off: SignOff) -> int:
        """Its edition."""
        return sign_off.edition.number


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Everything that was done, newest first."""

    list_display = ("at", "by_name", "verb", "subject", "edition_number", "reason")
    list_filter = ("verb", "at")
    search_fields = ("subject", "by_name", "reason")
    fields = ("at", "by_name", "verb", "subject", "edition_number", "reason", "sha256")
