"""The cross-links of a page, one part of the form for each relation its kind may own."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import kinds
from articles.admin.rows import PageField, RowForm, RowFormSet, RowInline
from articles.kinds import Relation
from articles.models import Link, Page


class LinkFormSet(RowFormSet):
    """The links of one relation."""

    relation: Relation
    shown_fields = ("target", "qualifier", "note")

    def rows(self) -> QuerySet[Link]:
        """The owner's links of this relation."""
        rows = Link.objects.filter(owner_id=self.instance.pk, relation=self.relation.key)
        return rows.select_related("target").order_by("position", "target__title")

    def complete(self, row: Link) -> None:
        """The relation is this part of the form."""
        row.relation = self.relation.key

    def clean(self) -> None:
        """A page stands in a list once, and never in its own."""
        super().clean()
        seen: set[int] = set()
        for form in self.forms:
            target = form.cleaned_data.get("target") if hasattr(form, "cleaned_data") else None
            if target is None or self._should_delete_form(form):
                continue
            if target.pk == self.instance.pk:
                form.add_error("target", "A page cannot link to itself.")
            elif target.pk in seen:
                form.add_error("target", f"“{target}” is in this list twice. Remove one of the two.")
            seen.add(target.pk)


def _link_form(relation: Relation) -> type[RowForm]:
    words = [("", "–"), *relation.qualifiers.items()]
    qualifier = forms.ChoiceField(
        choices=words,
        required=False,
        label="How",
        help_text="Only where a source says so: cite it in the note.",
    )

    class LinkForm(RowForm):
        page_field = "target"
        target = PageField(kinds=relation.targets, list_id=f"pages-{relation.key}", label=relation.label)
        if relation.qualifiers:
            locals()["qualifier"] = qualifier

        class Meta:
            model = Link
            fields = ("target", *(("qualifier",) if relation.qualifiers else ()), "note", "position")
            widgets = {"note": forms.TextInput(attrs={"class": "legwise-note"})}

        def clean(self) -> dict[str, Any]:
            """An unsourced word about strength or frequency is refused where it was chosen."""
            data = super().clean() or self.cleaned_data
            if data.get("qualifier") and "[@" not in data.get("note", ""):
                raise ValidationError(
                    {
                        "note": "Say it in the note and cite the source, for example “in about half [@nhlbi-pad]”, or leave “How” empty."
                    }
                )
            return data

    return LinkForm
