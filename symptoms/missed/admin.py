"""Where editors see which words readers miss, try what a change would do, and make it a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.cache import never_cache

from articles import kinds
from articles.admin import tools
from articles.admin.acts import LivePageField
from articles.admin.history import ReadOnlyAdmin
from articles.admin.lists import form_url
from articles.admin.rows import page_words
from articles.editions import newest
from articles.models import Address, Edition, Page
from articles.publishing import Refused
from articles.text import normalise
from symptoms.missed import drafts
from symptoms.missed.trying import try_edition, try_words
from symptoms.models import MissedWord
from symptoms.search.find import LONGEST_QUERY, is_meaningful

TRY = tools.Tool("Try a search", "admin:symptoms_missedword_try")
tools.register(TRY)


class QueryField(forms.CharField):
    """What a reader might type."""

    def __init__(self, **options: Any) -> None:
        box = forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"})
        super().__init__(max_length=LONGEST_QUERY, label="A search to try", widget=box, **options)

    def clean(self, value: Any) -> str:
        """Refuse what search would not look for."""
        query = super().clean(value)
        if query and not is_meaningful(query):
            raise forms.ValidationError("Type a few words that mean something, as a reader would.")
        return query


class TryForm(forms.Form):
    """A query to try on its own."""

    query = QueryField(help_text="Type what a reader would. It is not kept.")


class UseForm(forms.Form):
    """A word, and which page it should lead to."""

    page = LivePageField(
        list_id="live-pages",
        label="Which page should people find?",
        help_text="Type part of a title and choose a page from the list.",
    )
    field = forms.ChoiceField(
        choices=[
            (
                "lay_names",
                "Another name for it. Readers see it in the A–Z, and a search for it leads here.",
            ),
            ("phrases", "How people describe it. Only search uses it."),
        ],
        widget=forms.RadioSelect,
        initial="phrases",
        label="What is it?",
    )
    words = forms.CharField(
        max_length=120,
        label="The words",
        help_text="A single word seldom says enough. Add what people say with it, such as “my leg went dead”.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    query = QueryField(required=False, help_text="Empty: the words above. What you try is not kept.")
    tried = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_change: frozenset[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.may_change = may_change

    def clean_page(self) -> Page:
        """Only a page of a kind this user may edit."""
        page = self.cleaned_data["page"]
        if page.kind not in self.may_change:
            raise forms.ValidationError(f"You may not change this page: it is a {page.spec.label.lower()}.")
        return page

    def clean_words(self) -> str:
        """One line, with single spaces."""
        words = " ".join(normalise(self.cleaned_data["words"]).split())
        if not is_meaningful(words):
            raise forms.ValidationError("Type a few words that mean something, as a reader would.")
        return words

    def lock_version(self) -> int | None:
        """The state of the page that was tried, when the page is still the one chosen."""
        uid, _, version = self.cleaned_data["tried"].rpartition(" ")
        return int(version) if uid == self.cleaned_data["page"].uid and version.isdecimal() else None


@admin.register(MissedWord)
class MissedWordAdmin(ReadOnlyAdmin):
    """Words of searches without a close answer, with what can be done about them."""

    change_list_template = "admin/legwise/missed_words.html"
    list_display = ("word", "times", "on_days", "last_seen")
    search_fields = ("word",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[MissedWord]:
        """Only what may be seen, a row a word."""
        return MissedWord.objects.by_word(timezone.now().astimezone(dt.UTC).date())

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The most missed first."""
        return ("-total", "word")

    @admin.display(description="times missed in 30 days", ordering="total")
    def times(self, missed: Any) -> int:
        """In how many searches."""
        return missed.total

    @admin.display(description="on how many days", ordering="days")
    def on_days(self, missed: Any) -> int:
        """How steady it is."""
        return missed.days

    @admin.display(description="last seen", ordering="last_day")
    def last_seen(self, missed: Any) -> dt.date:
        """The day."""
        return missed.last_day

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under the name editors know."""
        return super().changelist_view(request, {"title": "Words readers miss"} | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        """Trying a search has an address of its own."""
        try_view = self.admin_site.admin_view(self.try_view)
        return [path("try/<int:pk>/", try_view, name="symptoms_missedword_try"), *super().get_urls()]

    @method_decorator(never_cache)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Use a word: choose a page, try what it would do, save it as a draft of that page."""
        missed = self.get_object(request, object_id)
        if missed is None:
            raise Http404
        may_change = _kinds_of(request.user)
        if not self.has_view_permission(request, missed) or not may_change:
            raise PermissionDenied
        form = UseForm(request.POST or None, initial={"words": missed.word}, may_change=may_change)
        context: dict[str, Any] = {
            "form": form,
            "missed": missed,
            "live_pages": _live_pages(may_change),
            "tried": request.POST.get("tried", ""),
        }
        status = 200
        if request.method == "POST" and form.is_valid():
            try:
                if "_save" in request.POST:
                    return self._saved(request, form)
                context |= _tried(request, form)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
        context |= {**self.admin_site.each_context(request), "title": "Use this word", "subtitle": missed.word}
        return TemplateResponse(request, "admin/legwise/use_word.html", context, status=status)

    def _saved(self, request: HttpRequest, form: UseForm) -> HttpResponse:
        page = form.cleaned_data["page"]
        edition = drafts.add_words(by=request.user, lock_version=form.lock_version(), **_change(form))
        message = 'Edition {} of <a href="{}">{}</a> saved as a draft. Readers see no change until it is published.'
        messages.success(request, format_html(message, edition.number, form_url(page), edition.brief["title"]))
        return HttpResponseRedirect(reverse("admin:symptoms_missedword_changelist"))

    @method_decorator(never_cache)
    def try_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Any search, with the page's newest draft as if it were live."""
        page = get_object_or_404(Page, pk=pk)
        edition = newest(page)
        if not drafts.may_change(request.user, page):
            raise PermissionDenied
        if edition is None:
            raise Http404
        form = TryForm(request.POST or None)
        context = {
            **self.admin_site.each_context(request),
            "title": TRY.label,
            "subtitle": page.title,
            "page": page,
            "change_url": form_url(page),
            "edition": edition,
            "is_live": _is_live(edition),
            "form": form,
        }
        if request.method == "POST" and form.is_valid():
            context["trial"] = try_edition(form.cleaned_data["query"], edition)
        return TemplateResponse(request, "admin/legwise/try_search.html", context)


def _kinds_of(user: Any) -> frozenset[str]:
    """Kinds of page this user may change."""
    metas = {kind.key: kind.model._meta for kind in kinds.every()}
    return frozenset(key for key, opts in metas.items() if user.has_perm(f"{opts.app_label}.change_{opts.model_name}"))


def _live_pages(may_change: frozenset[str]) -> list[str]:
    pages = LivePageField().pages().filter(kind__in=may_change).order_by("title").only("title", "uid", "kind")
    return [page_words(page) for page in pages]


def _change(form: UseForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("page", "field", "words")}


def _tried(request: HttpRequest, form: UseForm) -> dict[str, Any]:
    page = form.cleaned_data["page"]
    query = form.cleaned_data["query"] or form.cleaned_data["words"]
    return {
        "trial": try_words(query, by=request.user, **_change(form)),
        "has_draft": not _is_live(newest(page)),
        "tried": f"{page.uid} {page.lock_version}",
    }


def _is_live(edition: Edition | None) -> bool:
    return Address.objects.live().filter(edition=edition).exists()
