"""Reads a form as a browser would, so that tests send what a person could send."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Page


def client_of(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def admin_url(page: Page, name: str = "change", *more: Any) -> str:
    """The address of an admin view of this page."""
    opts = page.spec.model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=[page.pk, *more])


def open_form(client: Client, page: Page) -> dict[str, Any]:
    """The page's form, filled as it opens."""
    response = client.get(admin_url(page))
    assert response.status_code == 200
    return read_form(response.content.decode())


def read_form(html: str) -> dict[str, Any]:
    """The fields of the page's main form: a value each, or a list where several stand under one name."""
    reader = _Reader()
    reader.feed(html)
    return {name: values if len(values) > 1 else values[0] for name, values in reader.fields.items()}


class _Reader(HTMLParser):
    """Collects the fields of the first form that posts and is not in the header."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.in_form = self.in_template = False
        self.text_of = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.in_form = got.get("id", "") not in ("logout-form", "toolbar", "changelist-search")
        elif tag == "template":
            self.in_template = True
        if not self.in_form or self.in_template or "disabled" in got:
            return
        name = got.get("name", "")
        if tag == "input" and name and got.get("type") not in ("submit", "file"):
            ticked = got.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in got:
                self._add(name, got.get("value", "on" if ticked else ""))
        elif tag == "textarea" and name:
            self.text_of = name
            self._add(name, "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in got:
            self._add(self.select, got.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave what was open."""
        if tag == "form":
            self.in_form = False
        elif tag == "template":
            self.in_template = False
        elif tag == "textarea" and self.text_of:
            # A browser drops the line end that follows the tag.
            self.fields[self.text_of][-1] = self.fields[self.text_of][-1].removeprefix("\n")
            self.text_of = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        """The words in a text area."""
        if self.text_of:
            self.fields[self.text_of][-1] += data

    def _add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)
