"""Form widgets of our own: the Markdown editor and grouped check boxes. Both are plain HTML without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.safestring import SafeString
from markdownx.widgets import MarkdownxWidget


class MarkdownEditor(MarkdownxWidget):
    """markdownx's text area with our own template and script; its script and its open addresses are never used."""

    template_name = "admin/legwise/markdown_editor.html"

    class Media:
        extend = False
        js = (Script("admin_legwise/markdown.js", type="module"),)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """The addresses of our own preview and upload, found when the page is made."""
        context = forms.Textarea.get_context(self, name, value, attrs)
        context["urls"] = {
            "preview": reverse("markdown:preview"),
            "upload": reverse("markdown:upload"),
            "help": reverse("markdown:help"),
        }
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """As any text area; markdownx's own version cannot do without ``attrs``."""
        return forms.Textarea.render(self, name, value, attrs, renderer)


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """Check boxes, each group of them in a field set with a legend that says what it is."""

    template_name = "admin/legwise/boxes.html"

    def __init__(self, legend: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.legend = legend

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """The legend for boxes that stand in no group."""
        return super().get_context(name, value, attrs) | {"legend": self.legend}
