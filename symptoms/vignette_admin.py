"""Editors' side of the invented people (“examples”) whom search and guide must lead to their pages."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import BooleanField, Case, Prefetch, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.html import format_html_join

from articles.admin.rows import PageField, page_words
from articles.admin.shared import SharedAdmin
from articles.admin.widgets import GroupedBoxes
from articles.models import Page
from symptoms import vignettes
from symptoms.guide.ticks import askable
from symptoms.models import Vignette, VignetteRun, Word
from symptoms.models.vignette import faults
from symptoms.word_field import WordField

BLANK_LINES = 3
"""Empty fields for more pages."""


class PageLines(forms.Widget):
    """A text field for each page and some empty ones, all of one name, with titles to choose from."""

    template_name = "admin/legwise/pages.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The filled lines, the empty ones, and the titles of all pages."""
        context = super().get_context(name, None, attrs)
        titles = map(page_words, Page.objects.order_by("title").only("title", "uid"))
        context["widget"] |= {"lines": [*(value or []), *[""] * BLANK_LINES], "titles": titles}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What stands in the lines that are not empty."""
        return [line for line in data.getlist(name) if line.strip()]


class PagesField(forms.Field):
    """Some pages, each named as in a :class:`~articles.admin.rows.PageField`."""

    widget = PageLines

    def prepare_value(self, value: Any) -> list[str]:
        """As text."""
        return [page_words(line) if isinstance(line, Page) else line for line in value or []]

    def to_python(self, value: Any) -> list[Page]:
        """The pages meant, each once."""
        one = PageField()
        found = [page for page in map(one.to_python, value) if page is not None]
        return list({page.pk: page for page in found}.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other pages are named."""
        return self.prepare_value(initial) != data


class VignetteForm(forms.ModelForm):
    """An invented person: what they tick or type, and where that must lead."""

    ticks = WordField(
        askable(),
        required=False,
        widget=GroupedBoxes("What they tick"),
        label="What they tick in the leg guide",
    )
    pages = PagesField(
        required=False,
        label="Pages they must find",
        help_text="Type part of a title and choose. To take one out, empty its line.",
    )

    class Meta:
        model = Vignette
        fields = ("description", "key", "sentence", "ticks", "pages")
        widgets = {name: forms.TextInput(attrs={"class": "vTextField"}) for name in ("description", "sentence")}

    def clean(self) -> dict[str, Any]:
        """Say what is still lacking, each at its place."""
        data = super().clean() or self.cleaned_data
        given = {"ticks": data.get("ticks"), "pages": data.get("pages")}
        for field, message in faults(sentence=data.get("sentence", ""), **given).items():
            if field not in self.errors:
                self.add_error(field, message)
        return data


class PassesFilter(admin.SimpleListFilter):
    """By the last check."""

    title = "the last check"
    parameter_name = "passes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two outcomes."""
        return [("yes", "Passes"), ("no", "Does not pass")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Those that passed, or did not."""
        return queryset.filter(passing=self.value() == "yes") if self.value() in ("yes", "no") else queryset


class VignetteAdmin(SharedAdmin):
    """The examples. Saving one checks them all."""

    form = VignetteForm
    list_display = ("description", "asks", "leads_to", "passes")
    list_filter = (PassesFilter,)
    search_fields = ("description", "sentence", "key")
    list_per_page = 200

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """The key follows the description until it is first saved."""
        return {} if obj else {"key": ("description",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """And where its pages stand now."""
        return (*super().get_readonly_fields(request, obj), "where_they_stand") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """In the order somebody thinks of a person."""
        return (*VignetteForm.Meta.fields, "where_they_stand") if obj else VignetteForm.Meta.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what each asks and how the last check went: a fixed number of queries."""
        run = VignetteRun.objects.first()
        outcome = Case(When(key__in=run.failing, then=False), default=True) if run else Value(None)
        return (
            super()
            .get_queryset(request)
            .annotate(passing=Case(default=outcome, output_field=BooleanField(null=True)))
            .prefetch_related(
                Prefetch("ticks", Word.objects.select_related("facet")),
                Prefetch("pages", Page.objects.only("title", "uid")),
            )
        )

    def save_model(self, request: HttpRequest, obj: Vignette, form: Any, change: bool) -> None:
        """Through the one function for it."""
        chosen = {name: form.cleaned_data[name] for name in ("ticks", "pages")}
        vignettes.save(obj, by=request.user, **chosen)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing refers to an example, so it may go."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: Vignette) -> None:
        """With an event."""
        vignettes.delete(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Each with an event."""
        for vignette in queryset:
            vignettes.delete(vignette, by=request.user)

    @admin.display(description="ticks or types")
    def asks(self, vignette: Vignette) -> str:
        """What is ticked, what is typed."""
        facets = groupby(vignette.ticks.all(), key=lambda word: word.facet.label)
        asked = [f"{facet}: {', '.join(word.label for word in words)}" for facet, words in facets]
        return "; ".join([*asked, f"“{vignette.sentence}”"] if vignette.sentence else asked)

    @admin.display(description="must find")
    def leads_to(self, vignette: Vignette) -> str:
        """Titles of its pages."""
        return ", ".join(page.title for page in vignette.pages.all())

    @admin.display(description="passes now?", boolean=True, ordering="passing")
    def passes(self, vignette: Any) -> bool | None:
        """By the last check."""
        return vignette.passing

    @admin.display(description="where they stand now")
    def where_they_stand(self, vignette: Vignette) -> str:
        """Tried this moment: each page that does not stand where it must."""
        (result,) = vignettes.check([vignette.key])
        if result.passed:
            return "Every page stands where it must."
        titles = {page.uid: page.title for page in vignette.pages.all()}
        told = ((f"{one.asked} shows “{titles[one.uid]}” {one.stands}.",) for one in result.missing)
        return format_html_join("", "<p>{}</p>", told)
