"""Pictures as files: ``pictures.yaml`` lists them, ``pictures/<hash>.<ext>`` holds them; a drawing is
``drawings/<name>.svg``, with its words inside."""

from __future__ import annotations

import hashlib
from pathlib import Path

from articles.drawings import store_drawing
from articles.library.files import FileProblem, dump_yaml, load_yaml
from articles.library.records import lean
from articles.models import Picture
from articles.pictures import UploadRefused, read_stored, store_picture


def load_pictures(root: Path, *, by) -> None:
    """Bring in pictures and drawings that are not there yet. Raises :class:`FileProblem`."""
    for path in sorted((root / "drawings").glob("*.svg")):
        try:
            store_drawing(name=path.stem, data=path.read_bytes(), by=by)
        except UploadRefused as error:
            raise FileProblem(f"drawings/{path.name}", 1, "", str(error)) from None
    listing = root / "pictures.yaml"
    if not listing.exists():
        return
    rows, _ = load_yaml(listing.read_text(encoding="utf-8"), listing.name)
    known = set(Picture.objects.values_list("sha256", flat=True))
    for row in rows or []:
        if not isinstance(row, dict) or not {"id", "extension"} <= set(row) <= {"id", "extension", "alt", "credit"}:
            raise FileProblem(listing.name, 1, "", "each picture has “id” and “extension”, perhaps “alt” and “credit”")
        if row["id"] in known:
            continue
        path = root / "pictures" / f"{row['id']}.{row['extension']}"
        try:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != row["id"]:
                raise UploadRefused("the file’s content does not fit its name")
            store_picture(
                data=data,
                alt=row.get("alt", ""),
                decorative="alt" not in row,
                credit=row.get("credit", ""),
                by=by,
                keep_bytes=True,
            )
        except (OSError, UploadRefused) as error:
            raise FileProblem(listing.name, 1, row["id"], str(error)) from None


def dump_pictures(root: Path) -> None:
    """Write the library's pictures and drawings; drawings that were replaced are left out."""
    for old in (root / "drawings").glob("*.svg"):
        old.unlink()
    for drawing in Picture.objects.exclude(name=""):
        (root / "drawings").mkdir(exist_ok=True)
        (root / "drawings" / f"{drawing.name}.svg").write_bytes(read_stored(drawing))
    pictures = list(Picture.objects.exclude(extension="svg").order_by("sha256"))
    if not pictures:
        return
    (root / "pictures").mkdir(exist_ok=True)
    rows = [lean({"id": p.sha256, "extension": p.extension, "alt": p.alt, "credit": p.credit}) for p in pictures]
    (root / "pictures.yaml").write_text(dump_yaml(rows), encoding="utf-8")
    for picture in pictures:
        (root / "pictures" / picture.filename).write_bytes(read_stored(picture))
