"""The Markdown editor's addresses, under ``admin/markdown/``."""

from django.urls import path

from articles.admin import markdown

urlpatterns = [
    path("preview/", markdown.preview, name="preview"),
    path("upload/", markdown.upload, name="upload"),
    path("help/", markdown.help_page, name="help"),
]
