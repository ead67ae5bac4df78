"""The address map. The apps' own maps come last: theirs is everything a reader sees."""

from django.contrib.auth import views as auth
from django.urls import include, path, re_path

from site_project import errors, health, media, wellknown
from site_project.later import Later

urlpatterns = [
    path("admin/password_reset/", auth.PasswordResetView.as_view(), name="admin_password_reset"),
    path("admin/password_reset/done/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "admin/reset/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path("admin/reset/done/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    Later("admin/markdown/", "articles.admin.urls", "markdown"),
    Later("admin/", "site_project.admin_urls", "admin"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security-txt"),
    re_path(rf"^media/pictures/(?P<name>{media.PICTURE_NAME})$", media.picture, name="picture"),
    Later("styleguide/", "site_project.styleguide.urls", "styleguide"),
    path("", include("articles.urls")),
    path("", include("symptoms.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
