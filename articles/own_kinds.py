"""The two kinds the publishing core owns: the long-form article and the glossary term."""

from __future__ import annotations

from articles import kinds
from articles.kinds import LINE, Kind, KindField, Relation, SectionSpec
from articles.library import records

ARTICLE = Kind(
    key="article",
    folder="articles",
    label="Article",
    plural="Articles",
    model_label="articles.Article",
    position=80,
    intro="Longer reads that follow one question from start to end.",
)
GLOSSARY_TERM = Kind(
    key="glossary_term",
    folder="glossary",
    label="Word explained",
    plural="Glossary",
    model_label="articles.GlossaryTerm",
    sections=(SectionSpec("about", "More about this word"),),
    fields=(KindField("say", LINE, in_brief=True),),
    position=90,
    intro="Medical words you may hear or read, in plain English.",
)
RELATED = Relation(
    key="related",
    owners=None,
    targets=None,
    label="Related page",
    forward="Related pages",
    reverse="Related pages",
)


def register() -> None:
    """Make them known, and the shared records of this app as files."""
    records.register(*(f"articles.library.records.{name}" for name in ("SOURCES", "TOPICS", "PLACES")))
    kinds.register(ARTICLE, GLOSSARY_TERM)
    kinds.register_relations(RELATED)
