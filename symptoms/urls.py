"""Addresses of the clinical side."""

from __future__ import annotations

from django.urls import path

from symptoms import views

urlpatterns = [
    path("", views.home, name="home"),
    path("urgent/", views.urgent_index, name="urgent-index"),
    path("where/<slug:region>/", views.where_detail, name="where-detail"),
    path("compare-scans/", views.scans, name="scans"),
    path("a-z/", views.a_to_z, name="a-to-z"),
    path("search/", views.search, name="search"),
    path("api/v1/search", views.api_search, name="api-search"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap"),
    path("<folder:folder>/", views.kind_index, name="kind-index"),
]
