"""R, the yardstick of `make bench`: a Django site of one view that answers with the same bytes out of memory.

No template, no database, and the four pieces of middleware no site should go without; BENCH_BARE leaves these out, too.
The folder BENCH_BYTES holds the bytes, ``page`` and ``page.gz``.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

_ESSENTIAL = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

_folder = Path(os.environ["BENCH_BYTES"])
_plain, _packed = ((_folder / name).read_bytes() for name in ("page", "page.gz"))


def page(request: HttpRequest) -> HttpResponse:
    """The bytes in the form that was asked for."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(_packed, headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
    return HttpResponse(_plain)


urlpatterns = [path("", page)]
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY=os.urandom(16).hex(),
    MIDDLEWARE=[] if "BENCH_BARE" in os.environ else _ESSENTIAL,
)
application = get_wsgi_application()
