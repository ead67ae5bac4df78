"""The one renderer: what each mark becomes, and what is reported."""

import re
from itertools import pairwise

import pytest

from articles import kinds
from articles.markdown.parse import parse, parse_line
from articles.markdown.preview import preview_html
from articles.markdown.render import Known, findings_for, line_html, plain_text, sections
from articles.markdown.slots import Filler, Named, PageTarget, PlaceWords, named_in
from articles.models.page import BODY_LIMIT
from articles.rendering import errors, render
from tests import factories as make

pytestmark = pytest.mark.once

SHA, DRAWN = "a" * 64, "d" * 64
KNOWN = Known(
    titles={"conditions/pad": "Narrow arteries", "glossary/stent": "Stent", "treatments/socks": "Tight socks"},
    sources=frozenset({"one", "two", "three"}),
    pictures={
        SHA: {"alt": "A “calf”", "credit": "By us", "extension": "png", "width": 4, "height": 2},
        DRAWN: {
            "alt": "A valve",
            "credit": "",
            "extension": "svg",
            "width": 640,
            "height": 400,
            "name": "vein-valves",
            "words": "Two <flaps> meet.",
        },
    },
)
PLACE = PlaceWords("999", "Call 999", "111", "Call 111 today", "United Kingdom", "See a GP", "GP", "A&E")
LIVE = {
    "conditions/pad": PageTarget("Narrow <leg> arteries", "/conditions/pad/"),
    "glossary/stent": PageTarget("Stent", "/glossary/stent/", is_term=True, summary='A "mesh" tube'),
    "treatments/socks": PageTarget(
        "Tight socks",
        "/treatments/socks/",
        summary="They squeeze.",
        cautions=({"level": "not-if", "html": "Not with <strong>narrow</strong> arteries"},),
    ),
}


def filled(text: str, pages: dict[str, PageTarget] | None = None) -> str:
    """What readers get of a text."""
    filler = Filler(LIVE if pages is None else pages, PLACE)
    rendered = sections(parse(text, where="body"), KNOWN)
    return "".join(
        f"[{part.anchor}] {filler.fill(part.html)}" if part.heading else filler.fill(part.html) for part in rendered
    )


def found(text: str, kind: str = "condition") -> list[str]:
    """What the editor is told."""
    parsed = parse(text, where="body", section_keys=kinds.get(kind).section_keys)
    return [str(finding) for finding in findings_for(parsed, KNOWN, "body")]


CONSTRUCTS = {
    "strong and emphasis": ("**a** *b* ~~c~~", "<p><strong>a</strong> <em>b</em> <s>c</s></p>\n"),
    "smart quotes": ('"It\'s" -- so', "<p>“It’s” – so</p>\n"),
    "lists": ("- a\n- b\n\n1. c", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol>\n<li>c</li>\n</ol>\n"),
    "ordered list from 3": ("3. c", '<ol start="3">\n<li>c</li>\n</ol>\n'),
    "quote": ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
    "link": ("[a](https://e.org/b)", '<p><a href="https://e.org/b">a</a></p>\n'),
    "code": ("`a < b`", "<p><code>a &lt; b</code></p>\n"),
    "rule": ("a\n\n***", "<p>a</p>\n<hr>\n"),
    "table": (
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        '<div class="table" tabindex="0" role="region" aria-label="Table"><table>\n<thead>\n<tr>\n'
        '<th scope="col" class="start">a</th>\n<th scope="col" class="end">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td class="start">1</td>\n<td class="end">2</td>\n</tr>\n</tbody>\n</table></div>\n',
    ),
    "definition list": ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
    "key facts": (
        "::: key-facts\n- a\n:::",
        '<div class="key-facts"><p class="key-facts__title">Key facts</p>\n<ul>\n<li>a</li>\n</ul>\n</div>\n',
    ),
    "do": ("::: do\n- a\n:::", '<div class="do"><h3 class="do__title">Do</h3>\n<ul>\n<li>a</li>\n</ul>\n</div>\n'),
    "dont": (
        "::: dont\n- a\n:::",
        '<div class="dont"><h3 class="dont__title">Do not</h3>\n<ul>\n<li>a</li>\n</ul>\n</div>\n',
    ),
    "note": ("::: note\na\n:::", '<aside class="note">\n<p>a</p>\n</aside>\n'),
    "care card": (
        "::: care-card emergency\nOne leg is cold.\n:::",
        '<section class="care-card care-card--emergency"><h3 class="care-card__heading">'
        '<span class="care-card__level">Emergency<span class="visually-hidden">: </span></span>Call 999 if:</h3>\n'
        "<p>One leg is cold.</p>\n</section>\n",
    ),
    "picture": (
        f"::: picture {SHA} A caption.\n:::",
        f'<figure class="picture"><img src="/media/pictures/{SHA}.png" alt="A “calf”" width="4" height="2" '
        'loading="lazy"><figcaption>A caption. By us</figcaption>\n</figure>\n',
    ),
    "drawing": (
        "::: drawing vein-valves A caption [@one].\n:::",
        f'<figure class="drawing"><img src="/media/pictures/{DRAWN}.svg" alt="A valve" width="640" height="400" '
        'loading="lazy">\n<figcaption>A caption<sup class="cite"><a href="#source-1" aria-label="Source 1">1</a></sup>.'
        '</figcaption>\n</figure>\n<details class="drawing__words"><summary>This picture in words</summary>'
        "<p>Two &lt;flaps&gt; meet.</p></details>\n",
    ),
    "advice": (
        "::: advice treatments/socks\n:::",
        '<div class="advice"><p class="advice__title"><a href="/treatments/socks/">Tight socks</a></p>'
        '<p>They squeeze.</p><ul class="advice__cautions"><li><strong>Not safe:</strong> '
        "Not with <strong>narrow</strong> arteries</li></ul></div>\n",
    ),
    "citation": (
        "a [@one].",
        '<p>a<sup class="cite"><a href="#source-1" aria-label="Source 1">1</a></sup>.</p>\n',
    ),
    "page link with the live title": (
        "See [[conditions/pad]].",
        '<p>See <a href="/conditions/pad/">Narrow &lt;leg&gt; arteries</a>.</p>\n',
    ),
    "page link with own words": (
        "See [[glossary/stent|two stents]].",
        '<p>See <a class="term" data-meaning="A &quot;mesh&quot; tube" href="/glossary/stent/">two stents</a>.</p>\n',
    ),
    "placeholders": (
        "{{emergency-number}} {{ urgent-number }}",
        '<p><a href="tel:999">999</a> <a href="tel:111">111</a></p>\n',
    ),
    "words of the place": ("A {{doctor}} in {{emergency-department}}", "<p>A GP in A&amp;E</p>\n"),
    "keyed heading": ("## What it is {#about}\n\na", "[about] <p>a</p>\n"),
    "repeated heading": ("## Pain\n\na\n\n## Pain\n\nb", "[pain] <p>a</p>\n[pain-2] <p>b</p>\n"),
    "third-level heading": ("### Why", "<h3>Why</h3>\n"),
    "marks inside code stay as typed": ("`[@one] [[x]]`", "<p><code>[@one] [[x]]</code></p>\n"),
    "directive in a list": (
        "- a\n\n  ::: note\n  b\n  :::",
        '<ul>\n<li>\n<p>a</p>\n<aside class="note">\n<p>b</p>\n</aside>\n</li>\n</ul>\n',
    ),
    "raw HTML is words": ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
}


@pytest.mark.parametrize(("text", "html"), CONSTRUCTS.values(), ids=CONSTRUCTS.keys())
def test_each_mark_becomes_this_html(text: str, html: str) -> None:
    assert filled(text) == html
    assert found(text) == []


def test_chances_are_so_many_full_dots_of_so_many() -> None:
    html = filled("::: chances 3 in 20 About 3 in 20 people [@one].\n:::")
    assert html.count("<circle") == 20
    assert html.count("chances__dot--on") == 3
    assert 'role="img" aria-label="3 in 20"' in html
    assert "<figcaption>About 3 in 20 people" in html


def test_the_terms_a_text_used_are_kept_with_their_meanings() -> None:
    filler = Filler(LIVE, PLACE)
    filler.fill(line_html(parse_line("[[glossary/stent]] [[conditions/pad]]", where="x"), KNOWN))
    assert filler.terms == {"Stent": 'A "mesh" tube'}


def test_footnotes_come_last_with_a_way_back() -> None:
    html = filled("a[^1]\n\n## Later\n\nb\n\n[^1]: The note [@one].")
    assert html.index("[later]") < html.index("The note")
    assert 'href="#fn1"' in html
    assert 'id="fn1"' in html
    assert 'class="footnote-backref"' in html
    assert html.count("<section") == html.count("</section>") == 1


def test_a_page_link_to_what_is_not_live_is_plain_words() -> None:
    assert filled("[[conditions/pad]] [[glossary/stent|stents]]", pages={}) == "<p>Narrow arteries stents</p>\n"


def test_citations_are_numbered_as_they_are_first_met_across_texts() -> None:
    filler = Filler({}, PLACE)
    texts = ["a [@two]", "b [@one; @two]", "c [@three; one]"]
    shown = [filler.fill(line_html(parse_line(text, where="x"), KNOWN)) for text in texts]
    numbers = [[char for char in html if char.isdigit()] for html in shown]
    assert list(filler.cited) == ["two", "one", "three"]
    assert [sorted(set(n)) for n in numbers] == [["1"], ["1", "2"], ["2", "3"]]


def test_without_a_place_the_words_stand_for_the_number() -> None:
    filler = Filler({}, PlaceWords())
    words = "Call {{emergency-number}} or {{urgent-number}}, go to a {{doctor}} or an {{emergency-department}}"
    html = filler.fill(line_html(parse_line(words, where="x"), KNOWN))
    assert html == ("Call the emergency number or an urgent-care service, go to a doctor or an emergency department")


def test_plain_text_keeps_words_of_links_and_drops_citations() -> None:
    html = sections(parse("See [[conditions/pad]][@one].\n\n- [[glossary/stent|stents]]", where="body"), KNOWN)[0].html
    assert plain_text(html).split() == ["See", "Narrow", "arteries.", "stents"]


def test_what_stored_html_refers_to_can_be_read_back() -> None:
    html = sections(parse("[[conditions/pad]] [@one; @two]", where="body"), KNOWN)[0].html
    assert named_in([html]) == Named(frozenset({"conditions/pad"}), frozenset({"one", "two"}))


FAULTS = {
    "unknown directive": ("a\n\n::: warning\nb\n:::", "body, line 3: “::: warning” is not a directive"),
    "directive never closed": ("a\n\n::: do\n- b", "body, line 3: “::: do” is never closed"),
    "stray closing": ("a\n\n:::\n\nb", "body, line 3: “:::” closes nothing here"),
    "care card without level": ("::: care-card\na\n:::", "body, line 1: Say which care card"),
    "care card of unknown level": ("::: care-card soon\na\n:::", "body, line 1: Say which care card"),
    "picture without name": ("a\n\n::: picture\n:::", "body, line 3: Say which picture"),
    "unknown picture": (f"a\n::: picture {'b' * 64}\n:::", "body, line 2: There is no picture “bbbbbbbbbbbb…”"),
    "unknown source": ("a\nb\nc [@nowhere].", "body, line 3: There is no source “nowhere”"),
    "second source unknown": ("a [@one; @nowhere]", "body, line 1: There is no source “nowhere”"),
    "unknown page": ("- a\n- b\n- [[conditions/none]]", "body, line 3: There is no page “conditions/none”"),
    "unknown page in a table": ("| a |\n|---|\n| 1 |\n| [[x/y]] |", "body, line 4: There is no page “x/y”"),
    "unknown page in a directive": ("::: do\n\n- a\n- [[x/y]]\n:::", "body, line 4: There is no page “x/y”"),
    "unknown page in a footnote": ("a[^1]\n\n[^1]: b [[x/y]]", "body, line 3: There is no page “x/y”"),
    "unknown placeholder": ("a\n\nb {{number}}", "body, line 3: “{{number}}” is not a placeholder"),
    "unknown section": ("a\n\n## B {#nowhere}", "body, line 3: There is no section “nowhere” on this kind of page"),
    "section twice": ("## A {#about}\n\n## B {#about}", "body, line 3: The section “about” stands twice"),
    "key on a small heading": ("### A {#about}", "body, line 1: Only “##” headings name a section"),
    "heading without words": ("a\n\n##\n\nb", "body, line 3: This heading has no words"),
    "link in a heading": ("a\n\n## About [[conditions/pad]]", "body, line 3: Headings hold plain words"),
    "first-level heading": ("a\n\n# B", "body, line 3: Start headings at “##”"),
    "underlined first-level heading": ("a\n\nB\n=", "body, line 3: Start headings at “##”"),
    "picture from elsewhere": ("a\n![b](https://e.org/c.png)", "body, line 2: Pictures come from the picture library"),
    "citation that cannot be read": ("a\n\nb [@One Two].", "body, line 3: This looks like a citation or link"),
    "link that cannot be read": ("a [[b\nc", "body, line 1: This looks like a citation or link"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_what_cannot_be_used_is_reported_with_its_line(text: str, message: str) -> None:
    assert [line for line in found(text) if line.startswith(message)], found(text)


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_what_cannot_be_used_still_leaves_every_word(text: str, message: str) -> None:
    rendered = sections(parse(text, where="body"), KNOWN)
    shown = " ".join(f"{part.heading} {plain_text(part.html)}" for part in rendered).lower()
    typed = {word for word in text.split() if word in ("a", "b", "c", "B")}
    assert {word.lower() for word in typed} <= set(re.findall(r"[a-z]+", shown))


def test_every_fault_of_a_text_is_reported_at_once() -> None:
    assert len(found("# A\n\n[@nowhere] [[x/y]] {{z}}\n\n::: odd\n:::")) == 5


def test_the_sections_of_an_article_are_free() -> None:
    assert found("## My own {#anything}", "article") == []


@pytest.mark.django_db
def test_faults_in_lines_name_field_and_row() -> None:
    make.source()
    words = make.words_of(
        "condition",
        fields={"seek_care": ["fine.", "bad [@none]."]},
        links={"related": [make.link("symptoms/x", "worse [[nowhere]]")]},
    )
    assert [str(finding) for finding in errors(render(words).findings)] == [
        "seek_care, line 2: There is no source “none”.",
        "links.related, line 1: There is no page “nowhere”.",
    ]


@pytest.mark.django_db
def test_sections_stand_in_the_order_of_the_kind_and_free_ones_first(client) -> None:
    body = "Lead.\n\n## Checks {#tests}\n\nt\n\n## My own\n\nm\n\n## What it is {#about}\n\na[^1]\n\n[^1]: Noted."
    text = client.get(make.path_of(make.live_page("condition", body=body))).text
    places = [text.index(f">{heading}</h2>") for heading in ("My own", "What it is", "Checks", "Notes")]
    assert all(first < second for first, second in pairwise(places))


@pytest.mark.django_db
def test_the_preview_shows_titles_of_drafts_as_plain_words() -> None:
    draft = make.draft_page(title="Draft title")
    assert preview_html(f"## A\n\n[[{draft.uid}]]") == "<h2>A</h2><p>Draft title</p>\n"


def test_a_text_of_the_greatest_length_stays_bounded() -> None:
    for piece in ("[[a|", "::: do\n", "[@a", "*_", "> ", "| a ", "![", "[^1]", "{{", "- \n  ", "\\", "`", "&#1;"):
        text = (piece * BODY_LIMIT)[: BODY_LIMIT // 25]
        html = "".join(part.html for part in sections(parse(text, where="body"), KNOWN))
        assert len(html) < 60 * len(text) + 1000, piece
