"""The backup drill: taken while people write, put back whole or not at all."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from tests.conftest import PRODUCTION, ROOT, Site

PICTURE = "c" * 64 + ".webp"


@pytest.fixture(scope="module")
def site(new_site) -> Site:
    """One installation for all drills, with one picture."""
    site = new_site("site_project.settings.demo", WORKERS="2")
    folder = site.folder / "media" / "pictures"
    folder.mkdir(parents=True)
    (folder / PICTURE).write_bytes(b"a picture")
    return site


# Two rows that belong together, in one transaction, again and again: a copy must hold both or neither.
WRITER = """
import time
from django.contrib.auth.models import Group
from django.db import transaction
for number in range(100000):
    with transaction.atomic():
        Group.objects.create(name=f"left {number}")
        Group.objects.create(name=f"right {number}")
    if number == 0:
        print("writing", flush=True)
    time.sleep(0.005)
"""


def _groups(site: Site) -> list[str]:
    """Their names, read as another program would: the commands themselves are what is tested here."""
    if url := site.extra.get("DATABASE_URL"):
        with psycopg.connect(url) as database:
            return [name for (name,) in database.execute("SELECT name FROM auth_group ORDER BY name")]
    with closing(sqlite3.connect(site.folder / "db.sqlite3")) as database:
        return [name for (name,) in database.execute("SELECT name FROM auth_group ORDER BY name")]


@pytest.fixture(scope="module")
def good(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, as it should be."""
    archive = tmp_path_factory.mktemp("backup") / "good.tar"
    site.manage("backup", str(archive))
    return archive


def _writing(site: Site):
    """A process that writes until it is stopped."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", WRITER]
    process = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    return process


def test_backup_under_writes_is_one_moment_and_restores_whole(site, tmp_path):
    archive = tmp_path / "site.tar"
    process = _writing(site)
    try:
        site.manage("backup", str(archive))
    finally:
        process.kill()
        process.communicate()
    after = _groups(site)
    (site.folder / "media" / "pictures" / PICTURE).write_bytes(b"spoiled")
    (site.folder / "media" / "pictures" / ("d" * 64 + ".png")).write_bytes(b"newer")

    site.manage("restore", str(archive), "--yes")

    groups = _groups(site)
    left = {name.removeprefix("left ") for name in groups if name.startswith("left ")}
    right = {name.removeprefix("right ") for name in groups if name.startswith("right ")}
    assert left == right
    assert 0 < len(left) < len(after)
    assert [path.name for path in (site.folder / "media" / "pictures").iterdir()] == [PICTURE]
    assert (site.folder / "media" / "pictures" / PICTURE).read_bytes() == b"a picture"
    assert "No migrations to apply" in site.manage("migrate").stdout


def test_restore_while_the_site_runs_is_seen_by_it(site, good):
    site.start()
    asked = threading.Thread(target=lambda: [site.get("/readyz") for _ in range(20)])
    asked.start()
    site.manage("restore", str(good), "--yes")
    asked.join()
    assert site.get("/readyz").status == 200
    site.stop()


def test_neither_command_overwrites_without_being_told(site, good, tmp_path):
    archive = Path(shutil.copy(good, tmp_path))
    before = archive.read_bytes()
    refused = site.manage("backup", str(archive), check=False)
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert archive.read_bytes() == before
    refused = site.manage("restore", str(archive), check=False)
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert site.manage("backup", str(archive), "--yes").returncode == 0
    assert archive.stat().st_mode & 0o077 == 0


def _rewritten(source, target, change) -> None:
    """Copy an archive; `change(name, data)` gives each file's new bytes, or None to leave it out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            data = change(member.name, old.extractfile(member).read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, BytesIO(data))


def _spoil_database(name, data):
    return data[:-1] + bytes([data[-1] ^ 1]) if name == "database" else data


def _spoil_picture(name, data):
    return b"another" if name.startswith("media/") else data


def _lose_picture(name, data):
    return None if name.startswith("media/") else data


def _lose_manifest(name, data):
    return None if name == "manifest.json" else data


def _other_engine(name, data):
    return data.replace(b'"engine": "', b'"engine": "not-') if name == "manifest.json" else data


def _nonsense_database(name, data):
    """A database that is none, with a checksum that is right."""
    words = b"nonsense" * 1000
    if name == "database":
        return words
    if name == "manifest.json":
        manifest = json.loads(data)
        manifest["files"]["database"] = hashlib.sha256(words).hexdigest()
        return json.dumps(manifest).encode()
    return data


def _as_it_was(name, data):
    return data


SPOILED = [_spoil_database, _spoil_picture, _lose_picture, _lose_manifest, _other_engine, _nonsense_database]
ELSEWHERE = ["media/../../evil.png", "/etc/evil", "media/.hidden", "other"]
RESTORE_EACH = """
import json, pathlib
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
told = {}
for file in sorted(pathlib.Path(FOLDER).iterdir()):
    try:
        call_command("restore", str(file), yes=True, verbosity=0)
        refusal = "restored"
    except CommandError as error:
        refusal = str(error)
    told[file.stem] = refusal, [*Group.objects.order_by("name").values_list("name", flat=True)], PICTURE.read_text()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(site, good, tmp_path_factory) -> dict[str, tuple[str, list[str], str]]:
    """Of each bad archive what restoring it says, and the groups and the picture after it. One process tries them all:
    starting one takes far longer than refusing."""
    folder = tmp_path_factory.mktemp("bad")
    for change in SPOILED:
        _rewritten(good, folder / f"{change.__name__}.tar", change)
    for number, name in enumerate(ELSEWHERE):
        bad = folder / f"elsewhere-{number}.tar"
        _rewritten(good, bad, _as_it_was)
        with tarfile.open(bad, "a") as new:
            new.addfile(tarfile.TarInfo(name))
    picture = site.folder / "media" / "pictures" / PICTURE
    words = RESTORE_EACH.replace("FOLDER", repr(str(folder))).replace("PICTURE", f"pathlib.Path({str(picture)!r})")
    return json.loads(site.manage("shell", "--no-imports", "--command", words).stdout)


@pytest.mark.parametrize("change", SPOILED)
def test_a_bad_archive_changes_nothing(site, told, change):
    refusal, groups, picture = told[change.__name__]
    assert refusal.startswith("Nothing was restored")
    assert groups == _groups(site)
    assert picture == "a picture"


@pytest.mark.parametrize("number", range(len(ELSEWHERE)), ids=ELSEWHERE)
def test_an_archive_cannot_write_elsewhere(told, number):
    assert "a name no backup has" in told[f"elsewhere-{number}"][0]


def test_a_cut_off_file_is_refused(site, good, tmp_path):
    archive = tmp_path / "site.tar"
    archive.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    refused = site.manage("restore", str(archive), "--yes", check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: Nothing was restored")
    assert "Traceback" not in refused.stderr


def test_restore_on_an_empty_machine(site, new_site, tmp_path):
    archive = tmp_path / "site.tar"
    site.manage("demo_accounts")
    site.manage("backup", str(archive))
    fresh = Site(tmp_path / "fresh", "site_project.settings.production", dict(PRODUCTION))
    if "DATABASE_URL" in site.extra:
        fresh.extra["DATABASE_URL"] = new_site("site_project.settings.demo").extra["DATABASE_URL"]
    fresh.manage("restore", str(archive), "--yes")
    assert "demo-editor" in fresh.manage("dumpdata", "auth.user").stdout
    assert (fresh.folder / "media" / "pictures" / PICTURE).is_file()
