"""The word lists of the rules, apart from the rules: data that an editor can read and add to."""

from __future__ import annotations

JARGON = (
    "ABI",
    "ABPI",
    "aetiology",
    "anastomosis",
    "aneurysm",
    "angiogram",
    "angiography",
    "angioplasty",
    "anticoagulant",
    "antiplatelet",
    "arrhythmia",
    "arteriopathy",
    "atherosclerosis",
    "atherosclerotic",
    "cauda equina",
    "claudication",
    "cyanosis",
    "deep vein thrombosis",
    "diuretic",
    "dorsiflexion",
    "duplex",
    "Doppler",
    "electrolyte",
    "embolism",
    "embolus",
    "endarterectomy",
    "endovascular",
    "gangrene",
    "haemorrhage",
    "hypertension",
    "hypotension",
    "hyperlipidaemia",
    "infarction",
    "ischaemia",
    "ischaemic",
    "myopathy",
    "necrosis",
    "neurogenic",
    "neuropathy",
    "oedema",
    "paraesthesia",
    "percutaneous",
    "peripheral artery disease",
    "phlebitis",
    "prophylaxis",
    "pulmonary embolism",
    "radiculopathy",
    "restenosis",
    "revascularisation",
    "rhabdomyolysis",
    "sclerotherapy",
    "stenosis",
    "stent",
    "thrombectomy",
    "thrombolysis",
    "thrombosis",
    "thrombus",
)
"""Words a reader may not know; each is explained at its first use on a page."""

ABBREVIATIONS = frozenset(
    ["AM", "CT", "EU", "FDA", "GP", "HIV", "ID", "MR", "MRI", "NHS", "NICE", "OK", "PDF", "PM", "TV", "UK", "US", "USA"]
)
"""Short forms that need no long form: everyday words, countries, bodies we cite, scans that have a page."""

PLAIN_WORDS = {
    "utilise": "use",
    "utilize": "use",
    "commence": "start",
    "commencing": "starting",
    "prior to": "before",
    "in order to": "to",
    "approximately": "about",
    "physician": "doctor",
    "physicians": "doctors",
    "ambulate": "walk",
    "ambulation": "walking",
    "elevate": "raise",
    "lower extremity": "leg",
    "lower extremities": "legs",
    "administer": "give",
    "administered": "given",
    "medication": "medicine",
    "medications": "medicines",
    "adverse effect": "side effect",
    "adverse effects": "side effects",
    "adverse events": "side effects",
    "discontinue": "stop",
    "subsequently": "later",
    "sufficient": "enough",
    "additional": "more",
    "obtain": "get",
    "demonstrate": "show",
    "consult": "talk to",
    "cease": "stop",
    "require": "need",
    "requires": "needs",
    "facilitate": "help",
    "individuals": "people",
    "numerous": "many",
    "terminate": "end",
    "whilst": "while",
    "upon": "on",
    "regarding": "about",
    "due to the fact that": "because",
    "in the event of": "if",
    "assist": "help",
    "myocardial infarction": "heart attack",
    "hypertension": "high blood pressure",
    "renal": "kidney",
    "hepatic": "liver",
    "cardiac": "heart",
    "oral": "by mouth",
    "bilateral": "both sides",
    "abdomen": "belly",
    "fracture": "broken bone",
}
"""Long word → short word."""

# fmt: off
VERBS = frozenset([
    "add", "agree", "aim", "allow", "apply", "ask", "avoid", "begin", "bend", "book", "bring", "build",
    "call", "carry", "change", "check", "choose", "climb", "come", "compare", "continue", "count", "cover",
    "cut", "do", "drink", "dry", "eat", "expect", "feel", "find", "finish", "flex", "follow", "get", "give",
    "go", "have", "hold", "keep", "know", "lean", "learn", "leave", "let", "lie", "lift", "limit", "list",
    "look", "lower", "make", "massage", "measure", "mention", "move", "note", "pack", "park", "pick",
    "plan", "point", "press", "pull", "push", "put", "raise", "read", "record", "remove", "rest", "rinse",
    "rub", "say", "see", "set", "show", "sip", "sit", "sleep", "spread", "stand", "start", "stay", "step",
    "stop", "stretch", "switch", "take", "talk", "tell", "test", "treat", "trim", "try", "turn", "use",
    "wait", "walk", "warm", "wash", "watch", "wear", "wiggle", "work", "write",
])
# fmt: on
"""Verbs that tell a reader what to do at the start of a line."""

PARTICIPLES = "given|taken|done|seen|found|made|known|shown|put|told|kept|held|worn"
"""Irregular forms that make a passive; the regular ones end in “ed”."""

STATES = (
    "advanced|allergic|blocked|confused|damaged|diseased|furred|inflamed|infected|limited|linked|narrowed|need|needed|"
    "raised|relaxed|scared|swollen|tired|used to|worried"
)
"""Participles that tell how something is, not what was done to it."""

ILLNESSES = r"(?:arter\w+|cancer|claudication|clot|condition|diabetes|disease|DVT|infection|PAD|syndrome|thrombosis)"
"""A pattern for what a reader could be told to have."""

MEDICINES = (
    r"(?:medicines?|tablets?|pills?|doses?|statins?|aspirin|clopidogrel|warfarin|rivaroxaban|apixaban|quinine|"
    r"magnesium|potassium|insulin|steroids?|blood thinners?|water tablets?|anticoagulants?|antiplatelets?|inhalers?)"
)
"""A pattern for what people take."""
