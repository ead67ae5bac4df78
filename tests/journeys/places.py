"""One address of every kind of page a reader can meet, by the name a failing test prints. Every template of a page has
one; of pages that have template and parts in common and differ by their words, as the indexes do, one stands here."""

from __future__ import annotations

WITHDRAWN = "prevention/avoid-long-standing"
"""The page the prepared library has taken down, and where its address leads instead."""
INSTEAD = "treatments/compression-therapy"

HOME = "/"
CONDITION = "/conditions/peripheral-artery-disease/"

PAGES = {
    "home": HOME,
    "articles": "/articles/",
    "article": "/articles/why-do-my-legs-cramp/",
    "symptoms": "/symptoms/",
    "symptom": "/symptoms/calf-pain-on-walking/",
    "urgent": "/urgent/",
    "emergency sign": "/urgent/cold-pale-numb-leg/",
    "same-day sign": "/urgent/one-leg-swollen/",
    "conditions": "/conditions/",
    "condition": CONDITION,
    "risk factor": "/risk-factors/smoking/",
    "test": "/tests/ct-angiography/",
    "treatment": "/treatments/compression-therapy/",
    "prevention advice": "/prevention/stop-smoking/",
    "glossary": "/glossary/",
    "word explained": "/glossary/claudication/",
    "comparison": "/compare/cramp-or-clot/",
    "comparison on a leaflet": "/compare/cramp-or-clot/leaflet/",
    "comparison of scans": "/compare/ultrasound-ct-mr-or-catheter/",
    "side by side": "/compare/?with=conditions/sciatica&with=conditions/cellulitis",
    "side by side, asked wrongly": "/compare/?with=conditions/sciatica&with=conditions/no-such-page",
    "leaflet": f"{CONDITION}leaflet/",
    "leaflet in large print": f"{CONDITION}leaflet/large/",
    "topic": "/topics/leg-arteries/",
    "where it hurts": "/where/calf/",
    "A to Z": "/a-z/",
    "search before typing": "/search/",
    "search results": "/search/?q=cramp+at+night",
    "search corrected": "/search/?q=varicoze+vains",
    "search without results": "/search/?q=zqxj+vbnmk",
    "leg guide": "/guide/",
    "leg guide with ticks": "/guide/?where=calf&sides=one&accompanied_by=swelling&accompanied_by=hair-loss",
    "visit sheet": "/guide/visit-sheet/",
    "how we check": "/guide/how-we-check/",
    "leg diary": "/guide/diary/",
    "emergency numbers": "/emergency-numbers/",
    "who is responsible": "/about/who-is-responsible/",
    "how we write": "/about/how-we-write-and-review/",
    "accessibility": "/about/accessibility/",
    "privacy": "/about/privacy/",
    "not a diagnosis": "/about/not-a-diagnosis/",
    "report a mistake": "/about/report-a-mistake/",
    "feedback thanks": "/feedback/thanks/",
    "unknown page": "/conditions/no-such-page/",
    "withdrawn page": f"/{WITHDRAWN}/",
}
STATUS = {"unknown page": 404, "withdrawn page": 410}
"""Statuses other than 200."""
LIKE_OTHERS = {
    "symptoms",
    "symptom",
    "same-day sign",
    "risk factor",
    "prevention advice",
    "word explained",
    "comparison of scans",
    "leaflet in large print",
    "topic",
    "A to Z",
    "search before typing",
    "search corrected",
    "leg guide",
    "how we write",
    "accessibility",
    "privacy",
    "not a diagnosis",
    "report a mistake",
    "withdrawn page",
}
"""Pages made of templates and parts that another page here, or the style guide, has too."""
