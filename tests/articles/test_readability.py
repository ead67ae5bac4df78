"""Reading level: syllables by rule, grades by formula, and the shipped library at grade 8 or lower."""

from pathlib import Path

import pytest

from articles.library.files import read_page
from articles.library.importing import page_files
from articles.markdown.parse import parse
from articles.markdown.render import Known, plain_text, sections
from articles.readability import NOTHING, Reading, read, syllables

pytestmark = pytest.mark.once

CONTENT = Path(__file__).resolve().parents[2] / "content"

SYLLABLES = {
    1: "leg heart vein cramped cause nurse hours fire real stopped does shoes veins plaque sea blood",
    2: "walking people disease little table muscles started needed causes changes tissue trial about stockings "
    "pressure being seeing fluid measures eases nurses quiet going science patient million region statin numbness "
    "ankle handles every evening business special quinine",
    3: "artery arteries medicine idea area various radius serious ultrasound exercise varicose bandages created",
    4: "emergency diabetes usually especially exercises ischaemia claudication variety cholesterol material "
    "dialysis diagnosis circulation sciatica arterial",
    5: "angiography",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, words in SYLLABLES.items() for word in words.split()]
)
def test_syllables_of_words_our_pages_use(word, count):
    assert syllables(word) == count


def test_parts_joined_by_a_hyphen_are_counted_apart():
    assert syllables("ankle-brachial") == 5


def test_grade_follows_the_kincaid_formula():
    reading = Reading(words=100, sentences=10, syllables=150, hard_words=10, eased_syllables=140)
    assert reading.grade == pytest.approx(0.39 * 10 + 11.8 * 1.5 - 15.59)
    assert reading.adjusted_grade == pytest.approx(0.39 * 10 + 11.8 * 1.4 - 15.59)


def test_smog_follows_its_formula():
    reading = Reading(words=300, sentences=30, syllables=400, hard_words=25, eased_syllables=400)
    assert reading.smog == pytest.approx(1.043 * 5 + 3.1291)


def test_explained_medical_words_count_as_easy_in_the_adjusted_grade_only():
    reading = read("Claudication hurts.")
    assert (reading.syllables, reading.eased_syllables) == (5, 3)


def test_texts_add_up():
    assert read("One leg. ") + read("Two legs.") == read("One leg. Two legs.")
    assert read("") == NOTHING
    assert not read("Too short.").is_long_enough


@pytest.mark.parametrize("path", page_files(CONTENT), ids=lambda path: path.stem)
def test_every_shipped_page_reads_at_grade_8_or_lower(path):
    snapshot = read_page(path, CONTENT).snapshot
    parts = sections(parse(snapshot["body"], where="body"), Known())
    reading = read("\n".join([snapshot["summary"], *(plain_text(part.html) for part in parts)]))
    assert reading.grade <= 8 or not reading.is_long_enough
