"""The admin's addresses. Importing them imports every form (:class:`site_project.later.Later`)."""

from django.contrib import admin

admin.autodiscover()
urlpatterns = admin.site.urls[0]
