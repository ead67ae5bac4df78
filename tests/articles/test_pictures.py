"""The picture library's one way in."""

import hashlib
import struct
import zlib
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from PIL import Image, ImageDraw

from articles import pictures
from articles.models import Event, Library, Picture
from articles.pictures import UploadRefused, encode, read_stored, store_picture
from tests import factories as make

pytestmark = pytest.mark.django_db
GPS, ORIENTATION = 0x8825, 0x0112


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def saved(image: Image.Image, form: str, **options) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def store(data: bytes, **options) -> Picture:
    return store_picture(data=data, by=make.author(), **{"alt": "A leg", "decorative": False} | options)


def turned_photo() -> bytes:
    """A photo held sideways: left half red, with the place where it was taken."""
    image = Image.new("RGB", (40, 20), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 19, 19), fill="red")
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (52.0, 31.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)}
    exif[0x010E] = "secret words"
    return saved(image, "JPEG", exif=exif, quality=95, comment=b"secret comment")


def png_of(width: int, height: int) -> bytes:
    """A small PNG file that says it is this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_photo_is_turned_the_right_way_and_forgets_where_it_was_taken() -> None:
    picture = store(turned_photo())
    stored = read_stored(picture)
    image = Image.open(BytesIO(stored))
    assert (image.width, image.height) == (picture.width, picture.height) == (20, 40)
    assert image.getpixel((10, 5))[1] < 60 < image.getpixel((10, 35))[1]
    assert not image.getexif()
    for secret in (b"Exif", b"GPS", b"secret"):
        assert secret not in stored


def test_words_hidden_in_a_png_are_dropped() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "secret words")
    assert b"secret" not in read_stored(store(saved(Image.new("RGB", (4, 4)), "PNG", pnginfo=info)))


@pytest.mark.parametrize(("form", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_a_picture_is_named_by_its_content(form: str, extension: str) -> None:
    picture = store(make.picture_bytes(form=form))
    assert picture.extension == extension
    assert hashlib.sha256(read_stored(picture)).hexdigest() == picture.sha256
    assert picture.filename == f"{picture.sha256}.{extension}"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_common_way_to_store_colours_is_read(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    data, _, width, height = encode(saved(Image.new(mode, (8, 4)), form))
    assert (width, height) == Image.open(BytesIO(data)).size == (8, 4)


def test_a_transparent_picture_stays_transparent() -> None:
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    for data in (saved(image, "PNG"), saved(image.quantize(), "PNG")):
        assert Image.open(BytesIO(encode(data)[0])).convert("RGBA").getpixel((1, 1))[3] == 0


def test_a_large_picture_is_made_smaller() -> None:
    assert encode(make.picture_bytes(size=(3200, 100)))[2:] == (1600, 50)


def test_the_same_picture_twice_is_one_record() -> None:
    first = store(make.picture_bytes())
    before = Library.current_generation()
    assert store(make.picture_bytes(), alt="Other words") == first
    assert (Picture.objects.count(), Picture.objects.get().alt) == (1, "A leg")
    assert Library.current_generation() == before


def test_a_new_picture_leaves_an_event() -> None:
    picture = store(make.picture_bytes())
    event = Event.objects.get(subject=f"picture:{picture.pk}")
    assert (event.by_name, event.reason) == ("Anna Author", "uploaded")


def test_a_stored_file_is_never_written_again() -> None:
    picture = store(make.picture_bytes())
    path = django_settings.MEDIA_ROOT / "pictures" / picture.filename
    path.write_bytes(b"what is there stays")
    Picture.objects.all().delete()
    store(make.picture_bytes())
    assert path.read_bytes() == b"what is there stays"


@pytest.mark.parametrize(("alt", "decorative"), [("", False), ("  ", False), ("A leg", True)])
def test_a_picture_is_described_or_only_decoration(alt: str, decorative: bool) -> None:
    with pytest.raises(UploadRefused, match="Describe the picture"):
        store(make.picture_bytes(), alt=alt, decorative=decorative)
    assert not Picture.objects.exists()


def test_decoration_has_no_words() -> None:
    assert store(make.picture_bytes(), alt="", decorative=True).alt == ""


NOT_PICTURES = {
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "GIF": saved(Image.new("P", (4, 4)), "GIF"),
    "TIFF": saved(Image.new("RGB", (4, 4)), "TIFF"),
    "BMP": saved(Image.new("RGB", (4, 4)), "BMP"),
    "empty": b"",
    "random bytes": bytes(range(256)) * 4,
    "cut short": make.picture_bytes(size=(400, 400))[:-60],
    "cut short JPEG": make.picture_bytes(size=(400, 400), form="JPEG")[:300],
    "PNG head with words": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
}


@pytest.mark.parametrize("data", NOT_PICTURES.values(), ids=NOT_PICTURES.keys())
def test_what_is_no_picture_of_ours_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UploadRefused, match="not a PNG, JPEG or WebP picture that can be read"):
        store(data)
    assert not Picture.objects.exists()


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(UploadRefused, match="larger than 8 MB"):
        store(make.picture_bytes() + b"\0" * pictures.MAX_BYTES)


@pytest.mark.parametrize("size", [(8000, 5001), (20_000, 20_000), (60_000, 60_000)])
def test_a_picture_with_too_many_points_is_refused_before_it_is_read(size: tuple[int, int]) -> None:
    with pytest.raises(UploadRefused, match=r"40 million pixels|can be read"):
        store(png_of(*size))


def test_what_hides_behind_a_picture_is_dropped() -> None:
    picture = store(make.picture_bytes() + b"<script>alert(1)</script>")
    assert b"script" not in read_stored(picture)


def test_library_files_keep_their_bytes_but_must_be_pictures() -> None:
    data = make.picture_bytes()
    assert read_stored(store(data, keep_bytes=True)) == data
    with pytest.raises(UploadRefused):
        store(b"<svg>", keep_bytes=True)
