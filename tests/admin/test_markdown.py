"""The Markdown editor's two addresses: staff only, JSON only, and no file that is not a picture."""

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.admin.widgets import MarkdownEditor
from articles.models import Picture
from articles.models.page import BODY_LIMIT
from articles.pictures import MAX_BYTES
from tests import factories
from tests.admin.forms import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PREVIEW, UPLOAD = "markdown:preview", "markdown:upload"


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def editor() -> Client:
    return client_of(factories.make_user("Editor"))


def send(client: Client, data: bytes, name: str = "leg.png", **words: str) -> Any:
    file = SimpleUploadedFile(name, data, content_type="image/png")
    return client.post(reverse(UPLOAD), {"image": file} | words)


@pytest.mark.parametrize("name", [PREVIEW, UPLOAD])
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_visitors_get_401_as_json(client: Client, name: str, method: str) -> None:
    before = stored_files()
    response = getattr(client, method)(reverse(name))
    assert response.status_code == 401
    assert "error" in response.json()
    assert stored_files() == before


@pytest.mark.parametrize("groups", [(), ("Clinical reviewer",), ("Publisher",)])
def test_staff_who_do_not_write_get_403_and_nothing_is_written(groups: tuple[str, ...]) -> None:
    client = client_of(factories.make_user(*groups))
    before = stored_files()
    assert client.post(reverse(PREVIEW), {"content": "x"}).status_code == 403
    response = send(client, factories.picture_bytes("red"), alt="A leg")
    assert response.status_code == 403
    assert "error" in response.json()
    assert stored_files() == before
    assert not Picture.objects.exists()


def test_a_writer_who_is_not_staff_gets_403() -> None:
    user = factories.make_user("Editor")
    user.is_staff = False
    user.save()
    assert client_of(user).post(reverse(PREVIEW), {"content": "x"}).status_code == 403


@pytest.mark.parametrize("name", [PREVIEW, UPLOAD])
def test_only_post_is_answered(editor: Client, name: str) -> None:
    response = editor.get(reverse(name))
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "error" in response.json()


def test_a_text_is_shown_cleaned(editor: Client) -> None:
    response = editor.post(reverse(PREVIEW), {"content": "**Bold** <script>alert(1)</script>"})
    html = response.json()["html"]
    assert "<strong>Bold</strong>" in html
    assert "<script" not in html


def test_a_text_that_is_too_long_is_refused(editor: Client) -> None:
    assert editor.post(reverse(PREVIEW), {"content": "x" * (BODY_LIMIT + 1)}).status_code == 413
    assert editor.post(reverse(PREVIEW), {}).status_code == 400


def test_a_picture_is_stored_and_its_directive_answered(editor: Client) -> None:
    response = send(editor, factories.picture_bytes("olive"), alt="An olive square")
    picture = Picture.objects.get()
    assert response.json()["directive"] == f"::: picture {picture.sha256}\n:::"
    assert picture.alt == "An olive square"


def _png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes((width // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


REFUSED = {
    "html-called-gif": (b"<html><script>alert(1)</script></html>", "leg.gif"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "leg.svg"),
    "gif": (factories.picture_bytes("red", form="GIF"), "leg.gif"),
    "tiff-called-png": (factories.picture_bytes("red", form="TIFF"), "leg.png"),
    "broken": (factories.picture_bytes("red", size=(400, 400))[:120], "leg.png"),
    "empty": (b"\x89PNG", "leg.png"),
    "bomb": (_png_of(13_000, 13_000), "leg.png"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_good_picture_is_refused(editor: Client, case: str) -> None:
    data, name = REFUSED[case]
    before = stored_files()
    response = send(editor, data, name, alt="A leg")
    assert response.status_code == 400
    assert response.json()["error"]
    assert stored_files() == before
    assert not Picture.objects.exists()


@pytest.mark.parametrize("words", [{}, {"alt": "  "}, {"alt": "A leg", "decorative": "on"}])
def test_a_picture_is_described_or_explicitly_decoration(editor: Client, words: dict[str, str]) -> None:
    response = send(editor, factories.picture_bytes("navy"), **words)
    assert response.status_code == 400
    assert "Describe the picture" in response.json()["error"]
    assert not Picture.objects.exists()


def test_a_file_that_is_too_large_is_refused(editor: Client) -> None:
    assert send(editor, b"x" * (MAX_BYTES + 1), alt="A leg").status_code == 413


def test_no_file_is_refused_in_words(editor: Client) -> None:
    assert editor.post(reverse(UPLOAD), {"alt": "A leg"}).json() == {"error": "Choose a picture file."}


def test_the_editor_never_loads_markdownx_own_script() -> None:
    editor = MarkdownEditor()
    assert "markdownx" not in str(editor.media)
    assert "# Words" in editor.render("body", "# Words")
    assert reverse(PREVIEW) == settings.MARKDOWNX_URLS_PATH
    assert reverse(UPLOAD) == settings.MARKDOWNX_UPLOAD_URLS_PATH


def test_the_help_page_is_for_staff_and_lists_everything(editor: Client, client: Client) -> None:
    html = editor.get(reverse("markdown:help")).content.decode()
    assert "care-card" in html
    assert "{{emergency-number}}" in html
    assert "{#self-care}" in html
    assert client.get(reverse("markdown:help")).status_code == 302
