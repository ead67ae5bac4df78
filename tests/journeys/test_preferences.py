"""What the reader's system or printer asks for: paper, its own colours, less motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.places import CONDITION, PAGES

pytestmark = pytest.mark.browser

EDGES = """
card => ["Top", "Right", "Bottom", "Left"].map(side => {
  const style = getComputedStyle(card);
  return style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]);
})
"""
MOVING = """
() => [...document.querySelectorAll("*")].flatMap(e => ["", "::before", "::after"].map(part => [e, part]))
  .filter(([e, part]) => {
    const style = getComputedStyle(e, part || null);
    const lasts = list => list.split(",").some(time => parseFloat(time) > 0);
    return lasts(style.transitionDuration) || lasts(style.animationDuration);
  })
  .map(([e, part]) => `${e.localName}.${e.className}${part}`)
"""


def test_paper_has_the_words_the_cards_and_the_addresses(window):
    window.goto(CONDITION)
    window.emulate_media(media="print")
    for name in ("Main", "Breadcrumb", "On this page", "About this site"):
        expect(window.get_by_role("navigation", name=name, include_hidden=True)).to_be_hidden()
    expect(window.get_by_role("search", include_hidden=True)).to_be_hidden()
    expect(window.get_by_text("Skip to main content")).to_be_hidden()

    article = window.get_by_role("article")
    # What stands after a link is part of its name.
    expect(article.get_by_role("link", name="Stop smoking (/prevention/stop-smoking/)").first).to_be_visible()
    source = window.get_by_role("region", name="Sources").get_by_role("link").first
    expect(source).to_have_accessible_name(f"{source.inner_text()} ({source.get_attribute('href')})")
    expect(article.get_by_role("link", name="Call 999", exact=True)).to_be_visible()
    expect(window.get_by_text("Addresses that begin with “/” continue")).to_be_visible()
    _cards_are_told_apart_without_colour(window)


def test_printing_opens_what_is_folded_and_folds_it_again(window):
    window.goto(CONDITION)
    window.evaluate(
        """() => {
          const open = () => [...document.querySelectorAll("details")].every(details => details.open);
          window.seen = {before: open()};
          addEventListener("beforeprint", () => { window.seen.printing = open(); });
        }"""
    )
    window.pdf()
    assert window.evaluate("window.seen") == {"before": False, "printing": True}
    expect(window.locator("details[open]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["condition", "urgent"])
def test_forced_colours_keep_cards_and_their_words(name, scheme, window):
    window.emulate_media(forced_colors="active", color_scheme=scheme)
    window.goto(PAGES[name])
    _cards_are_told_apart_without_colour(window)


@pytest.mark.parametrize("name", ["home", "condition", "search results"])
def test_nothing_moves_for_those_who_asked_for_stillness(name, window):
    window.emulate_media(reduced_motion="reduce")
    window.goto(PAGES[name])
    assert window.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert window.evaluate(MOVING) == []


def _cards_are_told_apart_without_colour(page: Page) -> None:
    for level, words in (("emergency", "Emergency"), ("same-day", "Urgent: get help today")):
        card = page.locator(f".care-card--{level}").first
        expect(card.get_by_role("heading").get_by_text(words).first).to_be_visible()
        assert min(card.evaluate(EDGES)) >= 1
