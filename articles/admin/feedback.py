"""What readers say, by page and answer by answer. It can only be looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator

from articles.admin.history import ReadOnlyAdmin
from articles.admin.lists import KindFilter
from articles.models import Feedback, Page, PageFeedback

HEAVY = tuple(f"edition__{name}" for name in ("canonical", "rendered", "findings"))


def answers_url(page_id: int) -> str:
    """The list of every answer about this page."""
    return f"{reverse('admin:articles_feedback_changelist')}?page={page_id}"


class AnswerFilter(admin.SimpleListFilter):
    """Pages that somebody gave this answer to."""

    title = "answer"
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The three answers, and those with words."""
        return [*Feedback.Answer.choices, ("words", "With words")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Pages with at least one."""
        if self.value() in Feedback.Answer.values:
            return queryset.filter(**{f"{self.value()}__gt": 0})
        return queryset.exclude(newest_words=None) if self.value() == "words" else queryset


@admin.register(PageFeedback)
class PageFeedbackAdmin(ReadOnlyAdmin):
    """How often each page helped, and the newest words about it. A page leads to all its answers."""

    list_display = ("title", "kind_label", "yes", "partly", "no", "words", "words_about")
    list_filter = (AnswerFilter, KindFilter)
    search_fields = ("title", "uid")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Pages somebody answered about, with their counts."""
        said = Feedback.objects.filter(edition__page=OuterRef("pk")).exclude(words="").order_by("-given_on", "-pk")
        counts = {
            answer: Count("editions__feedback", filter=Q(editions__feedback__answer=answer))
            for answer in Feedback.Answer.values
        }
        # Not the parent's, which would put them in order before they have their counts.
        pages = PageFeedback.objects.annotate(
            **counts,
            newest_words=Subquery(said.values("words")[:1]),
            newest_number=Subquery(said.values("edition__number")[:1]),
        )
        return pages.filter(Q(yes__gt=0) | Q(partly__gt=0) | Q(no__gt=0))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Where it helped least comes first."""
        return ("-no", "-partly", "title")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Leads to the page's answers."""
        return HttpResponseRedirect(answers_url(int(object_id)))

    @admin.display(description="kind", ordering="kind")
    def kind_label(self, page: Page) -> str:
        """The kind in words."""
        return page.spec.label

    @admin.display(description="yes", ordering="yes")
    def yes(self, page: Any) -> int:
        """How many found what they needed."""
        return page.yes

    @admin.display(description="partly", ordering="partly")
    def partly(self, page: Any) -> int:
        """How many in part."""
        return page.partly

    @admin.display(description="no", ordering="no")
    def no(self, page: Any) -> int:
        """How many did not."""
        return page.no

    @admin.display(description="newest words")
    def words(self, page: Any) -> str:
        """What was last said."""
        return Truncator(page.newest_words or "–").words(30)

    @admin.display(description="about edition")
    def words_about(self, page: Any) -> Any:
        """The edition they speak of."""
        return page.newest_number or "–"


class AnswerKindFilter(KindFilter):
    """Answers about one kind of page."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """By the kind of the page."""
        return queryset.filter(edition__page__kind=self.value()) if self.value() else queryset


class OfPageFilter(admin.SimpleListFilter):
    """Answers about one page; shown only to those who come from that page."""

    title = "page"
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The page one came from."""
        wanted = request.GET.get(self.parameter_name, "")
        pages = Page.objects.filter(pk=wanted) if wanted.isascii() and wanted.isdigit() else Page.objects.none()
        return [(wanted, page.title) for page in pages]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """By the page."""
        return queryset.filter(edition__page=self.value()) if self.value() else queryset


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """Every answer, newest first."""

    list_display = ("page", "number", "answer", "words", "given_on")
    list_display_links = ("page",)
    list_filter = ("answer", AnswerKindFilter, OfPageFilter)
    search_fields = ("words", "edition__page__title")
    date_hierarchy = "given_on"
    fields = ("page", "number", "answer", "words", "given_on")
    readonly_fields = ("page", "number")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the long columns of the editions."""
        return super().get_queryset(request).select_related("edition__page").defer(*HEAVY)

    @admin.display(ordering="edition__page__title")
    def page(self, feedback: Feedback) -> str:
        """The page it is about."""
        return feedback.edition.page.title

    @admin.display(description="edition", ordering="edition__number")
    def number(self, feedback: Feedback) -> int:
        """The edition the reader had."""
        return feedback.edition.number
