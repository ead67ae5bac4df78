"""Addresses of the style guide."""

from django.urls import path

from site_project.styleguide import views

urlpatterns = [
    path("", views.guide, name="guide"),
    path("<slug:name>/<int:number>/", views.example, name="example"),
]
