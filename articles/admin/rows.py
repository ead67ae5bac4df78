"""Child rows without an identity of their own (cross-links, cautions): what the form lists replaces what was there.

Because no row id travels through the form, a form can be sent again after somebody else has saved (see
:mod:`articles.admin.conflicts`), rows can trade places, and a row can be taken out and put in again.
"""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.forms.widgets import Script

from articles.models import Page


class PageField(forms.Field):
    """A page, chosen by typing: the browser offers titles from a list; “Title (uid)” or a uid is understood.

    A plain text field with suggestions works without JavaScript, with a keyboard, and with screen readers.
    """

    widget = forms.TextInput

    def __init__(self, *, kinds: frozenset[str] | None = None, list_id: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit(kinds, list_id)

    def limit(self, kinds: frozenset[str] | None, list_id: str) -> None:
        """Set which kinds fit, and the list of suggestions the browser uses."""
        self.kinds = kinds
        self.widget.attrs |= {"list": list_id, "autocomplete": "off", "class": "legwise-page-input"}

    def pages(self) -> QuerySet[Page]:
        """The pages that may be chosen."""
        pages = Page.objects.all()
        return pages if self.kinds is None else pages.filter(kind__in=self.kinds)

    def to_python(self, value: str | None) -> Page | None:
        """The page meant; :class:`ValidationError` says how to name one."""
        text = (value or "").strip()
        if not text:
            return None
        uid = text.rpartition("(")[2].removesuffix(")").strip()
        found = self.pages().filter(uid=uid).first()
        if found is None:
            titled = list(self.pages().filter(title__iexact=text)[:2])
            found = titled[0] if len(titled) == 1 else None
        if found is None:
            raise ValidationError(f"“{text}” is not one of the pages that fit here. Choose one from the list.")
        return found


def page_words(page: Page) -> str:
    """How a page stands in a :class:`PageField`: readable, and exact."""
    return f"{page.title} ({page.uid})"


class RowForm(forms.ModelForm):
    """One child row. ``position`` may stay empty: the row then comes after those that have one."""

    page_field = ""

    position = forms.IntegerField(
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "legwise-position", "inputmode": "numeric"}),
        label="Order",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.initial.get(self.page_field)
        if isinstance(page, Page):
            self.initial[self.page_field] = page_words(page)


class RowFormSet(BaseInlineFormSet):
    """All rows of one kind. Unbound it lists the rows there are; bound, only what was typed counts."""

    prefix_name = ""
    heading = ""
    shown_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.instance.pk:
            self.initial_extra = [row | {"position": number} for number, row in enumerate(self.stored_rows(), 1)]
            self.extra = len(self.initial_extra) + self.extra

    @classmethod
    def get_default_prefix(cls) -> str:
        """A name of its own: several of these stand on one form."""
        return cls.prefix_name

    def initial_form_count(self) -> int:
        """None: rows have no identity, so nothing the browser says about earlier rows is believed."""
        return 0

    def get_queryset(self) -> QuerySet:
        """No rows are matched by id."""
        return super().get_queryset().none()

    def rows(self) -> QuerySet:
        """The rows in the database that this form replaces."""
        raise NotImplementedError

    def words(self) -> list[str]:
        """Each row as text, for those who may look only and for comparing: as stored, or as typed."""
        if not self.is_bound:
            return [self.row_words(row) for row in self.stored_rows()]
        self.full_clean()  # only then is it known which rows were struck out
        kept = self.kept_forms()
        typed = [{name: form[name].data for name in self.shown_fields if name in form.fields} for form in kept]
        return [self.row_words(row) for row in typed]

    def row_words(self, row: dict[str, Any]) -> str:
        """One row as text."""
        values = (page_words(value) if isinstance(value, Page) else str(value or "") for value in row.values())
        return " – ".join(value.strip() for value in values if value.strip())

    def stored_rows(self) -> list[dict[str, Any]]:
        """What each row in the database puts in the form."""
        return [{name: getattr(row, name) for name in self.shown_fields} for row in self.rows()]

    def kept_forms(self) -> list[forms.ModelForm]:
        """The filled rows that were not struck out, in the order asked for."""
        kept = [form for form in self.forms if form.has_changed() and not self.is_struck_out(form)]
        return sorted(kept, key=_place)

    def is_struck_out(self, form: Any) -> bool:
        """Whether “Remove” is ticked on this row."""
        return self.can_delete and bool(form.cleaned_data.get("DELETE"))

    def save(self, commit: bool = True) -> list[Any]:
        """Replace the rows. They are written anew even when nothing changed; editions compare the words."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        saved = []
        self.rows().delete()
        for position, form in enumerate(self.kept_forms()):
            row = self.save_new(form, commit=False)
            row.position = position
            self.complete(row)
            row.save()
            saved.append(row)
        return saved

    def complete(self, row: Any) -> None:
        """Set what the form does not ask for."""


def _place(form: forms.ModelForm) -> float:
    position = form.cleaned_data.get("position")
    return math.inf if position is None else position


class RowInline(admin.options.InlineModelAdmin):
    """Shows child rows in our own template: a list of rows, a blank one at the end, “Remove” on each."""

    class Media:
        extend = False
        js = (Script("admin_legwise/rows.js", type="module"),)

    template = "admin/legwise/rows.html"
    extra = 1
    list_id = ""
    hint = ""
    page_kinds: frozenset[str] | None = None

    def choices(self) -> list[tuple[str, str]]:
        """Titles for the browser's suggestions."""
        pages = PageField(kinds=self.page_kinds).pages().order_by("title").only("title", "uid", "kind")
        return [(page_words(page), page.spec.label) for page in pages]
