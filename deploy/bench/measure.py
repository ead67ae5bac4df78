"""One measurement: load from wrk on one server, what it answered a second, and the processor time that took."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_SCRIPT = """
local paths = { %s }
local i = 0
function request()
  i = i %% #paths + 1
  return wrk.format("GET", paths[i])
end
function done(s, l, r)
  io.write(string.format('RESULT {"us":%%d,"n":%%d,"p50":%%.0f,"p95":%%.0f,"bad":%%d}\\n', s.duration, s.requests,
    l:percentile(50), l:percentile(95), s.errors.status + s.errors.read + s.errors.write + s.errors.connect
    + s.errors.timeout))
end
"""


@dataclass(frozen=True)
class Run:
    """What one run of wrk measured: answers a second, the server's processor milliseconds for one, and how long readers
    waited (milliseconds).
    """

    rate: float
    cpu: float
    p50: float
    p95: float


@dataclass(frozen=True)
class Ratio:
    """A case against R: medians of the pairs, with the lowest and highest ratio of processor time."""

    rate: float
    cpu: float
    least_cpu: float
    most_cpu: float
    p50: float
    p95: float
    cpu_ms: float


def ratio(pairs: Sequence[tuple[Run, Run]]) -> Ratio:
    """The case's runs, each beside the run of R next to it in time."""
    cpu = [case.cpu / r.cpu for case, r in pairs]
    return Ratio(
        rate=statistics.median(case.rate / r.rate for case, r in pairs),
        cpu=statistics.median(cpu),
        least_cpu=min(cpu),
        most_cpu=max(cpu),
        p50=statistics.median(case.p50 for case, _ in pairs),
        p95=statistics.median(case.p95 for case, _ in pairs),
        cpu_ms=statistics.median(case.cpu for case, _ in pairs),
    )


def processes_of(session: int) -> list[int]:
    """The processes of a session: a server started in one of its own, with its workers."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if _stat(folder)[3] == session:
                found.append(int(folder.name))
        except (OSError, IndexError):
            continue  # it ended meanwhile
    return found


def _stat(folder: Path) -> list[int]:
    """The numbers of ``/proc/PID/stat`` behind the name and the state (see proc(5))."""
    text = (folder / "stat").read_text()
    return [0, *(int(word) for word in text[text.rindex(")") + 4 :].split())]


def cpu_seconds(session: int) -> float:
    """Processor time of a server and its workers since they began."""
    ticks = (sum(_stat(Path("/proc") / str(process))[11:15]) for process in processes_of(session))
    return sum(ticks) / _TICKS


def memory_mb(session: int) -> float:
    """Resident memory of the largest process of a server."""

    def resident(process: int) -> int:
        status = Path(f"/proc/{process}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])

    return max(map(resident, processes_of(session))) / 1024


def load(
    session: int,
    port: int,
    paths: Iterable[str],
    *,
    headers: dict[str, str],
    seconds: float,
    connections: int,
    tmp: Path,
) -> Run:
    """Ask for these paths in turn. :class:`RuntimeError` where an answer was not good: it would be no result."""
    script = tmp / "paths.lua"
    script.write_text(_SCRIPT % ", ".join(json.dumps(path) for path in paths))
    options = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", str(script), *options]
    before = cpu_seconds(session)
    out = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True).stdout
    time.sleep(0.05)  # the last answers are written down
    return run_of(out, cpu_seconds(session) - before)


def run_of(output: str, cpu: float) -> Run:
    """What wrk printed, with the ``cpu`` seconds that the server took meanwhile."""
    found = json.loads(output.partition("RESULT ")[2].partition("\n")[0])
    if found["bad"] or not found["n"]:
        raise RuntimeError(f"{found['bad']} answers were not good: {output}")
    return Run(
        rate=found["n"] / found["us"] * 1e6,
        cpu=cpu / found["n"] * 1000,
        p50=found["p50"] / 1000,
        p95=found["p95"] / 1000,
    )
