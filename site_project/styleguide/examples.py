"""The examples, as data. The guide shows them, and the tests of the components render the very same."""

from __future__ import annotations

import datetime as dt

from django.utils.safestring import SafeString

from articles.display import (
    CareCard,
    Caution,
    Cell,
    Comparison,
    Crumb,
    Facet,
    IndexGroup,
    IndexRow,
    LinkGroup,
    LinkItem,
    PageDisplay,
    Review,
    Row,
    RowGroup,
    Section,
    SourceItem,
)
from articles.markdown.slots import PlaceWords
from articles.paging import ListPage
from site_project.styleguide.components import DRAWING, Component, Example, Included, Written
from symptoms.guide.examples import Example as Person
from symptoms.guide.results import GuideResult, GuideResults
from symptoms.guide.ticks import Group, Tick

UK = PlaceWords("999", "Call 999 or go to A&E", "111", "Call NHS 111 or your doctor today", "United Kingdom")
NEUTRAL = PlaceWords()

SIGNS = ("a leg suddenly turns cold, pale, painful, numb or weak", "breathing is suddenly hard, or the chest hurts")
ROWS = (
    IndexRow("Calf pain when walking", "/symptoms/", "It comes on as you walk and goes when you stand still."),
    IndexRow("PAD", "/conditions/", see="Narrowed leg arteries"),
    IndexRow("A hot, red, swollen foot", "/urgent/", "Get it seen today.", "Urgent sign", "same-day"),
)
URGENT = (
    IndexRow("Sudden cold, pale leg", "/urgent/", care_level="emergency", card=SIGNS[0]),
    IndexRow("Sudden breathlessness", "/urgent/", care_level="emergency", card=SIGNS[1]),
)
GROUPS = (
    IndexGroup("A", "a", ROWS[:1], "Why these pages stand here, in one line."),
    IndexGroup("B", "b", ROWS[1:]),
    IndexGroup("C", "c", ROWS),
)
LINKS = LinkGroup(
    "treatments",
    "What can be done",
    (
        LinkItem(
            "Supervised exercise programme",
            "/treatments/",
            note_html=SafeString(
                'Guidelines name it first<sup class="cite"><a href="#main">1</a><a href="#main">2</a></sup>.'
            ),
            qualifier="often tried first",
        ),
        LinkItem("Bypass operation", "/treatments/", "An operation that leads blood round a blocked artery."),
        LinkItem(
            "Compression stockings",
            "/treatments/",
            cautions_html=SafeString(
                '<ul class="advice__cautions"><li><strong>Not safe:</strong> with badly narrowed arteries.</li></ul>'
            ),
        ),
    ),
)
REGIONS = [
    {"label": label, "url": f"/where/{key}/", "count": count}
    for key, label, count in (
        ("buttock-and-hip", "Buttock and hip", 4),
        ("thigh", "Thigh", 10),
        ("knee", "Behind the knee", 2),
        ("calf", "Calf", 15),
        ("shin", "Shin", 1),
        ("ankle", "Ankle", 1),
        ("foot-and-toes", "Foot and toes", 13),
        ("whole-leg", "Whole leg", 6),
    )
]
PLACES = Group(
    "where",
    "Where is it?",
    tuple(
        Tick("where", "Where", word, label, chosen=word in ("calf", "toes"))
        for word, label in (("thigh", "Thigh"), ("calf", "Calf"), ("toes", "Toes"), ("hands", "Hands"))
    ),
)
EASED = Group(
    "relieved_by", "What eases it?", (Tick("relieved_by", "Eased by", "standing-still", "Standing still", True),)
)
DESCRIBED = GuideResult(
    "Leg pain on walking",
    "/conditions/",
    "Condition",
    "A pain that comes when you walk and goes when you rest.",
    "",
    (Facet("Where", ("Calf",)), Facet("Eased by", ("Standing still",))),
    ("Swelling",),
    ("Fever",),
    "/compare/",
    ("Narrow leg arteries", "Flat feet"),
)
SIGN = GuideResult(
    "A cold, pale leg", "/urgent/", "Urgent sign", "Get help now.", "emergency", (Facet("Where", ("Calf",)),), (), ()
)
TICKS = Person("Calf grips on the way to the shops", "", (Facet("Where", ("Calf",)),), ROWS[:1], True)
TYPES = Person("Gardener with a stiff jaw", "my jaw is stiff and I get spasms", (), (), False)
PAGE = PageDisplay(
    uid="conditions/example",
    kind="condition",
    kind_label="Condition",
    title="An example",
    summary="What it is.",
    url="/",
    canonical="/",
    crumbs=(),
    sections=(Section("", "What it is", "what-it-is"), Section("", "What you may notice", "what-you-may-notice")),
    sources=(SourceItem(1, "source-1", "A guideline", "A society", 2024, ""),),
)
REVIEWED = Review(
    published_on=dt.date(2026, 3, 2),
    edition=4,
    reviewed_on=dt.date(2026, 3, 1),
    reviewed_by="Rahel Vance",
    reviewer_role="Vascular nurse",
    due_on=dt.date(2028, 3, 1),
)

SCANS = (LinkItem("Ultrasound scan", "/tests/"), LinkItem("CT scan", "/tests/"))
COMPARISON = Comparison(
    SCANS,
    (
        RowGroup(
            "",
            (
                Row(
                    "Is there a needle?",
                    (Cell(SCANS[0], html=SafeString("No.")), Cell(SCANS[1], html=SafeString("Yes, in the arm."))),
                ),
                Row(
                    "Your kidneys",
                    (Cell(SCANS[0]), Cell(SCANS[1], html=SafeString("Tell staff if they are weak."))),
                    "Our sources do not say. Ask the clinic.",
                ),
            ),
        ),
    ),
)
CRAMP, CLOT = LinkItem("Leg cramps at night", "/conditions/"), LinkItem("Blood clot in a deep vein", "/conditions/")
CONDITIONS = Comparison(
    (CRAMP, CLOT),
    (
        RowGroup("Where", (Row("Calf", (Cell(CRAMP, "describes"), Cell(CLOT, "describes"))),)),
        RowGroup(
            "Comes with",
            (
                Row("Swelling", (Cell(CRAMP, "absent"), Cell(CLOT, "describes"))),
                Row("Muscle goes hard", (Cell(CRAMP, "describes"), Cell(CLOT, "silent"))),
            ),
        ),
        RowGroup(
            "Help and tests",
            (
                Row(
                    "Signs that cannot wait",
                    (
                        Cell(CRAMP, items=(LinkItem("A cramp lasts too long", "/urgent/", care_level="same-day"),)),
                        Cell(CLOT, items=(LinkItem("Breathing is hard", "/urgent/", care_level="emergency"),)),
                    ),
                ),
            ),
        ),
    ),
)
CHOICES = (("Conditions", (("conditions/one", "Leg cramps at night"), ("conditions/two", "Blood clot"))),)


def _card(level: str, heading: str, tel: str = "", label: str = "") -> CareCard:
    return CareCard(level, heading, tuple(SafeString(sign) for sign in SIGNS), tel, label)


def _component(name: str, purpose: str, **examples: dict[str, object]) -> Component:
    """A component of ``templates/components/``; the name of an example says what is special about it."""
    made: tuple[Example, ...] = tuple(
        Included(title.replace("_", " ").capitalize(), name, inputs) for title, inputs in examples.items()
    )
    return Component(name, purpose, made)


COMPONENTS = (
    _component(
        "emergency_strip", "The thin line above the header.",
        with_numbers={"place": UK}, place_not_chosen={"place": NEUTRAL},
    ),
    _component(
        "search_form", "Asks in the reader’s own words.",
        large={"id": "example-search", "label": "Search by symptom", "hint": "Use your own words."},
        filled={"id": "example-search", "query": "calf hurts when I walk"},
        compact={"id": "example-search", "compact": True},
    ),
    _component(
        "breadcrumbs", "Where the page stands.",
        three_steps={"crumbs": (Crumb("Home", "/"), Crumb("Conditions", "/conditions/"), Crumb("An example"))},
    ),
    _component(
        "page_head", "The top of a plain page.", with_intro={"title": "Conditions", "intro": "What can lie behind it."}
    ),
    _component(
        "care_card", "Says how fast help is needed. One level a card; the wording comes from the place.",
        emergency={"card": _card("emergency", UK.card_heading("emergency"), "tel:999", "Call 999")},
        same_day={"card": _card("same-day", UK.card_heading("same-day"), "tel:111", "Call 111")},
        routine={"card": _card("routine", UK.card_heading("routine")), "inner": True},
        no_number={"card": _card("emergency", NEUTRAL.card_heading("emergency"))},
    ),
    _component("care_tag", "The level of an urgent sign beside a link.", emergency={"level": "emergency"},
               same_day={"level": "same-day"}),
    _component(
        "do_dont", "What to do now and what not to do. Each “do not” says so itself.",
        emergency={
            "do_now": ("Call for help.", "Keep the leg still."), "do_not": ("Do not rub the leg.",),
            "level": "emergency", "tel": "tel:999", "number": "999",
        },
    ),
    _component(
        "cautions", "Who must not, or must ask first. Stands before the advice.",
        both_levels={
            "cautions": (
                Caution("not-if", "Not safe", SafeString("if your leg arteries are badly narrowed.")),
                Caution("ask-first", "Ask first", SafeString("if you have diabetes."), LinkItem("Diabetes", "/")),
            )
        },
    ),
    _component(
        "glance", "A test at a glance.",
        rows={"rows": (("Where", SafeString("Hospital")), ("How long", SafeString("About 20 minutes")))},
    ),
    _component(
        "facets", "What tells one thing from another.",
        words={"facets": (Facet("Where", ("Calf", "Thigh")), Facet("Eased by", ("Standing still",)))},
    ),
    _component(
        "comparison", "Things side by side; on phones one question after the other.",
        scans={"comparison": COMPARISON, "label": "Scans side by side"},
        conditions={"comparison": CONDITIONS, "label": "Cramp and clot side by side"},
    ),
    _component(
        "compare_form", "Asks what to put side by side.",
        nothing_chosen={"choices": CHOICES, "places": ("", "", "", "")},
    ),
    _component("compare_with", "What feels much the same.", two={"neighbours": (CRAMP, CLOT)}),
    _component("contents", "The parts of a page; marks the one being read.", two_parts={"page": PAGE}),
    _component("link_group", "Links of one relation, each with why it is there.", notes={"group": LINKS},
               part_of_its_own={"group": LINKS, "level": 2}),
    _component(
        "previous_next", "The neighbours in a subject.",
        both={
            "subject": LinkItem("Leg arteries", "/topics/leg-arteries/"),
            "previous": LinkItem("Leg pain on walking (claudication)", "/"),
            "next": LinkItem("Severe lack of blood to the leg or foot", "/"),
        },
        last_page={"subject": LinkItem("Leg arteries", "/"), "previous": LinkItem("Sudden blocked leg artery", "/")},
    ),
    _component(
        "pager", "The pages of a long list.",
        first={"paging": ListPage("/a-z/", [], 1, 3)},
        in_between={"paging": ListPage("/a-z/", [], 2, 3)},
    ),
    _component(
        "review", "Who checked exactly these words.",
        not_reviewed={"review": Review(published_on=dt.date(2026, 3, 2), edition=1)},
        reviewed={"review": REVIEWED},
        overdue={"review": Review(**{**vars(REVIEWED), "due_on": dt.date(2026, 6, 1), "overdue": True})},
    ),
    _component("sources", "The numbered references.", one={"sources": PAGE.sources}),
    _component("words_explained", "On paper only: the meanings a tap would have shown.",
               two={"terms": (("Claudication", "Leg pain that comes when you walk."), ("Stent", "A mesh tube."))}),
    _component("region_map", "Legs whose parts are links.", current={"regions": REGIONS, "current": "/where/calf/"}),
    _component("regions", "The drawing beside the same list.", plain={"regions": REGIONS},
               current={"regions": REGIONS, "current": "/where/thigh/"}),
    _component("leg_ticks", "Legs whose parts are labels of ticks.", chosen={"ticks": PLACES.ticks}),
    _component("tick_group", "One question of the leg guide.", places={"group": PLACES}, plain={"group": EASED}),
    _component("guide_result", "A page the leg guide found.", condition={"result": DESCRIBED}, sign={"result": SIGN}),
    _component("example", "A made-up person we try the guide and search with.",
               ticks={"example": TICKS}, types_and_does_not_pass={"example": TYPES}),
    _component("guide_results", "What the leg guide found.",
               found={"results": GuideResults((SIGN, DESCRIBED), (DESCRIBED,))}, nothing={"results": GuideResults()},
               before={"results": None}),
    _component(
        "feedback",
        "Asks whether the page helped, and keeps nothing about the reader.",
        first={"page": "/conditions/example/", "edition": 4},
        with_a_problem={
            "page": "/conditions/example/",
            "edition": 4,
            "words": "Where does it hurt?",
            "problems": {"answer": "Choose yes, partly or no."},
        },
    ),
    _component("emergency_box", "The same words whatever was typed.", with_numbers={"place": UK},
               place_not_chosen={"place": NEUTRAL}),
    _component("sign_list", "Urgent signs below a heading that ends in “if:”.", emergency={"rows": URGENT}),
    _component("row_list", "Rows of an index.", with_kinds={"rows": ROWS, "show_kind": True}),
    _component("card_grid", "Links with a line each.",
               topics={"rows": ROWS}, kinds={"rows": ({"label": "Symptoms", "url": "/symptoms/", "count": 9},)}),
    _component("article_list", "Articles with their opening lines.", plain={"rows": ROWS[:1], "level": 2}),
    _component("letters", "Jumps to the letters of a long list.", three={"groups": GROUPS}),
    _component("jumps", "Jumps to the groups of a long list.", three={"groups": GROUPS}),
    _component("where_next", "Ways on for a reader who did not find it.", plain={}),
    _component("trust", "How the pages are made.", plain={}),
    Component(
        "text", "What editors write, through the renderer of the site.",
        (
            Written("A word explained, and sources",
                    "Pain that comes when you walk is called [[glossary/claudication|claudication]] "
                    "[@first-source; @second-source]. It eases when you stand still [@first-source]."),
            Written("Key facts", "::: key-facts\n- It is common.\n- It can be treated [@first-source].\n:::"),
            Written("Do and do not", "::: do\n- Walk every day.\n:::\n\n::: dont\n- Do not smoke.\n:::"),
            Written("A note", "::: note\nAsk a pharmacist if you are not sure.\n:::"),
            Written("A drawing", f"::: drawing {DRAWING} Walk, rest, walk on.\n:::"),
            Written("Chances", "::: chances 3 in 100 Three in 100 people have it [@first-source].\n:::"),
            Written("A table", "| Test | Needle |\n| --- | --- |\n| Ultrasound | No |\n| CT | Yes |"),
        ),
    ),
)  # fmt: skip
