"""A few live pages that search is asked about."""

import pytest
from django.conf import settings as django_settings

from symptoms.models import Facet, Word
from tests import factories as make

VOCABULARY = {
    "where": ("Where", {"calf": ("Calf", "calves"), "foot": ("Foot", "sole")}),
    "onset": (
        "Brought on by",
        {"walking": ("On walking", "when I walk\nwalking"), "night": ("At night or at rest", "in bed")},
    ),
    "relieved_by": ("Eased by", {"standing-still": ("Standing still", "goes when I stand still\nwhen I stop")}),
    "accompanied_by": ("Comes with", {"swelling": ("Swelling", "puffy"), "numbness": ("Numbness", "no feeling")}),
    "usually_absent": ("Usually absent", {"swelling": ("Swelling", "")}),
}


@pytest.fixture(scope="module")
def shelf(shared_rows: None) -> None:
    """A few live pages that describe features."""
    for position, (key, (label, words)) in enumerate(VOCABULARY.items()):
        facet = Facet.objects.create(key=key, label=label, position=position)
        for place, (word, (name, phrases)) in enumerate(words.items()):
            Word.objects.create(facet=facet, key=word, label=name, phrases=phrases, position=place)
    make.publish_starters(
        django_settings,
        [
            make.starter_page(
                "condition",
                uid="conditions/claudication",
                slug="claudication",
                title="Leg pain on walking",
                medical_name="Intermittent claudication",
                lay_names=["Claudication"],
                body="Too little blood reaches the calf.",
                parts={
                    "features": {
                        "where": ["calf"],
                        "onset": ["walking"],
                        "relieved_by": ["standing-still"],
                        "usually_absent": ["swelling"],
                    }
                },
            ),
            make.starter_page(
                "condition",
                uid="conditions/dvt",
                slug="dvt",
                title="Blood clot in a deep leg vein",
                medical_name="Deep vein thrombosis",
                lay_names=["DVT"],
                body="A clot in the calf, with swelling.",
                parts={"features": {"where": ["calf"], "accompanied_by": ["swelling"]}},
            ),
            make.starter_page(
                "condition",
                uid="conditions/sciatica",
                slug="sciatica",
                title="Sciatica",
                phrases=["pain shoots down my leg"],
                body="A nerve.",
            ),
            make.starter_page(
                "condition",
                uid="conditions/rls",
                slug="rls",
                title="Restless legs",
                lay_names=["Jumpy legs"],
                misspellings=["recless leggs", "jumbee legs"],
                body="An urge to move at night.",
            ),
            make.starter_page(
                "urgent_sign",
                uid="urgent/cold-leg",
                slug="cold-leg",
                title="Sudden cold, pale leg",
                body="Call for help.",
            ),
            make.starter_page("symptom", uid="symptoms/cramp", slug="cramp", title="Leg cramp", body="Hurts at night."),
            make.starter_page("test", uid="tests/scan", slug="scan", title="Ultrasound scan", body="Looks at a vein."),
            make.starter_page("glossary_term", uid="glossary/vein", slug="vein", title="Vein", body="A vessel."),
        ],
    )
