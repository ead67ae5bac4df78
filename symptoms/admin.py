"""The clinical kinds in the admin, and the vocabulary of what people feel. Words readers miss:
:mod:`symptoms.missed.admin`."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from articles.admin.pages import PageAdmin, PageForm
from articles.admin.rows import PageField, RowForm, RowFormSet, RowInline
from articles.admin.shared import SharedAdmin
from symptoms.missed.admin import MissedWordAdmin
from symptoms.models import (
    Caution,
    Comparison,
    Condition,
    DiagnosticTest,
    Facet,
    Feature,
    PreventionAdvice,
    RiskFactor,
    Symptom,
    Treatment,
    UrgentSign,
    Vignette,
    Word,
)
from symptoms.vignette_admin import VignetteAdmin
from symptoms.word_field import WordField

__all__ = ["MissedWordAdmin"]

admin.site.register(Vignette, VignetteAdmin)


class FeatureForm(PageForm):
    """A page whose features are ticked."""

    features = WordField(
        Word.objects.select_related("facet"),
        required=False,
        label="How it feels",
        help_text="Tick what typically belongs to it. Readers see these words, and search finds the page by them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["features"] = list(Feature.objects.filter(page=self.instance.pk).values_list("word_id", flat=True))


class FeatureAdmin(PageAdmin):
    """Kinds that describe what something feels like."""

    form = FeatureForm

    def extra_fields(self) -> list[str]:
        """The features stand with what is special about the kind."""
        return ["features"]

    @admin.display(description="How it feels")
    def features(self, page: Any) -> str:
        """The words, for those who may look only."""
        found = Feature.objects.filter(page=page).select_related("word__facet")
        return ", ".join(str(feature.word) for feature in found) or "–"

    def write_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        """Replace the features by those ticked."""
        super().write_related(request, form, formsets, change)
        page = form.instance
        Feature.objects.filter(page=page).delete()
        Feature.objects.bulk_create(Feature(page=page, word=word) for word in form.cleaned_data["features"])


class CautionForm(RowForm):
    """One caution."""

    page_field = "about"

    about = PageField(required=False, list_id="pages-about", label="Page that explains why")

    class Meta:
        model = Caution
        fields = ("level", "text", "about", "position")
        widgets = {"text": forms.TextInput}


class CautionFormSet(RowFormSet):
    """All cautions of a page."""

    prefix_name = "cautions"
    heading = "Cautions"
    shown_fields = ("level", "text", "about")

    def rows(self) -> QuerySet[Caution]:
        """In the order they print."""
        rows = Caution.objects.filter(page_id=self.instance.pk)
        return rows.select_related("about").order_by("position", "level", "text")


class CautionInline(RowInline):
    """Who must not, or must ask first."""

    model = Caution
    fk_name = "page"
    form = CautionForm
    formset = CautionFormSet
    verbose_name = "caution"
    verbose_name_plural = "Cautions"
    list_id = "pages-about"
    hint = "Printed wherever this advice stands. Cite the source in the text."


class CautionAdmin(PageAdmin):
    """Kinds that advise something, and so must say for whom it is not."""

    def extra_inlines(self) -> list[Any]:
        """Cautions come before links."""
        return [CautionInline]


@admin.register(Symptom)
class SymptomAdmin(PageAdmin):
    """Something a reader feels or sees."""

    own_heading = "When to see somebody"


@admin.register(Condition)
class ConditionAdmin(FeatureAdmin):
    """An illness or state that symptoms may come from."""

    list_filter: ClassVar[tuple[Any, ...]] = (*PageAdmin.list_filter, "cause_group")
    own_heading = "Group of causes, care and how it feels"


@admin.register(UrgentSign)
class UrgentSignAdmin(FeatureAdmin):
    """A sign that cannot wait."""

    list_filter: ClassVar[tuple[Any, ...]] = (*PageAdmin.list_filter, "level")
    own_heading = "What to do"


@admin.register(RiskFactor)
class RiskFactorAdmin(PageAdmin):
    """Something that makes a condition more likely."""

    own_heading = "Can it be changed?"


@admin.register(DiagnosticTest)
class DiagnosticTestAdmin(PageAdmin):
    """A test."""

    list_filter: ClassVar[tuple[Any, ...]] = (*PageAdmin.list_filter, "modality")
    own_heading = "At a glance"


@admin.register(Treatment)
class TreatmentAdmin(CautionAdmin):
    """Something done or given."""


@admin.register(PreventionAdvice)
class PreventionAdviceAdmin(CautionAdmin):
    """Something people can do themselves."""


@admin.register(Comparison)
class ComparisonAdmin(PageAdmin):
    """Things that are easily taken for each other."""


class WordForm(forms.ModelForm):
    """A word; its key never changes once pages may carry it."""

    class Meta:
        model = Word
        fields = ("label", "key", "phrases", "in_guide", "position")
        widgets = {"phrases": forms.Textarea(attrs={"rows": 3, "cols": 40})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = bool(self.instance.pk)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)  # the table's column headings are no labels


class WordInline(admin.TabularInline):
    """The words of a facet with the phrases by which people say them."""

    model = Word
    form = WordForm
    extra = 1
    can_delete = False


@admin.register(Facet)
class FacetAdmin(SharedAdmin):
    """One side of what is felt, with its words."""

    list_display = ("label", "key", "position", "word_count")
    inlines = (WordInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the number of words."""
        return super().get_queryset(request).annotate(word_total=Count("words"))

    @admin.display(description="words")
    def word_count(self, facet: Any) -> int:
        """How many words it has."""
        return facet.word_total
