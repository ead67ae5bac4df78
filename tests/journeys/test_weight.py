"""The first view is light, because many readers are on an old phone in a bad place."""

from __future__ import annotations

import re

import pytest

from tests.journeys.places import CONDITION, HOME

pytestmark = pytest.mark.browser

MOST = 60_000
ARTICLE, MOST_OF_AN_ARTICLE, MOST_REQUESTS = "/articles/vitamins-minerals-and-quinine/", 40_000, 4
MOST_STYLE, MOST_SCRIPT = 12_000, 6_000

SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const shift of list.getEntries()) window.shifts.push(shift.value);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("path", [HOME, CONDITION], ids=["home", "condition"])
def test_the_first_view_weighs_at_most_60_kb(path, open_window, library):
    loaded = _loaded(open_window(library, viewport={"width": 390, "height": 844}), path)
    assert {"Document", "Stylesheet", "Script", "Image"} <= {kind for kind, _ in loaded}
    # All of it, also what lies below the fold.
    assert sum(size for _, size in loaded) <= MOST, loaded


def test_an_article_without_pictures_is_four_requests_and_40_kb(open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844})
    loaded = _loaded(page, ARTICLE)
    assert page.locator("main img").count() == 0
    assert sorted(kind for kind, _ in loaded) == ["Document", "Image", "Script", "Stylesheet"]
    assert len(loaded) <= MOST_REQUESTS
    assert sum(size for _, size in loaded) <= MOST_OF_AN_ARTICLE, loaded


@pytest.mark.parametrize("path", [HOME, CONDITION], ids=["home", "condition"])
def test_style_and_script_stay_small(path, library):
    html = library.get(path).body.decode()
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    scripts = re.findall(r'<script type="module" src="([^"]+)"', html)
    assert len(styles) == len(scripts) == 1
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


def _loaded(page, path: str) -> list[tuple[str, float]]:
    """Kind and bytes of each request, as it came over the wire, compressed and with its headers; none is left out."""
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    network.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    answer = page.goto(path, wait_until="networkidle")
    assert answer.headers["content-encoding"] in {"gzip", "br"}
    assert all(sizes.values())
    return [(kinds[request], size) for request, size in sizes.items()]


def _compressed(site, path: str) -> int:
    answer = site.get(path, Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br"
    return len(answer.body)
