"""deploy/nginx.conf on a real nginx, before a real gunicorn: it serves, adds no header twice, and tells nothing."""

import gzip
import json
import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.conftest import PRODUCTION, ROOT, Answer, Site, ask, free_port, wait_for

pytestmark = pytest.mark.once

CANARY = "canary9w2k"
PICTURE = "e" * 64 + "-480.png"
NAME = "legwise.example"

MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-main.log emerg;
events {{ worker_connections 64; }}
http {{
  include /etc/nginx/mime.types;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/legwise.conf;
}}
"""


class Front:
    """nginx with our configuration, and the site behind it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = site.folder
        self.http, self.https = free_port(), free_port()
        self.nginx: subprocess.Popen[bytes] | None = None
        self.gunicorn: subprocess.Popen[bytes] | None = None

    def configure(self) -> None:
        """Write our configuration with this folder and these ports in place of the real ones."""
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        changes = {
            "/run/legwise/": f"{self.folder}/",
            "/var/lib/legwise": str(self.folder),
            "/var/log/nginx/": f"{self.folder}/",
            "/etc/ssl/legwise/": f"{self.folder}/",
            "legs.clinic.example": NAME,
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.https} ssl http2;",
        }
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        (self.folder / "legwise.conf").write_text(text)
        # Run as root, nginx would hand its workers to a user who cannot enter the folder.
        user = "user root;\n" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(user + MAIN.format(folder=self.folder))
        words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
        words += ["-keyout", f"{self.folder}/privkey.pem", "-out", f"{self.folder}/fullchain.pem"]
        subprocess.run(words, check=True, capture_output=True)

    def start(self) -> None:
        """Start both and wait until nginx reaches the site."""
        environment = self.site.environment | {"GUNICORN_BIND": f"unix:{self.folder}/gunicorn.sock"}
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with self.site.log.open("ab") as log:
            self.gunicorn = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
            if not nginx:
                pytest.fail("nginx is missing. Type: sudo apt-get install nginx")
            command = [nginx, "-e", str(self.folder / "nginx-main.log"), "-c", str(self.folder / "nginx.conf")]
            self.nginx = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for(lambda: self.get("/healthz").status == 200, self.site.log)

    def stop(self) -> None:
        """Stop both."""
        for process in (self.nginx, self.gunicorn):
            if process and process.poll() is None:
                process.terminate()
                process.wait(40)

    def get(self, path: str, *, data: bytes | None = None, **headers: str) -> Answer:
        """Ask over https, without checking the certificate made for this test."""
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        named = {"Host": NAME} | {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(f"https://127.0.0.1:{self.https}{path}", data=data, headers=named, context=trusting)


@pytest.fixture(scope="module")
def front(new_site) -> Iterator[Front]:
    """A production site behind nginx."""
    extra = PRODUCTION | {"LEGWISE_TRUSTED_PROXIES": "1", "ALLOWED_HOSTS": NAME}
    site = new_site("site_project.settings.production", **extra)
    pictures = site.folder / "media" / "pictures"
    pictures.mkdir(parents=True)
    (pictures / PICTURE).write_bytes(b"a picture")
    (pictures / "secret.txt").write_text("secret")
    front = Front(site)
    front.configure()
    front.start()
    yield front
    front.stop()


STYLE = "the style sheet"
ONCE = ("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/no-such-page/", 404),
        (STYLE, 200),
        ("/static/nothing.css", 404),
        (f"/media/pictures/{PICTURE}", 200),
        ("/media/pictures/secret.txt", 404),
    ],
)
def test_headers_stand_once_on_every_answer(front, path, status):
    answer = front.get(front.site.static("css/site.css") if path is STYLE else path)
    assert answer.status == status
    for name in ONCE:
        assert len(answer.headers.get_all(name) or []) == 1, name
    assert answer.headers["Server"] in {"nginx", None}


def test_nginx_serves_the_files_itself(front):
    style = front.get(front.site.static("css/site.css"), Accept_Encoding="gzip")
    assert style.headers["Content-Encoding"] == "gzip"
    assert style.headers["X-Request-ID"] is None
    picture = front.get(f"/media/pictures/{PICTURE}")
    assert (picture.body, picture.headers["Content-Type"]) == (b"a picture", "image/png")
    assert picture.headers["X-Request-ID"] is None
    assert "immutable" in picture.headers["Cache-Control"]


def test_plain_http_is_sent_to_https(front):
    answer = ask(f"http://127.0.0.1:{front.http}/conditions/?x=1", headers={"Host": NAME})
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/conditions/?x=1")


def test_the_application_sees_https_and_the_real_address(front):
    page = front.get("/admin/login/")
    token = page.headers["Set-Cookie"].split(";")[0]
    assert token.startswith("__Host-csrf=")
    form = f"csrfmiddlewaretoken={token.split('=')[1]}&username=nobody&password=wrong".encode()
    sent = {"Cookie": token, "Referer": f"https://{NAME}/admin/login/"}
    statuses = [
        front.get("/admin/login/", data=form, **sent, X_Forwarded_For=f"198.51.100.{number}").status
        for number in range(5)
    ]
    assert statuses == [200, 200, 200, 200, 429]  # a new forged address each time does not help


MAKE = """
from articles import publishing
from articles.models import Page
from tests import factories as make
make.live_page("condition", slug="exported")
make.live_page("condition", slug="withdrawn-later")
"""
WITHDRAW = """
from articles import publishing
from articles.models import Page
from tests import factories as make
publishing.withdraw(page=Page.objects.get(slug="withdrawn-later"), by=make.publisher(), reason="It was wrong.")
"""
EXPORTED = ("/", "/conditions/exported/", "/conditions/exported/leaflet/", "/feed.xml", "/robots.txt", "/sitemap.xml")


def _from_the_application(answer: Answer) -> bool:
    return answer.headers["X-Request-ID"] is not None


@pytest.fixture(scope="module")
def tree(front):
    """Two pages, exported for nginx."""
    front.site.manage("shell", "--no-imports", "--verbosity", "0", "--command", MAKE)
    direct = {path: front.get(path) for path in (*EXPORTED, "/conditions/exported/leaflet/footer.css")}
    front.site.manage("export_site", "--as-served", str(front.folder / "pages"))
    return direct


def test_pages_come_from_the_tree_with_the_words_and_headers_of_the_application(front, tree):
    of_each = {"Date", "Connection", "ETag", "Last-Modified", "Accept-Ranges", "X-Request-ID", "Server", "Vary"}
    for path, direct in tree.items():
        answer = front.get(path)
        assert _from_the_application(direct), path
        assert not _from_the_application(answer), path
        assert (answer.status, answer.body) == (200, direct.body), path
        seen, expected = (
            {name: sorted(found.headers.get_all(name)) for name in found.headers if name not in of_each}
            for found in (answer, direct)
        )
        for headers in (seen, expected):
            headers["Cache-Control"] = sorted(headers["Cache-Control"][0].split(", "))
        assert seen == expected, path
        packed = front.get(path, Accept_Encoding="gzip")
        assert packed.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(packed.body) == direct.body, path
        assert packed.headers["Vary"] == "Accept-Encoding", path
    tag = front.get("/").headers["ETag"]
    assert front.get("/", If_None_Match=tag).status == 304


@pytest.mark.parametrize(
    ("path", "status", "sent"),
    [
        ("/search/?q=leg", 200, {}),
        ("/guide/?where=calf", 200, {}),
        ("/compare/?with=conditions/exported", 200, {}),
        ("/", 200, {"Cookie": "__Host-session=abc"}),
        ("/conditions/exported", 301, {}),
        ("/conditions/no-such-page/", 404, {}),
        ("/admin/login/", 200, {}),
        ("/feedback/", 403, {"data": b"answer=yes"}),
        ("/conditions/", 403, {"data": b"x=y"}),
    ],
)
def test_what_is_not_in_the_tree_comes_from_the_application(front, tree, path, status, sent):
    answer = front.get(path, **sent)
    assert _from_the_application(answer)
    assert answer.status == status


def test_parameters_that_change_nothing_are_answered_from_the_tree(front, tree):
    assert not _from_the_application(front.get("/conditions/exported/?utm_source=x"))


def test_the_second_page_of_a_list_is_a_file_of_its_own(front, tree):
    second = (front.folder / "pages").resolve() / "a-z" / "index-2.html"
    assert _from_the_application(front.get("/a-z/?page=2"))
    second.write_text("second")
    for query in ("page=2", "x=1&page=2&y=3"):
        assert front.get(f"/a-z/?{query}").body == b"second"
    for query in ("page=1", "page=x", "page=02", "subpage=2"):
        assert b"A to Z" in front.get(f"/a-z/?{query}").body
    second.unlink()


def test_a_withdrawn_page_leaves_the_tree_and_is_gone(front, tree):
    assert front.get("/conditions/withdrawn-later/").status == 200
    front.site.manage("shell", "--no-imports", "--verbosity", "0", "--command", WITHDRAW)
    front.site.manage("export_site", "--as-served", str(front.folder / "pages"))
    answer = front.get("/conditions/withdrawn-later/")
    assert answer.status == 410
    assert b"It was wrong." in answer.body


def test_a_file_that_is_too_large_is_refused_in_words(front):
    answer = front.get("/admin/", data=b"x" * (9 * 1024**2 + 1))
    assert answer.status == 413
    assert b"8 MB" in answer.body


def test_the_logs_of_both_hold_nothing_private(front):
    private = {"Referer": f"https://{CANARY}.example/", "User_Agent": CANARY, "X_Forwarded_For": "203.0.113.77"}
    for path in (f"/{CANARY}/?q={CANARY}", f"/search/?q={CANARY}", f"/static/{CANARY}.css", f"/media/{CANARY}"):
        front.get(path, **private)
    logs = [path for path in front.folder.iterdir() if path.suffix == ".log"]
    assert {"legwise.log", "legwise-error.log", "server.log"} <= {path.name for path in logs}
    for log in logs:
        text = log.read_text()
        assert CANARY not in text, log
        assert "203.0.113.77" not in text, log
    lines = [json.loads(line) for line in (front.folder / "legwise.log").read_text().splitlines()]
    assert {"page", "search", "static", "picture", "health"} <= {line["class"] for line in lines}
    assert "127.0.0.1" not in (front.folder / "legwise.log").read_text()


def test_while_the_application_is_down_readers_get_the_tree_or_words(front, tree):
    front.gunicorn.terminate()
    front.gunicorn.wait(40)
    try:
        assert front.get("/conditions/exported/").status == 200
        answer = front.get("/search/?q=leg")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
        assert b"emergency number" in answer.body
        assert front.get(front.site.static("css/site.css")).status == 200
    finally:
        front.nginx.terminate()
        front.nginx.wait(10)
        front.start()
