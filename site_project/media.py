"""Serves the library's pictures, so that the site is whole without a web server in front."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

# The address map lets through only such names: a content hash, perhaps a width, and a known type.
PICTURE_NAME = r"[0-9a-f]{64}(?:-[0-9]{1,5})?\.(?:webp|png|jpg|svg)"

_TYPES = {".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
_HEADERS = {
    # The name is the hash of the bytes, so a picture never changes under its name.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
# A drawing carries its own colours; nothing in it may run or load, not even when it is opened by itself.
_DRAWING_HEADERS = _HEADERS | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return the picture called `name`."""
    path = Path(settings.MEDIA_ROOT) / "pictures" / name
    etag = f'"{name}"'
    if not path.is_file():
        raise Http404
    headers = (_DRAWING_HEADERS if path.suffix == ".svg" else _HEADERS) | {"ETag": etag}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=headers)
    return FileResponse(path.open("rb"), content_type=_TYPES[path.suffix], headers=headers)
