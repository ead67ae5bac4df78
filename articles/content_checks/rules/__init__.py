"""The rules for one page, in order. Each is data and a pure function, with a bad and a good example beside it."""

from __future__ import annotations

from articles.content_checks.rules import care, evidence, numbers, shape, wording
from articles.content_checks.rules.base import Rule

RULES: tuple[Rule, ...] = (
    wording.main_message,
    care.something_to_do,
    wording.speaks_to_the_reader,
    wording.active_voice,
    wording.explains_words,
    wording.spells_out,
    shape.lists,
    shape.stretches,
    shape.sentence_length,
    shape.reading_level,
    wording.short_words,
    numbers.figures,
    numbers.chances,
    care.benefit_and_harm,
    care.how_sure,
    shape.pictures,
    shape.tables,
    numbers.doses,
    numbers.typed_numbers,
    care.levels_of_help,
    evidence.claims_cite,
    care.review_is_derived,
    wording.promises_nothing,
    wording.colour_for_every_skin,
)
