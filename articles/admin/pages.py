"""The form of a page, whatever its kind. Saving freezes a draft edition and never changes what readers see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from markdownx.models import MarkdownxField

from articles import editions, kinds
from articles.admin import conflicts, tools
from articles.admin.links import link_inlines
from articles.admin.lists import PageListAdmin
from articles.admin.preview import PreviewAdmin
from articles.admin.standing import standing_of
from articles.admin.widgets import GroupedBoxes, MarkdownEditor
from articles.models import Address, Page, Source, Topic

ROWS = {"body": 28, "summary": 3, "misspellings": 2, "codes": 2}
"""Heights of text areas; the others have four rows."""


class PageForm(forms.ModelForm):
    """What all kinds ask for."""

    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), required=False, widget=GroupedBoxes("Topics"), help_text="The shelves this page stands on."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["lock_version"] = self.instance.lock_version

    def clean(self) -> dict[str, Any]:
        """Two pages of a kind never share an address. Said here, because the form does not ask for the kind."""
        data = super().clean() or self.cleaned_data
        same = Page.objects.filter(kind=self._meta.model.KIND, language=data.get("language"), slug=data.get("slug"))
        other = same.exclude(pk=self.instance.pk).first()
        if other:
            self.add_error("slug", f"“{other.title}” has this address already. Choose another.")
        return data


class PageAdmin(PreviewAdmin, PageListAdmin):
    """The admin of one kind. Kinds add fields by their declaration and, where they need it, by a form of their own."""

    form = PageForm
    change_form_template = "admin/legwise/page_form.html"
    formfield_overrides = {MarkdownxField: {"widget": MarkdownEditor}}
    own_heading = "What is special about it"

    # -- the form ------------------------------------------------------------------------------------------------------

    def get_prepopulated_fields(self, request: HttpRequest, obj: Page | None = None) -> dict[str, Sequence[str]]:
        """The address follows the title until the page is first saved."""
        return {} if obj else {"slug": ("title",)}

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> Any:
        """In the order an editor thinks: what it is, what is special about its kind, the text, how it is found."""
        own = [field.name for field in kinds.get(self.model.KIND).fields] + self.extra_fields()
        sets: list[tuple[str | None, dict[str, Any]]] = [
            ("What it is", {"fields": ["title", "medical_name", "slug", "summary", "topics"]}),
        ]
        if own:
            sets.append((self.own_heading, {"fields": own}))
        return [
            *sets,
            ("Text", {"fields": ["body"], "description": self._text_description()}),
            (
                "How people find it",
                {
                    "fields": ["lay_names", "phrases", "misspellings"],
                    "description": "Words that lead here from search and the A–Z, even if the text never uses them.",
                },
            ),
            ("Codes and language", {"fields": ["codes", "language"], "classes": ["collapse"]}),
        ]

    def extra_fields(self) -> list[str]:
        """Fields of the form that are not fields of the table."""
        return []

    def _text_description(self) -> str:
        sections = kinds.get(self.model.KIND).sections
        keys = ", ".join(f"{{#{section.key}}}" for section in sections)
        order = f" Sections take their fixed place by their key: {keys}." if keys else ""
        return format_html(
            "Every paragraph that states a figure, an effect, a risk or a recommendation cites a source.{} "
            '<a href="{}" target="_blank">How to write: the Markdown help (opens in a new tab)</a>',
            order,
            reverse("markdown:help"),
        )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Text areas as high as what usually stands in them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = ROWS.get(db_field.name, 4)
            field.widget.attrs["class"] = "vLargeTextField"
        return field

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> list[Any]:
        """The cross-links this kind may own."""
        return [*self.extra_inlines(), *link_inlines(self.model.KIND)]

    def extra_inlines(self) -> list[Any]:
        """Child rows a kind has besides its links."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add where the page stands and what the editor's suggestions need."""
        page = context["original"]
        may_edit = self.has_change_permission(request, page) if page else self.has_add_permission(request)
        context |= {
            "standing": standing_of(page, request.user) if page else None,
            "has_unsaved_words": request.method == "POST",
            "may_edit": may_edit,
            "sources": Source.objects.values_list("key", "title"),
            "preview_url": self.url_of("preview", page.pk) if page else self.url_of("add_preview"),
            "was_public": page is not None and _was_public(page),
        }
        if page:
            names = ("sign_off", "publish", "withdraw", "history")
            context["urls"] = {name: self.url_of(name, page.pk) for name in names}
            context["tools"] = tools.links_for(page) if may_edit else []
        return super().render_change_form(request, context, *args, **kwargs)

    # -- saving --------------------------------------------------------------------------------------------------------

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Refuse a stale form before anything of it is looked at; the row stays locked until it is saved."""
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            page = self.get_object(request, unquote(object_id))
            if page is not None and self.has_change_permission(request, page):
                locked = Page.objects.select_for_update().get(pk=page.pk)
                if conflicts.is_stale(request, locked):
                    return self._conflict_page(request, self.model.objects.get(pk=page.pk))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _conflict_page(self, request: HttpRequest, page: Page) -> HttpResponse:
        typed_on = self.model.objects.get(pk=page.pk)  # binding a form writes into its page, so each form has its own
        newest = editions.newest(page)
        context = self._page_context(request, page, "Somebody saved this page while you were writing") | {
            "newest": newest,
            "same_person": newest is not None and newest.by_id == request.user.pk,
            "changes": conflicts.differences(self.stored_forms(request, page), self.typed_forms(request, typed_on)),
            "typed": conflicts.typed_pairs(request),
            "lock_version": page.lock_version,
        }
        return TemplateResponse(request, "admin/legwise/conflict.html", context, status=409)

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        """Everything is in the database now: freeze it, and say what that means."""
        self.write_related(request, form, formsets, change)
        edition, is_new = editions.freeze(page=form.instance, by=request.user)
        messages.success(
            request, _saved_words(form.instance, edition.number) if is_new else "Nothing changed, so no new edition."
        )

    def response_add(self, request: HttpRequest, obj: Page, post_url_continue: str | None = None) -> HttpResponse:
        """Stay with the page; its editor looks at it, or hands it to a reviewer."""
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        """The same."""
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, page: Page) -> HttpResponse:
        url = self.url_of("changelist") if "_close" in request.POST else self.url_of("change", page.pk)
        return HttpResponseRedirect(url)

    # -- what may be done ----------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """Our views stand before the stock ones."""
        views: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "add_preview": ("add/preview/", self.preview_view),
            "preview": ("<int:pk>/preview/", self.preview_view),
            "sign_off": ("<int:pk>/sign-off/", self.sign_off_view),
            "publish": ("<int:pk>/publish/", self.publish_view),
            "withdraw": ("<int:pk>/withdraw/", self.withdraw_view),
            "restore": ("<int:pk>/restore/<int:number>/", self.restore_view),
        }
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(route, self.admin_site.admin_view(view), name=f"{stem}_{name}")
            for name, (route, view) in views.items()
        ]
        return own + super().get_urls()

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """A page that was ever public is withdrawn, never deleted."""
        return super().has_delete_permission(request, obj) and not (obj is not None and _was_public(obj))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Say why a page that was public stays."""
        page = self.get_object(request, unquote(object_id))
        if page is not None and self.has_view_permission(request, page) and _was_public(page):
            messages.error(request, "This page has been public, so it cannot be deleted. Withdraw it instead.")
            return HttpResponseRedirect(self.url_of("change", page.pk))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[str], Any]:
        """A draft takes its history along: the right to delete the draft is enough."""
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        allowed = all(self.has_delete_permission(request, page) for page in objs)
        return rows, counts, set() if allowed else needed, protected

    def view_on_site(self, obj: Page) -> str | None:
        """The live address; nothing for pages readers cannot see."""
        address = Address.objects.live().filter(page=obj.pk).first()
        return address.path if address else None


def _was_public(page: Page) -> bool:
    return Address.objects.filter(page=page.pk).exists()


def _saved_words(page: Page, number: int) -> str:
    live = Address.objects.live().filter(page=page.pk).values_list("edition__number", flat=True).first()
    readers = f"Readers still see edition {live}." if live else "Readers do not see this page yet."
    return f"Edition {number} saved as a draft. {readers}"
