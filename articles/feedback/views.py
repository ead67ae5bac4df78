"""Takes what readers send. No cookie: the browser says itself whether the form stood on a page of this site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from articles.feedback.store import edition_of, keep
from articles.models.feedback import Feedback

LONGEST = 1000
TRAP = "website"
"""A field no person sees. Who fills it in is a program."""


# The token that usually stands here would need a cookie; from_our_page asks for the same in another way.
@csrf_exempt
@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """Store one answer. Says what is wrong with the form still filled in; shows what was kept if it is less."""
    if not settings.LEGWISE_FEEDBACK:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect("/")
    if not from_our_page(request):
        raise PermissionDenied
    if request.POST.get(TRAP):
        return _thanks()
    edition = edition_of(request.POST.get("page", ""), request.POST.get("edition", ""))
    if edition is None:
        raise Http404
    answer, typed = request.POST.get("answer", ""), _typed(request)
    problems = _problems(answer, typed)
    if problems:
        return _form_again(request, 400, problems=problems)
    from articles.feedback.contact_details import (  # noqa: PLC0415 - many patterns, needed by few requests
        without_contact_details,
    )

    words = without_contact_details(typed)
    keep(edition=edition, answer=answer, words=words, today=timezone.localdate())
    if words == typed:
        return _thanks()
    return render(request, "pages/feedback_thanks.html", {"kept": words, "back": request.POST["page"]})


def from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent this. Old browsers say it by Origin or Referer only."""
    site = request.headers.get("Sec-Fetch-Site", "")
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    if sender:
        found = urlsplit(sender)
        fits = (found.scheme, found.netloc) == (request.scheme, request.get_host())
    else:
        fits = site == "same-origin"
    return fits and site in ("", "same-origin")


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Asks the reader to wait, with everything typed still there."""
    response = _form_again(request, 429, wait=True)
    response["Retry-After"] = str(seconds)
    return response


send.when_throttled = too_often  # type: ignore[attr-defined]  # site_project.throttle asks the view for its own answer


def thanks(request: HttpRequest) -> HttpResponse:
    """Thank you; the same page for everybody."""
    return render(request, "pages/feedback_thanks.html")


def _typed(request: HttpRequest) -> str:
    """The words as a person counts them: a line's end is one character, blanks around them are none."""
    return request.POST.get("words", "").replace("\r\n", "\n").strip()


def _problems(answer: str, words: str) -> dict[str, str]:
    problems = {}
    if answer not in Feedback.Answer.values:
        problems["answer"] = "Choose yes, partly or no."
    if len(words) > LONGEST:
        problems["words"] = f"Your words have {len(words):,} characters. Shorten them to {LONGEST:,} or fewer."
    return problems


def _form_again(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    names = ("page", "edition", "answer")
    filled = {name: request.POST.get(name, "") for name in names} | {"words": _typed(request)}
    return render(request, "pages/feedback.html", filled | context, status=status)


def _thanks() -> HttpResponse:
    return HttpResponseRedirect("/feedback/thanks/", status=303)
