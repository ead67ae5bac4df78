"""What the Markdown editor asks the server for: a quick look at a text, and a place for a picture.

They replace django-markdownx's own views, which are open to everyone. Asked by a script, they answer JSON, never a
redirect: a login page must not be taken for a preview.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from articles import kinds, pictures
from articles.markdown.parse import CARE_LEVELS, DIRECTIVES
from articles.markdown.preview import preview_html
from articles.models.page import BODY_LIMIT
from articles.text import PLACEHOLDERS

View = Callable[[HttpRequest], HttpResponse]


def may_write_pages(user) -> bool:
    """Whether this user may add or change a page of any kind."""
    names = (kind.model._meta for kind in kinds.every())
    return any(user.has_perm(f"{m.app_label}.{act}_{m.model_name}") for m in names for act in ("add", "change"))


def may_add_pictures(user) -> bool:
    """Whether this user may put pictures in the library."""
    return user.has_perm("articles.add_picture")


def for_script(allowed: Callable) -> Callable[[View], View]:
    """POST by signed-in staff for whom ``allowed`` holds; anything else is refused in JSON."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            if not request.user.is_authenticated:
                return refuse(401, "You are signed out. Sign in again in another tab; what you typed is still here.")
            if not (request.user.is_active and request.user.is_staff and allowed(request.user)):
                return refuse(403, "Your account may not do this.")
            if request.method != "POST":
                response = refuse(405, "This address takes only what the editor sends.")
                response.headers["Allow"] = "POST"
                return response
            return view(request)

        return guarded

    return decorate


def refuse(status: int, message: str) -> JsonResponse:
    """An error the editor shows beside the text."""
    return JsonResponse({"error": message}, status=status)


@for_script(may_write_pages)
def preview(request: HttpRequest) -> HttpResponse:
    """The text of ``content`` as it would stand on a page."""
    text = request.POST.get("content")
    if text is None:
        return refuse(400, "There is no text to show.")
    if len(text) > BODY_LIMIT:
        return refuse(413, f"The text is longer than {BODY_LIMIT:,} characters.")
    return JsonResponse({"html": preview_html(text)})


@for_script(may_add_pictures)
def upload(request: HttpRequest) -> HttpResponse:
    """Put ``image`` in the library, described by ``alt`` or marked ``decorative``; answer what to type."""
    file = request.FILES.get("image")
    if file is None:
        return refuse(400, "Choose a picture file.")
    if (file.size or 0) > pictures.MAX_BYTES:
        return refuse(413, "The picture is larger than 8 MB.")
    try:
        picture = pictures.store_picture(
            data=file.read(),
            alt=request.POST.get("alt", "")[:300],
            decorative=request.POST.get("decorative") == "on",
            credit=request.POST.get("credit", "")[:200],
            by=request.user,
        )
    except pictures.UploadRefused as refused:
        return refuse(400, str(refused))
    return JsonResponse({"directive": f"::: picture {picture.sha256}\n:::", "alt": picture.alt})


@staff_member_required(login_url="admin:login")
def help_page(request: HttpRequest) -> HttpResponse:
    """How to write: everything the Markdown of this site can do."""
    context = {
        **admin.site.each_context(request),
        "title": "How to write a page",
        "directives": DIRECTIVES,
        "care_levels": CARE_LEVELS,
        "placeholders": PLACEHOLDERS,
        "kinds": [kind for kind in kinds.every() if kind.sections],
    }
    return render(request, "admin/legwise/markdown_help.html", context)
