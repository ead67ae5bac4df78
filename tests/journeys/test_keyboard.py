"""Everything works without a mouse, in an order that makes sense, and one always sees where one is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.places import CONDITION, PAGES

pytestmark = pytest.mark.browser

TOURED = (
    "home",
    "condition",
    "emergency sign",
    "test",
    "search results",
    "leg guide with ticks",
    "visit sheet",
    "unknown page",
)

# Numbers everything a Tab should reach, in page order.
NUMBER = """
() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]";
  // Tab stops once at radio buttons of one name: at the chosen one, else at the first.
  const stands = e => e.type !== "radio" || e.checked ||
    (e === e.form.elements[e.name][0] && !e.form.elements[e.name].value);
  window.stops = [...document.querySelectorAll(all)].filter(e =>
    e.tabIndex >= 0 && !e.disabled && stands(e) && e.checkVisibility({visibilityProperty: true}));
  return window.stops.map(e =>
    `${e.localName} “${(e.textContent.trim() || e.ariaLabel || e.name || e.title).slice(0, 40)}”`);
}
"""
# Where focus is now: the number of the stop, and what is wrong with how it shows.
WHERE = """
() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const faults = [];
  const style = getComputedStyle(e);
  if (e.localName !== "iframe" && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2))
    faults.push("focus does not show");
  // A link in a drawing may have its parts apart: the first of them counts.
  const box = (e.ownerSVGElement ? e.querySelector("rect") : e).getClientRects()[0];
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  if (!top) faults.push("focus is outside the window");
  else if (!e.contains(top) && !top.contains(e)) faults.push(`focus is covered by ${top.localName}.${top.className}`);
  return {stop: window.stops.indexOf(e), name: `${e.localName}.${e.className}`, faults};
}
"""


def tour(page: Page) -> list[str]:
    """Tab from the top to the end; everything wrong on the way, in words."""
    stops = page.evaluate(NUMBER)
    reached: list[int] = []
    faults: list[str] = []
    for _ in range(len(stops) + 1):
        page.keyboard.press("Tab")
        now = page.evaluate(WHERE)
        if now is None or (reached and now["stop"] == reached[0]):
            break
        reached.append(now["stop"])
        name = stops[now["stop"]] if now["stop"] >= 0 else now["name"]
        faults += [f"{name}: {fault}" for fault in now["faults"]]
        if now["stop"] < 0:
            faults.append(f"{name}: reached, though nothing to use")
    else:
        faults.append("Tab never came to the end")
    faults += [f"{name}: not reached" for number, name in enumerate(stops) if number not in reached]
    if reached != sorted(set(reached)):
        faults.append(f"the order is not that of the page: {reached}")
    return faults


@pytest.mark.parametrize(("width", "name"), [*((390, name) for name in TOURED), (1280, "home"), (1280, "condition")])
def test_tab_reaches_everything_once_and_shows_where(name, width, open_window, library):
    page = open_window(library, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto(PAGES[name])
    assert tour(page) == []


@pytest.mark.parametrize("name", ["home", "condition", "search results", "unknown page"])
def test_the_skip_link_comes_first_and_leads_to_the_words(name, window):
    window.goto(PAGES[name])
    window.keyboard.press("Tab")
    skip = window.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)

    window.keyboard.press("Enter")
    expect(window.get_by_role("main")).to_be_focused()
    window.keyboard.press("Tab")
    assert window.evaluate("document.querySelector('main').contains(document.activeElement)")
    window.keyboard.press("Shift+Tab")
    window.keyboard.press("Shift+Tab")
    assert not window.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("part", "opener"), [("Main", "Menu"), ("On this page", "On this page")])
def test_what_is_folded_opens_by_keyboard(part, opener, open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(CONDITION)
    nav = page.get_by_role("navigation", name=part)
    summary = nav.locator("summary", has_text=opener)
    links = nav.get_by_role("link")
    expect(links).to_have_count(0)

    summary.focus()
    page.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(links).to_have_count(0)


def test_search_by_enter(window):
    window.goto("/symptoms/")
    for _ in range(20):
        window.keyboard.press("Tab")
        if window.evaluate("document.activeElement.type") == "search":
            break
    window.keyboard.type("cramp at night")
    window.keyboard.press("Enter")
    expect(window).to_have_url(re.compile(r"/search/\?q=cramp\+at\+night$"))
    expect(window.get_by_role("heading", level=3).first).to_have_text("Night leg cramps")


def test_the_tour_finds_faults(window):
    """The tour itself works here: a trap, a hidden focus and a stop out of order are all found."""
    window.goto("/about/accessibility/")
    window.evaluate(
        """() => {
          const main = document.querySelector("main");
          const late = main.appendChild(document.createElement("button"));
          late.textContent = "unseen"; late.style.outline = "none";
          const first = main.appendChild(document.createElement("button"));
          first.textContent = "too early"; first.tabIndex = 5;
        }"""
    )
    found = " ".join(tour(window))
    assert "button “unseen”: focus does not show" in found
    assert "the order is not that of the page" in found
