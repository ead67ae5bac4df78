"""The site's addresses and one whose view fails with everything private in its hands."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from site_project import urls


def broken(request: HttpRequest, word: str) -> HttpResponse:
    """Fail with the path, the query and the body in variables and in the message."""
    everything = f"{word} {request.GET} {request.body!r} {request.headers}"
    try:
        int(everything)
    except ValueError as error:
        raise RuntimeError(everything) from error
    return HttpResponse()


urlpatterns = [path("broken/<str:word>/", broken, name="broken"), *urls.urlpatterns]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
