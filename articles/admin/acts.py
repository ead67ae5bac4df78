"""What can be done with an edition: sign it off, publish, withdraw, restore.

Each asks first, then acts through :mod:`articles.publishing`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import publishing
from articles.admin.differences import compare_fields, snapshot_fields
from articles.admin.rows import PageField, page_words
from articles.content_checks import check_page
from articles.models import Address, Edition, Event, Page
from articles.readiness import reasons_not_ready
from articles.snapshot import SnapshotError


class LivePageField(PageField):
    """A page that readers can see now."""

    def pages(self):
        """Live pages only."""
        return Page.objects.filter(addresses__in=Address.objects.live())


class SignOffForm(forms.Form):
    """The reviewer's note."""

    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Optional. What you checked, or on what the yes depends. Staff see it; readers do not.",
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        required=False,
        max_length=300,
        help_text="Optional, for the history: what changed, and why.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class PublishForm(ReasonForm):
    """Why; and, once a publish was refused for what it would break, why in spite of it."""

    despite = forms.CharField(
        required=False,
        max_length=publishing.LONGEST_DESPITE,
        label="Publish despite this, because",
        help_text="Only if readers are better served this way. Your reason stays in the history.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "despite" not in self.data:
            del self.fields["despite"]

    def offer_despite(self) -> None:
        """Ask for the reason in spite of what was found."""
        self.fields["despite"] = self.base_fields["despite"]


class WithdrawForm(forms.Form):
    """Why, and where to go instead. Whether the reason is enough is for :mod:`articles.publishing` to say."""

    reason = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Reason, as readers will see it",
        help_text="Shown at the old address. Plain words, one or two sentences.",
    )
    instead = LivePageField(
        required=False,
        list_id="live-pages",
        label="Where to go instead",
        help_text="Optional. Type part of a title and choose a live page.",
    )


@dataclass(frozen=True)
class Act:
    """One act as its page words it."""

    title: str
    button: str
    permission: str
    done: str
    explain: str


SIGN_OFF = Act(
    "Sign off",
    "Sign off this edition",
    "articles.sign_off_page",
    "You signed edition {n}.",
    "You say, as a clinical reviewer, that exactly these words are right. Any later change needs a new sign-off.",
)
PUBLISH = Act(
    "Publish",
    "Publish this edition",
    "articles.publish_page",
    "Edition {n} is live. Readers see it on their next request.",
    "Readers will see exactly this edition from their next request on.",
)
WITHDRAW = Act(
    "Withdraw",
    "Withdraw this page",
    "articles.publish_page",
    "The page is withdrawn. Its address now gives your reason.",
    "The page is taken down at once. Its address gives your reason and shows where to go instead. Nothing is deleted.",
)
RESTORE = Act(
    "Restore",
    "Restore as a new draft",
    "",
    "Edition {n} is a new draft with the words you restored.",
    "The words of this old edition become the newest draft. What readers see stays as it is until you publish.",
)


class ActsAdmin(admin.ModelAdmin):
    """Views of a page's admin that change more than its words."""

    def sign_off_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say yes to one edition."""
        page = self.get_page(request, pk)
        edition = self.get_edition(page, request.POST.get("edition", ""))

        def act(data: dict[str, Any]) -> int:
            publishing.sign_off(edition=edition, by=request.user, note=data["note"])
            return edition.number

        return self._act(request, page, SIGN_OFF, SignOffForm, act, edition, checks=check_page(edition.snapshot))

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make one edition live."""
        page = self.get_page(request, pk)
        edition = self.get_edition(page, request.POST.get("edition", ""))

        def act(data: dict[str, Any]) -> int:
            publishing.publish(edition=edition, by=request.user, reason=data["reason"], despite=data.get("despite", ""))
            return edition.number

        seen = {"reasons": reasons_not_ready(edition), "checks": check_page(edition.snapshot)}
        return self._act(request, page, PUBLISH, PublishForm, act, edition, **seen)

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the page down."""
        page = self.get_page(request, pk)

        def act(data: dict[str, Any]) -> int:
            publishing.withdraw(page=page, by=request.user, reason=data["reason"], instead=data["instead"])
            return 0

        live = LivePageField().pages().exclude(pk=page.pk).order_by("title").only("title", "uid", "kind")
        choices = [page_words(other) for other in live]
        return self._act(request, page, WITHDRAW, WithdrawForm, act, live_pages=choices)

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Bring an old edition back as the newest draft."""
        page = self.get_page(request, pk)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        edition = self.get_edition(page, str(number))

        def act(data: dict[str, Any]) -> int:
            return publishing.restore(edition=edition, by=request.user, reason=data["reason"]).number

        return self._act(request, page, RESTORE, ReasonForm, act, edition)

    def _act(
        self,
        request: HttpRequest,
        page: Page,
        act: Act,
        form_class: type[forms.Form],
        perform: Callable[[dict[str, Any]], int],
        edition: Edition | None = None,
        **more: Any,
    ) -> HttpResponse:
        if act.permission and not request.user.has_perm(act.permission):
            raise PermissionDenied
        form = form_class(request.POST or None)
        status = 200
        if request.method == "POST" and form.is_valid():
            try:
                number = perform(form.cleaned_data)
            except (publishing.Refused, SnapshotError) as refused:
                status = 409
                if isinstance(refused, publishing.Regressed) and isinstance(form, PublishForm):
                    more["regressions"] = refused.regressions
                    form.offer_despite()
                else:
                    form.add_error(None, _refusals(refused))
            else:
                messages.success(request, act.done.format(n=number))
                return HttpResponseRedirect(self.url_of("change", page.pk))
        context = self._page_context(request, page, act.title) | {"act": act, "form": form, "edition": edition} | more
        if edition is not None:
            context["changes"] = _since_live(page, edition)
        return TemplateResponse(request, "admin/legwise/act.html", context, status=status)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every edition and every event of the page; two editions compared when asked."""
        page = self.get_page(request, object_id)
        editions = list(
            page.editions.select_related("by__person").prefetch_related("sign_offs").defer("rendered", "findings")
        )
        live = Address.objects.live().filter(page=page).values_list("edition_id", flat=True).first()
        published = set(
            Event.objects.filter(subject=page.uid, verb="published").values_list("edition_number", flat=True)
        )
        context = self._page_context(request, page, "History") | {
            "editions": editions,
            "live": live,
            "published": published,
            "events": Event.objects.filter(subject=page.uid),
            "may_restore": self.has_change_permission(request, page),
        }
        if request.GET.get("old") and request.GET.get("new"):
            old, new = (self.get_edition(page, request.GET[name]) for name in ("old", "new"))
            context |= {"old": old, "new": new, "left": f"Edition {old.number}", "right": f"Edition {new.number}"}
            context["changes"] = compare_fields(snapshot_fields(old.snapshot), snapshot_fields(new.snapshot))
        return TemplateResponse(request, "admin/legwise/history.html", context)

    def get_page(self, request: HttpRequest, pk: int | str) -> Page:
        """The page, if it exists and this user may look at it."""
        page = self.get_object(request, str(pk))
        if page is None:
            raise Http404
        if not self.has_view_or_change_permission(request, page):
            raise PermissionDenied
        return page

    def get_edition(self, page: Page, number: str) -> Edition:
        """The edition with this number, the newest where none is named."""
        editions = page.editions.order_by("-number")
        if number:
            editions = editions.filter(number=int(number)) if number.isascii() and number.isdigit() else editions.none()
        edition = editions.first()
        if edition is None:
            raise Http404
        return edition

    def url_of(self, name: str, *args: Any) -> str:
        """The address of one of this kind's admin views."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def _page_context(self, request: HttpRequest, page: Page, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": page.title,
            "page": page,
            "original": page,
            "opts": self.opts,
            "change_url": self.url_of("change", page.pk),
            "preview_url": self.url_of("preview", page.pk),
            "history_url": self.url_of("history", page.pk),
        }


def _since_live(page: Page, edition: Edition) -> Any:
    address = Address.objects.live().filter(page=page).select_related("edition").first()
    if address is None or address.edition_id == edition.pk:
        return None
    return compare_fields(snapshot_fields(address.edition.snapshot), snapshot_fields(edition.snapshot))


def _refusals(refused: Exception) -> list[str]:
    if isinstance(refused, publishing.NotReady):
        return [reason for found in refused.reasons.values() for reason in found]
    return [str(refused)]
