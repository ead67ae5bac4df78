"""Addresses of the publishing core. Pages of all kinds share one route; their folders come from the declarations."""

from __future__ import annotations

from django.urls import path, register_converter

from articles import leaflets, views
from articles.converters import FolderConverter
from articles.feedback import views as feedback

register_converter(FolderConverter, "folder")

urlpatterns = [
    path("articles/", views.article_index, name="article-index"),
    path("glossary/", views.glossary_index, name="glossary-index"),
    path("topics/<slug:key>/", views.topic_detail, name="topic-detail"),
    path("about/", views.about_index, name="about-index"),
    path("about/<slug:slug>/", views.about_page, name="about-page"),
    path("emergency-numbers/", views.emergency_numbers, name="emergency-numbers"),
    path("feedback/", feedback.send, name="feedback"),
    path("feedback/thanks/", feedback.thanks, name="feedback-thanks"),
    path("feed.xml", views.feed, name="feed"),
    path("<folder:folder>/<slug:slug>/", views.page_detail, name="page-detail"),
    *(
        path(f"<folder:folder>/<slug:slug>/leaflet/{ending}", view, {"large": large}, name=name)
        for large, size in ((False, ""), (True, "large/"))
        for ending, view, name in (
            (size, leaflets.leaflet, "leaflet"),
            (f"{size}footer.css", leaflets.running_footer, "leaflet-footer"),
        )
    ),
]
