"""Shows a page as its readers would see it, from what is typed or from a stored edition. Nothing is ever kept."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.formsets import all_valid
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from articles import preview
from articles.admin.acts import ActsAdmin
from articles.content import Content
from articles.identity import site_for
from articles.models import Page
from articles.pages import build


class PreviewAdmin(ActsAdmin):
    """Preview views of a page's admin."""

    @method_decorator(never_cache)
    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """GET: a stored edition (``?edition=3``, else the newest). POST: the form as it is typed, saved or not."""
        page = self.get_page(request, pk) if pk is not None else None
        if request.method == "POST":
            return self._typed_preview(request, page)
        if page is None:
            raise Http404
        return _shown(request, preview.of_edition(self.get_edition(page, request.GET.get("edition", ""))))

    def _typed_preview(self, request: HttpRequest, page: Page | None) -> HttpResponse:
        allowed = self.has_change_permission(request, page) if page else self.has_add_permission(request)
        if not allowed:
            raise PermissionDenied
        form, formsets = self.typed_forms(request, page)
        with transaction.atomic():
            try:
                return self._shown_as_saved(request, form, formsets, change=page is not None)
            finally:
                transaction.set_rollback(True)

    def _shown_as_saved(self, request: HttpRequest, form: Any, formsets: list[Any], *, change: bool) -> HttpResponse:
        """Write everything and show what saving would give. The caller takes it all back."""
        if form.is_valid() & all_valid(formsets):
            self.write_page(request, form, formsets, change=change)
            return _shown(request, preview.of_working_copy(form.instance))
        problems = [_words(form, name, errors) for name, errors in form.errors.items()]
        for formset in formsets:
            problems += [f"{formset.heading}: {message}" for message in _formset_messages(formset)]
        return _framed(TemplateResponse(request, "admin/legwise/preview_errors.html", {"problems": problems}))

    def write_page(self, request: HttpRequest, form: Any, formsets: list[Any], *, change: bool) -> None:
        """Write the working copy: the page, its topics and all its child rows."""
        self.save_model(request, self.save_form(request, form, change), form, change)
        self.write_related(request, form, formsets, change)

    def write_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        """Write what hangs on the page. Kinds with more to write extend it."""
        super().save_related(request, form, formsets, change)

    def typed_forms(self, request: HttpRequest, page: Page | None) -> tuple[Any, list[Any]]:
        """The form and its child rows, bound to what was sent."""
        return self._built_forms(request, page, request.POST)

    def stored_forms(self, request: HttpRequest, page: Page) -> tuple[Any, list[Any]]:
        """The form and its child rows as they would open now."""
        return self._built_forms(request, page, None)

    def _built_forms(self, request: HttpRequest, page: Page | None, data: Any) -> tuple[Any, list[Any]]:
        fields = flatten_fieldsets(self.get_fieldsets(request, page))
        form = self.get_form(request, page, change=page is not None, fields=fields)(data, instance=page)
        formsets = []
        for formset_class, inline in self.get_formsets_with_inlines(request, page):
            prefix = formset_class.get_default_prefix()
            formsets.append(
                formset_class(data, instance=form.instance, prefix=prefix, queryset=inline.get_queryset(request))
            )
        return form, formsets


def _shown(request: HttpRequest, content: Content) -> HttpResponse:
    page = build(content, site_for(request), timezone.localdate())
    return _framed(TemplateResponse(request, "admin/legwise/preview.html", {"page": page}))


def _framed(response: TemplateResponse) -> HttpResponse:
    response.render()  # here, while the transaction that holds the typed words is open
    response.headers["X-Robots-Tag"] = "noindex"
    response.csp_frame_ancestors_self = True  # type: ignore[attr-defined]  # read by the security headers
    return response


def _words(form: Any, name: str, errors: Any) -> str:
    label = form[name].label if name in form.fields else "The form"
    return f"{label}: {' '.join(errors)}"


def _formset_messages(formset: Any) -> list[str]:
    found = [str(message) for message in formset.non_form_errors()]
    for number, form in enumerate(formset.forms, 1):
        found += [f"row {number}, {_words(form, name, errors)}" for name, errors in form.errors.items()]
    return found
