"""The Markdown editor's addresses, under ``admin/markdown/``."""

from django.urls import path

from articles.admin import markdown

urlpatterns = [
    path("preview/", markdown.preview, name="legwise-markdown-preview"),
    path("upload/", markdown.upload, name="legwise-markdown-upload"),
    path("help/", markdown.help_page, name="legwise-markdown-help"),
]
