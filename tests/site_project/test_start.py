"""A process starts with what readers' pages need, and with nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import reverse

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
NOT_FOR_READERS = (
    "PIL", "articles.admin", "articles.content_checks", "articles.feedback.contact_details", "articles.publishing",
    "markdown_it", "nh3", "segno", "site_project.page_files", "site_project.styleguide", "symptoms.admin",
    "symptoms.vignettes", "yaml",
)  # fmt: skip
AS_A_PAGE_DOES = """
import sys
from site_project.wsgi import application
from django.template.loader import get_template
from django.urls import resolve, reverse
resolve("/conditions/cramp/"), reverse("search"), get_template("pages/page.html"), get_template("pages/home.html")
print(*sys.modules)
"""


def test_readers_pages_import_nothing_that_only_editors_need() -> None:
    loaded = set(printed(AS_A_PAGE_DOES).split())
    assert {"articles.pages", "symptoms.search.find"} <= loaded
    assert not loaded.intersection(NOT_FOR_READERS)


def test_the_admin_is_whole_as_soon_as_somebody_asks_for_an_address_of_it() -> None:
    address = printed("from django.urls import reverse; print(reverse('admin:articles_page_changelist'))")
    assert address == reverse("admin:articles_page_changelist") == "/admin/articles/page/"


def test_the_checks_see_every_form() -> None:
    found = printed(
        "from django.contrib import admin; from django.core.checks import run_checks; run_checks(tags=['admin']); "
        "print(len(admin.site._registry))"
    )
    reverse("admin:index")
    assert int(found) == len(admin.site._registry) > 10


def printed(code: str) -> str:
    """What this code prints in a process that has just started."""
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
