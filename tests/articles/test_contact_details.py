"""What a reader's words lose on arrival, and what they keep."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.feedback.contact_details import REMOVED, without_contact_details

pytestmark = pytest.mark.once

GONE = {
    "e-mail": ("Write to jo.bloggs+legs@mail.example.co.uk please", "Write to [removed] please"),
    "e-mail with blanks": ("me @ example.com", "[removed]"),
    "e-mail spelt out": ("jo dot b at example dot co dot uk it is", "[removed] it is"),
    "e-mail in brackets": ("jo (at) example.org", "[removed]"),
    "e-mail by its firm": ("I am jo.bloggs at gmail", "I am [removed]"),
    "full-width e-mail": ("jo＠example．com", "[removed]"),
    "e-mail with a hidden blank": ("jo\u200b@example.com", "[removed]"),
    "web address": ("See https://example.org/a?b=c now", "See [removed] now"),
    "web address without its beginning": ("See www.example.org/me or legs.co.uk/x", "See [removed] or [removed]"),
    "handle": ("I am @legwalker_7 there", "I am [removed] there"),
    "mobile": ("Ring 07700 900123", "Ring [removed]"),
    "landline": ("on (020) 7946 0018 or +44 20 7946-0018.", "on [removed] or [removed]."),
    "American phone": ("555-010-9999", "[removed]"),
    "NHS number": ("It is 943 476 5919", "It is [removed]"),
    "NHS number in one": ("It is 9434765919", "It is [removed]"),
    "social security number": ("078-05-1120", "[removed]"),
    "national insurance number": ("QQ 12 34 56 C", "[removed]"),
    "hospital number": ("RX123456 is mine", "[removed] is mine"),
    "Arabic figures": ("٠٧٧٠٠ ٩٠٠١٢٣", "[removed]"),
    "post code": ("I live in SW1A 1AA, near", "I live in [removed], near"),
    "post code in small letters": ("at m11ae", "at [removed]"),
    "Canadian post code": ("K1A 0B1", "[removed]"),
    "American post code": ("Austin TX 78701", "Austin [removed]"),
    "street": ("at 12 Old Mill Road in town", "at [removed] in town"),
    "day of birth": ("I was born on 3 May 1950, so", "I [removed], so"),
    "day of birth in figures": ("dob 3/5/50", "dob [removed]"),
    "date": ("seen on 12.05.2024", "seen on [removed]"),
    "name": ("My name is Mary Ann Smith and my leg hurts", "[removed] and my leg hurts"),
    "name in small letters": ("my name is john smith i have cramps", "[removed] i have cramps"),
    "somebody's name": ("my wife's name is Ann", "[removed]"),
    "short form": ("my name's Jo.", "[removed]"),
    "called": ("I'm called Jo and she is called Ann", "[removed] and [removed]"),
    "call me": ("Call me Jo", "[removed]"),
    "name on a form": ("Name: Jo Bloggs", "[removed]"),
    "title": ("Dr Patel and Mrs O’Neill-Jones at the clinic", "[removed] and [removed] at the clinic"),
    "greeting": ("It helped.\nKind regards,\nMary Smith", "It helped.\nKind [removed]"),
    "thanks": ("Good page. Thanks, Mary", "Good page. [removed]"),
}
KEPT = [
    "",
    "Where does it say how far to walk?",
    "I walked 100 to 200 metres, 3 times a day, for 12 weeks.",
    "My ABI is 0.62 and my blood pressure 135/85.",
    "The medical name is claudication. It is called PAD.",
    "Is 1 in 7 right? I read 2,000 of 14,000.",
    "I take 75 mg of aspirin and 20 mg of a statin.",
    "Vitamin B12, D3 and K2: what about them?",
    "I looked at home. It did not help.",
    "I am 64 and have type 2 diabetes since 2019.",
    "Call me stupid, but I do not follow the second part.",
    "My name for it is pins and needles.",
    "See the doctor? Which one?",
    "Thank you, it helped.",
    "Zwei Wörter, naïve café – fine.",
    "first line\n\nsecond line",
]


@pytest.mark.parametrize(("typed", "kept"), GONE.values(), ids=GONE.keys())
def test_what_may_name_or_find_a_person_goes(typed: str, kept: str) -> None:
    assert without_contact_details(typed) == kept


@pytest.mark.parametrize("typed", KEPT)
def test_honest_words_stay(typed: str) -> None:
    assert without_contact_details(typed) == typed


@given(st.text(alphabet="ab1 @.:/-\n[]removdthanksMy", max_size=60))
def test_a_second_time_changes_nothing_and_little_is_left(typed: str) -> None:
    kept = without_contact_details(typed)
    assert without_contact_details(kept) == kept
    assert not re.search(r"\d{6}|\w@\w", kept.replace(REMOVED, " "))


def test_marks_that_show_nothing_and_ends_of_lines_are_made_plain() -> None:
    assert without_contact_details("  a\r\nb\x00\u202e c\r ") == "a\nb c"


def test_a_thousand_hostile_characters_take_no_time() -> None:
    for piece in ("a.", "1 ", "my name is ", "a@", "1 Aa ", "a at a dot "):
        without_contact_details(piece * (1000 // len(piece)))
