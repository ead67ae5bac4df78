"""The style guide, and with its examples every component: it renders, fits a phone and has no accessibility fault."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from site_project.styleguide import tokens
from site_project.styleguide.examples import COMPONENTS
from tests.conftest import ROOT
from tests.journeys.axe import WIDE_AND_NARROW, violations
from tests.journeys.conftest import PASSWORD, as_new
from tests.journeys.layout import CLIPPED, LARGE_TEXT, NORMAL_TEXT, SIDEWAYS, SMALL_TARGETS

GUIDE = "/styleguide/"


@pytest.fixture(scope="module")
def signed_in(reused):
    """The window of an editor, for all components."""
    page, watcher = reused()
    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("Welcome,").wait_for()
    return page, watcher


@pytest.fixture
def guide(signed_in):
    with as_new(*signed_in) as page:
        yield page


def test_every_component_has_an_example():
    files = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}
    assert files - {component.name for component in COMPONENTS} == set()


def test_the_tokens_are_those_of_the_style_sheet():
    read = tokens.read(tokens.style_sheet())
    assert read["page"].value == "var(--paper)"
    assert read["page"].dark == "var(--plum-950)"
    assert read["size-h1"].wide_pixels > read["size-h1"].pixels > read["size-text"].pixels >= 19
    shown = tokens.palette(read) + tokens.purposes(read)
    assert len({token.name for token in shown}) == len(shown) > 40


def test_what_is_read_shows_on_what_it_stands_on():
    measured = list(tokens.contrasts(tokens.read(tokens.style_sheet())))
    assert [pair for pair in measured if not pair.enough] == []


def test_contrast_is_measured_as_wcag_defines_it():
    assert tokens.contrast("#fff", "#000000") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.browser
def test_readers_do_not_learn_of_it(library):
    for path in (GUIDE, f"{GUIDE}care_card/1/"):
        assert library.get(path).status == 404
    assert b"styleguide" not in library.get("/sitemap.xml").body


@pytest.mark.browser
def test_the_guide_itself(guide):
    answer = guide.goto(GUIDE)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    expect(guide.get_by_role("heading", level=3, name="Care card")).to_be_visible()
    assert "too weak" not in guide.get_by_role("table").first.inner_text()
    assert violations(guide) == []
    guide.set_viewport_size({"width": 320, "height": 640})
    assert guide.evaluate(SIDEWAYS) == []


@pytest.mark.browser
@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
def test_each_component_by_its_examples(component, guide):
    for number, example in enumerate(component.examples, 1):
        assert guide.goto(f"{GUIDE}{component.name}/{number}/").status == 200
        assert guide.locator(".sample__stage > *").count(), example.title
        if number > 1:  # the first ones stand on the guide itself
            assert violations(guide, WIDE_AND_NARROW, part=".sample__stage") == [], example.title
        guide.set_viewport_size({"width": 320, "height": 640})
        faults = guide.evaluate(SIDEWAYS) + guide.evaluate(CLIPPED) + guide.evaluate(SMALL_TARGETS, 24)
        guide.set_viewport_size({"width": 640, "height": 800})
        guide.evaluate(LARGE_TEXT)
        faults += guide.evaluate(SIDEWAYS)
        guide.evaluate(NORMAL_TEXT)
        assert faults == [], example.title


TEXT = next(component for component in COMPONENTS if component.name == "text")
SEEN = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}]


@pytest.mark.browser
@pytest.mark.parametrize("seen", SEEN, ids=lambda seen: next(iter(seen.values())))
def test_chances_are_counted_without_colour(seen, guide):
    number = [example.title for example in TEXT.examples].index("Chances") + 1
    guide.emulate_media(**seen)
    guide.goto(f"{GUIDE}text/{number}/")
    expect(guide.get_by_role("img", name="3 in 100")).to_be_visible()
    fills = "all => all.map(dot => getComputedStyle(dot).fill)"
    dots = guide.locator(".chances__dot").evaluate_all(fills)
    assert [fill != "none" for fill in dots] == [True] * 3 + [False] * 97


@pytest.mark.browser
def test_a_drawing_is_told_in_words_to_everybody_also_on_paper(guide):
    number = [example.title for example in TEXT.examples].index("A drawing") + 1
    guide.goto(f"{GUIDE}text/{number}/")
    words = guide.get_by_text("Somebody with a stick walks on it.")
    expect(words).to_be_hidden()
    guide.get_by_text("This picture in words").click()
    expect(words).to_be_visible()
    guide.get_by_text("This picture in words").click()
    guide.emulate_media(media="print")
    expect(words).to_be_visible()
    shown = guide.get_by_role("img", name="Somebody with a stick").evaluate("img => img.complete && img.naturalWidth")
    assert shown == 640
