"""The first view is light, because many readers are on an old phone in a bad place."""

from __future__ import annotations

import pytest

from tests.journeys.places import CONDITION, HOME

pytestmark = pytest.mark.browser

MOST = 60_000


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
