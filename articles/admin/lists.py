"""Columns, filters and the publish action that lists of pages share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import kinds, publishing
from articles.admin.standing import STATES, overdue, review_due, review_months, unsigned, with_standing
from articles.models import Edition, Page
from articles.readiness import reasons_not_ready


class StateFilter(admin.SimpleListFilter):
    """Draft, live, changed since live, withdrawn."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states in words."""
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Pages in the chosen state."""
        return queryset.filter(standing=self.value()) if self.value() in STATES else queryset


class NeedsFilter(admin.SimpleListFilter):
    """Pages somebody should look at."""

    title = "what it needs"
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two questions."""
        return [("sign-off", "A sign-off of its newest edition"), ("review", "A review: it is overdue")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Unsigned pages, or overdue ones."""
        if self.value() == "sign-off":
            return queryset.filter(unsigned())
        if self.value() == "review":
            return queryset.filter(overdue(review_months()))
        return queryset


class KindFilter(admin.SimpleListFilter):
    """One kind of page."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Kinds by their labels."""
        return [(kind.key, kind.label) for kind in kinds.every()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Pages of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class PageListAdmin(admin.ModelAdmin):
    """A list of pages with where each stands; a fixed number of queries whatever its length."""

    list_display: tuple[str, ...] = ("title", "state", "edition", "signed", "review", "updated")
    list_filter: ClassVar[tuple[Any, ...]] = (StateFilter, NeedsFilter, "topics")
    search_fields = ("title", "medical_name", "lay_names", "uid")
    search_help_text = "Searches titles, medical names and other names."
    list_per_page = 50
    actions = ("publish_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Pages with their standing."""
        return with_standing(super().get_queryset(request))

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """Deleting in bulk is not offered: pages are withdrawn, drafts deleted one at a time."""
        # Django 6.1 says where the actions are shown; 5.2 does not know the word.
        options = {"action_location": action_location} if action_location else {}
        actions = super().get_actions(request, **options)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="state", ordering="standing")
    def state(self, page: Any) -> str:
        """Where the page stands, in words."""
        return STATES[page.standing]

    @admin.display(description="edition", ordering="newest_number")
    def edition(self, page: Any) -> str:
        """The newest edition, and the live one where it is another."""
        if page.newest_number is None:
            return "–"
        changed = page.standing == "changed"
        return f"{page.newest_number} (live: {page.live_number})" if changed else str(page.newest_number)

    @admin.display(description="signed?", boolean=True, ordering="is_signed")
    def signed(self, page: Any) -> bool:
        """Whether the newest edition has a valid sign-off."""
        return page.is_signed

    @admin.display(description="review due", ordering="reviewed_at")
    def review(self, page: Any) -> Any:
        """When the live edition must be looked at again."""
        return review_due(page) or "–"

    @admin.display(description="updated", ordering="updated_at")
    def updated(self, page: Any) -> Any:
        """When the newest edition was saved."""
        return page.updated_at

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Asked by the action."""
        return request.user.has_perm("articles.publish_page")

    @admin.action(description="Publish selected", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask, then publish the newest editions of these pages together, or none of them."""
        editions = list(Edition.objects.filter(pk__in=queryset.values("newest_id")).select_related("page"))
        if "confirmed" not in request.POST:
            return self._ask_to_publish(request, queryset, editions)
        reason, despite = request.POST.get("reason", "")[:300], request.POST.get("despite", "")
        try:
            publishing.publish_many(editions=editions, by=request.user, reason=reason, despite=despite)
        except publishing.Regressed as refused:
            seen = {"regressions": refused.regressions, "longest_despite": publishing.LONGEST_DESPITE}
            return self._ask_to_publish(request, queryset, editions, reason=reason, **seen)
        except publishing.NotReady as refused:
            for title, reasons in refused.reasons.items():
                for reason in reasons:
                    messages.error(request, f"{title}: {reason}")
            messages.error(request, "Nothing was published.")
        except publishing.Refused as refused:
            messages.error(request, f"{refused} Nothing was published.")
        else:
            messages.success(request, f"Live now: {len(editions)}. Readers see this on their next request.")
        return None

    def _ask_to_publish(
        self, request: HttpRequest, queryset: QuerySet, editions: list[Edition], **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Publish selected",
            "opts": self.opts,
            "rows": [(edition, reasons_not_ready(edition)) for edition in editions],
            "selected": [str(page.pk) for page in queryset],
        }
        status = 409 if "regressions" in more else 200
        return TemplateResponse(request, "admin/legwise/publish_many.html", context | more, status=status)


class EveryPageAdmin(PageListAdmin):
    """All pages of all kinds. Each is edited in the form of its kind."""

    list_display = ("title", "kind_label", "state", "edition", "signed", "review", "updated")
    list_filter: ClassVar[tuple[Any, ...]] = (KindFilter, *PageListAdmin.list_filter)

    @admin.display(description="kind", ordering="kind")
    def kind_label(self, page: Page) -> str:
        """The kind in words."""
        return page.spec.label

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A page is added as one of the kinds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """A page is changed in the form of its kind."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """The same."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Leads to the form of the page's kind."""
        page = self.get_object(request, object_id)
        if page is None or not self.has_view_permission(request, page):
            raise Http404
        return redirect_to_form(page)


def redirect_to_form(page: Page) -> HttpResponseRedirect:
    """To the form of the page's own kind."""
    return HttpResponseRedirect(form_url(page))


def form_url(page: Page) -> str:
    """The address of the form of the page's own kind."""
    opts = page.spec.model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[page.pk])
