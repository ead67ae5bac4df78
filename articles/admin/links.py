"""The cross-links of a page, one part of the form for each relation its kind may own."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from articles import kinds
from articles.admin.rows import PageField, RowForm, RowFormSet, RowInline
from articles.kinds import Relation
from articles.models import Link


class LinkForm(RowForm):
    """One link of the relation that a subclass names."""

    relation: Relation
    page_field = "target"

    target = PageField()

    class Meta:
        model = Link
        fields = ("target", "qualifier", "note", "position")
        widgets = {"note": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relation = self.relation
        self.instance.relation = relation.key  # the model's own checks ask for it
        target = cast(PageField, self.fields["target"])
        target.label = relation.label
        target.limit(relation.targets, f"pages-{relation.key}")
        if relation.qualifiers:
            words = [("", "not said"), *relation.qualifiers.items()]
            self.fields["qualifier"] = forms.ChoiceField(choices=words, required=False, label="In which way")
        else:
            del self.fields["qualifier"]

    def clean(self) -> dict[str, Any]:
        """A page never stands in its own list."""
        data = super().clean() or self.cleaned_data
        target = data.get("target")
        if target is not None and target.pk == self.instance.owner_id:
            self.add_error("target", "A page cannot link to itself.")
        return data


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
        """A page stands in a list once."""
        super().clean()
        seen: set[int] = set()
        for form in self.forms:
            target = form.cleaned_data.get("target")
            if target is None or self.is_struck_out(form):
                continue
            if target.pk in seen:
                form.add_error("target", f"“{target}” is in this list twice. Remove one of the two.")
            seen.add(target.pk)


@cache
def link_inline(key: str) -> type[RowInline]:
    """The part of the form that edits one relation."""
    relation = kinds.relation(key)
    form = type("LinkForm", (LinkForm,), {"relation": relation})
    formset = type(
        "LinkFormSet",
        (LinkFormSet,),
        {"relation": relation, "prefix_name": f"links-{key}", "heading": relation.forward},
    )
    return type(
        "LinkInline",
        (RowInline,),
        {
            "model": Link,
            "fk_name": "owner",
            "form": form,
            "formset": formset,
            "verbose_name": relation.label.lower(),
            "verbose_name_plural": relation.forward,
            "list_id": f"pages-{key}",
            "page_kinds": relation.targets,
            "hint": _hint(relation),
        },
    )


def _hint(relation: Relation) -> str:
    other = "" if relation.owners is None else f" The other page shows this one under “{relation.reverse}”."
    return (
        f"Type part of a title and choose from the list. The note stands beside the link and may cite a source.{other}"
    )


def link_inlines(kind: str) -> list[type[RowInline]]:
    """One part for each relation a page of this kind may own; those between any kinds come last."""
    relations = [r for r in kinds.relations() if r.owners is None or kind in r.owners]
    return [link_inline(relation.key) for relation in relations]
