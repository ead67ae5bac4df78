"""Addresses of the clinical side."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from symptoms import comparing, views
from symptoms.guide import views as guide

IMAGING_TESTS = "/compare/ultrasound-ct-mr-or-catheter/"
"""The page that took the place of the old table of scans."""

urlpatterns = [
    path("", views.home, name="home"),
    path("urgent/", views.urgent_index, name="urgent-index"),
    path("where/<slug:region>/", views.where_detail, name="where-detail"),
    path("compare-scans/", RedirectView.as_view(url=IMAGING_TESTS, permanent=True), name="scans"),
    path("compare/", comparing.compare, name="compare"),
    path("guide/", guide.guide, name="guide"),
    path("guide/how-we-check/", guide.how_we_check, name="guide-how-we-check"),
    path("guide/visit-sheet/", guide.visit_sheet, name="guide-visit-sheet"),
    path("guide/diary/", guide.diary, name="guide-diary"),
    path("a-z/", views.a_to_z, name="a-to-z"),
    path("search/", views.search, name="search"),
    path("search/suggest", views.search_suggest, name="search-suggest"),
    path("api/v1/search", views.api_search, name="api-search"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap"),
    path("<folder:folder>/", views.kind_index, name="kind-index"),
]
