"""`make bench`: what a page costs the server, as ratios to R (a bare Django view with the same bytes) from one run.

Each case is measured in pairs, R right before it, so that other work on the machine weighs on both. Needs wrk; nginx
is measured too where it is installed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from deploy.bench import servers
from deploy.bench.measure import Ratio, Run, load, memory_mb, ratio
from deploy.bench.servers import ROOT, Server

PAGE = "/conditions/peripheral-artery-disease/"
QUERIES = (
    "calf hurts when I walk", "cold foot", "swollen leg", "cramp at night", "my shin aches on the stairs",
    "foot goes numb in the cold", "varicose veins", "claudication", "blood clot", "ankle ulcer not healing",
    "periferal artery disease", "heavy legs after standing", "toe blue", "scan before surgery", "walking exercise",
    "zzzz",
)  # fmt: skip
TYPED = ("ca", "calf", "per", "periph", "cl", "swoll", "ve", "arter", "pain wh", "xq")
GZIP = {"Accept-Encoding": "gzip"}
_STARTS = 9
"""So many starts of each: one takes half as long again as another."""


@dataclass(frozen=True)
class Case:
    """What is asked of which server, and in which form of R it is compared with."""

    name: str
    server: Server
    paths: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)
    connections: int = 16


def main() -> None:
    """Measure at every scale and print tables."""
    asked = _arguments()
    # A run that is ended from outside stops its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # As docs/install.md has it done, also where the environment forbids programs to do it by the way.
    compiling = [sys.executable, "-m", "compileall", "-q", "articles", "symptoms", "site_project", "deploy/bench"]
    subprocess.run(compiling, cwd=ROOT, check=True)
    folder = Path(asked.folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    rounds, seconds = (2, 1.0) if asked.quick else (asked.rounds, 2.0)
    _say(f"2 sync workers, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    _say(f"{rounds} rounds of {seconds:g} s")
    for pages in (int(number) for number in asked.scales.split(",")):
        var = _library(folder, pages)
        with tempfile.TemporaryDirectory() as tmp:
            _measure(var, Path(tmp), pages, rounds, seconds, 2_000 if asked.quick else 20_000)
    if not asked.quick:
        _say(_importing())
    _say(f"Load after: {os.getloadavg()[0]:.1f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short rounds, the starter library only")
    parser.add_argument("--scales", default="", help="how many pages, for example 290,1000,20000")
    parser.add_argument("--rounds", type=int, default=9, help="pairs of each case")
    parser.add_argument("--folder", default="var/bench", help="where libraries are kept for the next run")
    asked = parser.parse_args()
    asked.scales = asked.scales or ("300" if asked.quick else "300,1000,20000")
    return asked


def _library(folder: Path, pages: int) -> Path:
    """A site with so many live pages; made when it is not there from the run before."""
    var = folder / str(pages)
    if (var / "ready").exists():
        _manage(var, "migrate", "--verbosity", "0")
        _manage(var, "collectstatic", "--no-input", "--verbosity", "0")
        return var
    var.mkdir(exist_ok=True)
    _say(f"Making a library of {pages} pages in {var} ...")
    for command in (
        ("migrate", "--verbosity", "0"),
        ("import_library", "content", "--publish"),
        ("make_big_library", str(pages), "--yes"),
        ("collectstatic", "--no-input", "--verbosity", "0"),
    ):
        _say(_manage(var, *command).strip().rpartition("\n")[2])
    (var / "ready").touch()
    return var


def _importing() -> str:
    """How long the starter library takes into an empty site: read, checked, published and indexed."""
    with tempfile.TemporaryDirectory() as tmp:
        var = Path(tmp)
        _manage(var, "migrate", "--verbosity", "0")
        began = time.perf_counter()
        _manage(var, "import_library", "content", "--publish")
        took = time.perf_counter() - began
    pages = len(list((ROOT / "content").glob("*/*.md")))
    return f"Import and publish: {pages} pages in {took:.1f} s, {pages / took:.0f} a second."


def _manage(var: Path, *command: str) -> str:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "deploy.bench.settings", "LEGWISE_VAR": str(var)}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def _measure(var: Path, tmp: Path, pages: int, rounds: int, seconds: float, requests: int) -> None:
    log = tmp / "log"
    with ExitStack() as stack:
        kept = stack.enter_context(servers.running(servers.site(var, cache_mb=8, log=log), PAGE))
        uncached = stack.enter_context(servers.running(servers.site(var, cache_mb=0, log=log), PAGE))
        body, tag = _answer(kept, PAGE)
        (tmp / "page").write_bytes(body)
        (tmp / "page.gz").write_bytes(gzip.compress(body, 6, mtime=0))
        r = stack.enter_context(servers.running(servers.reference(tmp, log=log), "/"))
        bare = stack.enter_context(servers.running(servers.reference(tmp, log=log, bare=True), "/"))
        files = stack.enter_context(servers.nginx(tmp))
        cases = [*_cases(kept, uncached, tag), Case("R without middleware", bare, ("/",))]
        if files:
            cases.append(Case("nginx, same bytes", files, ("/page",)))
        for case in cases:
            _warm(case)
        packed = (tmp / "page.gz").stat().st_size
        _say(f"\n### {pages} pages; the page is {len(body) / 1000:.0f} kB, {packed / 1000:.0f} kB in gzip\n")
        _say(_row("what", "req/s × R", "CPU × R", "from – to", "CPU ms", "p50 ms", "p95 ms"))
        _say(_row("---", *("---:",) * 6))
        found: dict[str, list[tuple[Run, Run]]] = {}
        for _ in range(rounds):
            for case in cases:
                beside = Case("R", r, ("/",), {k: v for k, v in case.headers.items() if k in GZIP}, case.connections)
                pair = (_load(beside, tmp, seconds), _load(case, tmp, seconds))
                found.setdefault(case.name, []).append((pair[1], pair[0]))
        for name, pairs in found.items():
            _say(_ratio_row(name, ratio(pairs)))
        r_cpu = min(run.cpu for pairs in found.values() for _, run in pairs)
        _say(f"\nR: {r_cpu:.2f} ms of CPU at best.")
        _say(_memory(kept, tmp, requests))
    _say(_starts(var, tmp))
    _say(_finding(var))


def _warm(case: Case) -> None:
    """Let every worker answer every path: what is kept by generation is read, and the cache has its pages."""
    for path in case.paths * 6:
        _answer(case.server, path)


def _cases(kept: Server, uncached: Server, tag: str) -> list[Case]:
    some = _links_of(uncached, "/conditions/")[:40]
    search = tuple(f"/search/?q={quote_plus(query)}" for query in QUERIES)
    typed = tuple(f"/search/suggest?q={quote_plus(text)}" for text in TYPED)
    return [
        Case("page, hit", kept, (PAGE,)),
        Case("page, hit, gzip", kept, (PAGE,), GZIP),
        Case("page, hit, 304", kept, (PAGE,), {"If-None-Match": tag}),
        Case("home, hit", kept, ("/",)),
        Case("page, miss", uncached, (PAGE,)),
        Case(f"{len(some)} conditions in turn, miss", uncached, some),
        Case("home, miss", uncached, ("/",)),
        Case("conditions, miss", uncached, ("/conditions/",)),
        Case("search", kept, search, connections=4),
        Case("suggestions", kept, typed, connections=4),
    ]


def _answer(server: Server, path: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
        return answer.read(), answer.headers.get("ETag", "")


def _links_of(server: Server, path: str) -> tuple[str, ...]:
    text = _answer(server, path)[0].decode().partition("<main")[2]
    found = (part.partition('"')[0] for part in text.split(f'href="{path}')[1:])
    return tuple(dict.fromkeys(path + slug for slug in found if slug.count("/") == 1))


def _load(case: Case, tmp: Path, seconds: float) -> Run:
    server = case.server
    return load(
        server.session, server.port, case.paths,
        headers=case.headers, seconds=seconds, connections=case.connections, tmp=tmp,
    )  # fmt: skip


def _memory(server: Server, tmp: Path, requests: int) -> str:
    """The largest worker now, and what it grew by through so many requests more."""
    before, asked = memory_mb(server.session), 0.0
    case = Case("memory", server, (PAGE, "/", "/conditions/", "/search/?q=cold+foot", "/search/suggest?q=calf"))
    while asked < requests:
        asked += 2 * _load(case, tmp, 2).rate
    after = memory_mb(server.session)
    return f"Largest process: {after:.0f} MB, {100 * (after / before - 1):+.1f} % through {asked:.0f} requests."


def _starts(var: Path, tmp: Path) -> str:
    """Seconds from the start of gunicorn to the first good answer, ours and R's in turn; the median of several."""
    log = tmp / "log"
    both = (servers.site(var, cache_mb=8, log=log), PAGE), (servers.reference(tmp, log=log), "/")
    times: tuple[list[float], list[float]] = [], []
    for _ in range(_STARTS):
        for (how, path), found in zip(both, times, strict=True):
            with servers.running(how, path) as server:
                found.append(server.started_in)
                time.sleep(0.5)  # the other worker may be starting still, and then it misses the signal to end
    mine, yardstick = map(median, times)
    return f"Start to first answer: {mine:.2f} s, R {yardstick:.2f} s: {mine / yardstick:.1f} × R."


def _finding(var: Path) -> str:
    """How long the search itself takes in the process, without HTTP."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "deploy.bench.settings", "LEGWISE_VAR": str(var)}
    command = [sys.executable, "deploy/bench/finding.py", *QUERIES]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _ratio_row(name: str, found: Ratio) -> str:
    return _row(
        name, f"{found.rate:.3g}", f"{found.cpu:.3g}", f"{found.least_cpu:.3g} – {found.most_cpu:.3g}",
        f"{found.cpu_ms:.2f}", f"{found.p50:.1f}", f"{found.p95:.1f}",
    )  # fmt: skip


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _say(*lines: Iterable[str] | str) -> None:
    sys.stdout.write("\n".join(map(str, lines)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
