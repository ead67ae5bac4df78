"""The first view is light, because many readers are on an old phone in a bad place."""

from __future__ import annotations

import re

import pytest

from tests.journeys.places import CONDITION, HOME

pytestmark = pytest.mark.browser

MOST = 60_000
MOST_STYLE, MOST_SCRIPT = 12_000, 6_000
MOST_SCRIPTS = 4

SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const shift of list.getEntries()) window.shifts.push(shift.value);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("path", [HOME, CONDITION], ids=["home", "condition"])
def test_the_first_view_weighs_at_most_60_kb(path, open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844})
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    # As it came over the wire, compressed and with its headers; nothing where the browser had it already.
    network.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    answer = page.goto(path, wait_until="networkidle")

    measured = {kinds[request] for request, size in sizes.items() if size}
    assert {"Document", "Stylesheet", "Script", "Image"} <= measured
    # All of it, also what lies below the fold.
    assert 0 < sum(sizes.values()) <= MOST, sizes
    assert answer.headers["content-encoding"] in {"gzip", "br"}


@pytest.mark.parametrize("path", [HOME, CONDITION], ids=["home", "condition"])
def test_style_and_script_stay_small(path, library):
    html = library.get(path).body.decode()
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    scripts = re.findall(r'<script type="module" src="([^"]+)"', html)
    assert styles and 0 < len(scripts) <= MOST_SCRIPTS
    assert sum(_compressed(library, path) for path in styles) <= MOST_STYLE
    assert sum(_compressed(library, path) for path in scripts) <= MOST_SCRIPT


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [HOME, CONDITION], ids=["home", "condition"])
def test_nothing_jumps_while_it_loads_or_is_read(path, width, open_window, library):
    page = open_window(library, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page.add_init_script(SHIFTS)
    page.goto(path, wait_until="networkidle")
    bottom = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, bottom, 600):
        page.evaluate("top => window.scrollTo(0, top)", top)
        page.wait_for_timeout(20)
    assert page.evaluate("window.shifts") == []


def _compressed(site, path: str) -> int:
    answer = site.get(path, Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br"
    return len(answer.body)
