"""Pages as files: what a page refers to, and how it is rewritten for a copy."""

from __future__ import annotations

import pytest

from site_project.page_files.links import Copy, rewritten, style_assets, used_by

pytestmark = pytest.mark.once

ADDRESSES = {"/", "/a-z/", "/conditions/", "/conditions/cramp/", "/feed.xml", "/compare/", "/guide/"}
LIVE = "https://legs.example"
COPY, NO_ADDRESS = Copy(ADDRESSES, LIVE, LIVE), Copy(ADDRESSES, "", "http://localhost")
PAGE = "/conditions/cramp/"


@pytest.mark.parametrize(
    ("value", "page", "with_address", "without"),
    [
        ("/conditions/", PAGE, "../index.html", "../index.html"),
        ("/", PAGE, "../../index.html", "../../index.html"),
        ("/conditions/cramp/#cause", PAGE, "index.html#cause", "index.html#cause"),
        ("/conditions/cramp/", "/", "conditions/cramp/index.html", "conditions/cramp/index.html"),
        ("/feed.xml", "/404.html", "feed.xml", "feed.xml"),
        ("/static/css/base.1a.css", PAGE, "../../static/css/base.1a.css", "../../static/css/base.1a.css"),
        ("/media/pictures/a.png", "/", "media/pictures/a.png", "media/pictures/a.png"),
        ("/compare/?with=a&with=b", PAGE, f"{LIVE}/compare/?with=a&with=b", "../../compare/index.html"),
        ("/a-z/?page=2", PAGE, "../../a-z/index-2.html", "../../a-z/index-2.html"),
        ("/a-z/", "/a-z/?page=2", "index.html", "index.html"),
        ("/about/", PAGE, f"{LIVE}/about/", None),
        ("#cause", PAGE, "#cause", "#cause"),
        ("footer.css", PAGE, "footer.css", "footer.css"),
        ("https://nice.org.uk/a/", PAGE, "https://nice.org.uk/a/", "https://nice.org.uk/a/"),
        ("//cdn.example/x", PAGE, "//cdn.example/x", "//cdn.example/x"),
        ("http://localhost/conditions/", PAGE, "http://localhost/conditions/", "../index.html"),
        (f"{LIVE}/conditions/", PAGE, f"{LIVE}/conditions/", f"{LIVE}/conditions/"),
        ("tel:999", PAGE, "tel:999", "tel:999"),
    ],
)
def test_links_are_relative_and_name_files(value, page, with_address, without):
    assert COPY.link(value, page) == with_address
    assert NO_ADDRESS.link(value, page) == without


def test_only_the_values_of_attributes_change_and_all_else_stays_byte_for_byte():
    before = (
        "<!doctype html>\n<svg viewBox='0 0 1 1'><use href=\"#a\"/><a href='/conditions/'>x</a></svg>\n"
        '<p title=\'say href="/a-z/" > now\'>AT&T &amp; &lt;a href="/a-z/"&gt; &copy &#8211;</p>\n'
        '<script type="application/ld+json">{"a":"<a href=\\"/a-z/\\">"}</script><!-- <a href="/a-z/"> -->\n'
        '<link rel="canonical" href="https://legs.example/conditions/cramp/"><meta content="/a-z/">\n'
        '<A  HREF=/conditions/cramp/#x CLASS=more hidden>ä</A><img alt="" src="/media/pictures/a.png?x=1&amp;y=2">'
    )
    after = (
        before.replace("href='/conditions/'", 'href="../index.html"')
        .replace("HREF=/conditions/cramp/#x", 'HREF="index.html#x"')
        .replace('src="/media/pictures/a.png?x=1&amp;y=2"', 'src="../../media/pictures/a.png"')
    )
    assert rewritten(before, PAGE, NO_ADDRESS) == after


SEARCH = '<div><form class="search search--compact" action="/search/" method="get"><input name="q"></form></div>'


def test_forms_go_to_the_live_site():
    assert 'action="https://legs.example/search/"' in rewritten(SEARCH, PAGE, COPY)
    guide = '<form class="guide__form" action="/guide/#results"></form>'
    assert 'action="https://legs.example/guide/#results"' in rewritten(guide, PAGE, COPY)


def test_without_an_address_words_stand_in_place_of_forms():
    without = rewritten(SEARCH, PAGE, NO_ADDRESS)
    assert "<form" not in without
    assert "<input" not in without
    assert without.startswith('<div><p class="note-line">Search works on the live site only.')
    assert 'href="../../a-z/index.html"' in without
    assert without.endswith("</p></div>")


@pytest.mark.parametrize("copy", [COPY, NO_ADDRESS])
def test_feedback_and_scripts_that_ask_the_server_are_left_out(copy):
    page = (
        '<section class="feedback"><section><form class="feedback__form"></form></section></section>'
        '<script type="module" src="/static/js/guide.js"></script>'
        '<script type="module" src="/static/js/details.js"></script><p>end</p>'
    )
    kept = '<script type="module" src="../../static/js/details.js"></script><p>end</p>'
    assert rewritten(page, PAGE, copy) == kept


def test_each_page_says_that_it_is_a_copy_and_where_the_newest_words_are():
    page = '<main id="main" class="main"><h1>Cramp</h1></main>'
    assert rewritten(page, PAGE, COPY).startswith('<main id="main" class="main">\n<p class="note-line">This is a copy')
    assert f'<a href="{LIVE}/">{LIVE}</a>' in rewritten(page, PAGE, COPY)
    assert "may be out of date.</p>" in rewritten(page, PAGE, NO_ADDRESS)


def test_what_pages_and_styles_use_is_found():
    page = (
        '<link href="/static/a.css"><a href="/a-z/"><a href="/a-z/?page=3"><a href="/guide/?page=2">'
        '<img src="/media/pictures/b.png"><script src="/static/c.js"></script>'
    )
    assert used_by(page) == ({"/static/a.css", "/media/pictures/b.png", "/static/c.js"}, {"/a-z/?page=3"})
    css = "a{--icon: url(\"../img/a.svg#part\")} b{background:url( /static/b.png )} c{d:url('data:image/svg+xml,x')}"
    assert style_assets(css, "/static/css/base.css") == {"/static/img/a.svg", "/static/b.png"}
