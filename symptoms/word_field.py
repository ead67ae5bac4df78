"""A form field of words of the vocabulary, each under its facet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from articles.admin.widgets import GroupedBoxes


class WordsByFacet(ModelChoiceIterator):
    """The vocabulary as groups of choices (one query)."""

    def __iter__(self) -> Iterator[Any]:
        for facet, words in groupby(self.queryset, key=lambda word: word.facet.label):
            yield facet, [(word.pk, word.label) for word in words]


class WordField(forms.ModelMultipleChoiceField):
    """Words of the vocabulary, each under its facet."""

    iterator = WordsByFacet
    widget = GroupedBoxes("How it feels")
