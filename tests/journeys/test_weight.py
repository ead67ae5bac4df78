"""The first view is light, because many readers are on an old phone in a bad place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Request

from tests.journeys.places import CONDITION, HOME

pytestmark = pytest.mark.browser

MOST = 60_000


@pytest.mark.parametrize("path", [HOME, CONDITION], ids=["home", "condition"])
def test_the_first_view_weighs_at_most_60_kb(path, open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844})
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108 - a bound method is refused
    page.goto(path, wait_until="networkidle")

    bodies = {request.url: request.sizes()["responseBodySize"] for request in finished}
    kinds = {request.resource_type for request in finished}
    assert {"document", "stylesheet", "script", "image"} <= kinds, "something was not measured"
    # Counted whole: nothing of it comes later, whatever is above the fold.
    assert sum(bodies.values()) <= MOST, bodies
    texts = [request for request in finished if request.resource_type in {"document", "stylesheet"}]
    assert all(request.response().headers.get("content-encoding") for request in texts)
