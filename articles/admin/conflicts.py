"""A stale form never overwrites newer words: the page it is answered with shows both texts and keeps what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from articles.admin.differences import FieldDiff, compare_fields
from articles.admin.rows import RowFormSet
from articles.models import Page
from articles.text import normalise

NOT_TYPED = {"csrfmiddlewaretoken", "lock_version"}
"""What a form carries besides its words."""


def is_stale(request: HttpRequest, page: Page) -> bool:
    """Whether the form is older than the newest change; one that does not say is. ``page`` must be locked."""
    return request.POST.get("lock_version", "") != str(page.lock_version)


def typed_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything typed, ready to be sent again."""
    return [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]


def differences(
    stored: tuple[forms.ModelForm, list[RowFormSet]], typed: tuple[forms.ModelForm, list[RowFormSet]]
) -> list[FieldDiff]:
    """Field by field, what is stored now beside what was typed."""
    return compare_fields(_texts(*stored), _texts(*typed))


def _texts(form: forms.ModelForm, formsets: list[RowFormSet]) -> dict[str, str]:
    texts = {str(form[name].label): _value(form, name) for name in form.fields if name not in NOT_TYPED}
    for formset in formsets:
        texts[formset.heading] = "\n".join(formset.words())
    return texts


def _value(form: forms.ModelForm, name: str) -> str:
    bound = form[name]
    value = bound.field.prepare_value(bound.value())
    if not isinstance(bound.field, forms.ChoiceField | forms.ModelChoiceField):
        return normalise(str(value or ""))
    chosen = value if isinstance(value, list | tuple) else [value]
    wanted = {str(item) for item in chosen if item not in (None, "")}
    return "\n".join(label for key, label in _flat(bound.field.choices) if str(key) in wanted)


def _flat(choices: Any) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    for key, label in choices:
        found += _flat(label) if isinstance(label, list | tuple) else [(key, str(label))]
    return found
