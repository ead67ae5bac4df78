"""The picture library's one way in: verify, re-encode, strip, name by content, never overwrite. No SVG, no GIF."""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from articles.models import Picture
from articles.shared import save_shared

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600
FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


class UploadRefused(ValueError):
    """The file cannot become a picture; the message says why in plain words."""


def encode(data: bytes) -> tuple[bytes, str, int, int]:
    """Re-encoded bytes, extension, width and height. The format is decided by content, never by name.

    EXIF and all other metadata are dropped after the turn they ask for was made. Raises :class:`UploadRefused`.
    """
    if len(data) > MAX_BYTES:
        raise UploadRefused("The picture is larger than 8 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(BytesIO(data), formats=list(FORMATS))
            if image.width * image.height > MAX_PIXELS:
                raise UploadRefused("The picture has more than 40 million pixels.")
            kind = str(image.format)
            image.load()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        if isinstance(error, UploadRefused):
            raise
        raise UploadRefused("This is not a PNG, JPEG or WebP picture that can be read.") from None
    image = ImageOps.exif_transpose(image)
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    if image.mode == "P":
        bare = image.convert("RGBA")
    out = BytesIO()
    options = {"optimize": True} if kind == "PNG" else {"quality": 85}
    bare.save(out, kind, **options)
    return out.getvalue(), FORMATS[kind], bare.width, bare.height


@transaction.atomic
def store_picture(
    *, data: bytes, alt: str, decorative: bool, by, credit: str = "", keep_bytes: bool = False
) -> Picture:
    """Put a picture in the library and return its record; the same picture twice gives the record there is.

    ``keep_bytes`` is for library files, which were encoded by us before: they are verified and stored as they are.
    Raises :class:`UploadRefused`.
    """
    if bool(alt.strip()) == decorative:
        raise UploadRefused("Describe the picture, or tick that it is only decoration (not both).")
    encoded, extension, width, height = encode(data)
    final = data if keep_bytes else encoded
    sha = hashlib.sha256(final).hexdigest()
    known = Picture.objects.filter(sha256=sha).first()
    if known:
        return known
    picture = Picture(
        sha256=sha,
        extension=extension,
        width=width,
        height=height,
        alt=alt.strip(),
        decorative=decorative,
        credit=credit,
        uploaded_by=by,
    )
    write_once(picture, final)
    save_shared(picture, by=by, reason="uploaded")
    return picture


def _path(picture: Picture) -> Path:
    return Path(settings.MEDIA_ROOT) / "pictures" / picture.filename


def write_once(picture: Picture, data: bytes) -> None:
    """Write the file a picture stands for, unless it is there."""
    path = _path(picture)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(data)


def read_stored(picture: Picture) -> bytes:
    """The stored bytes."""
    return _path(picture).read_bytes()
