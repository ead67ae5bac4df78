"""Uploaded pictures are served, and nothing else is."""

import pytest

pytestmark = pytest.mark.once  # the database has no part in it

NAME = "a" * 64


@pytest.fixture
def pictures(settings, tmp_path):
    """A folder with a picture and things that must not get out."""
    settings.MEDIA_ROOT = tmp_path
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in (f"{NAME}.webp", f"{NAME}-480.png", f"{NAME}.svg", f"{NAME}.html", f"{NAME}.gif", "other.png"):
        (folder / name).write_bytes(b"bytes of " + name.encode())
    (tmp_path / "secret.png").write_bytes(b"secret")
    return folder


@pytest.mark.parametrize(("name", "kind"), [(f"{NAME}.webp", "image/webp"), (f"{NAME}-480.png", "image/png")])
def test_a_picture_is_served_safely(client, pictures, name, kind):
    answer = client.get(f"/media/pictures/{name}")
    assert answer.status_code == 200
    assert answer.getvalue() == b"bytes of " + name.encode()
    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer["Cache-Control"]


def test_a_drawing_may_carry_its_own_style_and_nothing_else(client, pictures):
    answer = client.get(f"/media/pictures/{NAME}.svg")
    assert answer.getvalue() == b"bytes of " + f"{NAME}.svg".encode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_a_picture_the_browser_has_is_not_sent_again(client, pictures):
    first = client.get(f"/media/pictures/{NAME}.webp")
    etag = first["ETag"]
    assert first.getvalue()
    again = client.get(f"/media/pictures/{NAME}.webp", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"pictures/{NAME}.html",
        f"pictures/{NAME}.gif",
        "pictures/other.png",
        "pictures/",
        "pictures/../secret.png",
        "pictures/%2e%2e/secret.png",
        "secret.png",
        f"pictures/{'b' * 64}.png",
        f"pictures/{NAME}.webp%0a",
    ],
)
def test_nothing_else_is_served(client, pictures, path):
    assert client.get(f"/media/{path}").status_code == 404
