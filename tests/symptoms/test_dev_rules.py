"""An index, not an adviser: what search may never do (DEV-1 to DEV-8)."""

import re
from pathlib import Path

import pytest
from django.test import Client

from articles.identity import PURPOSE
from symptoms.search.find import find

pytestmark = pytest.mark.django_db

QUERIES = [
    "",
    "leg",
    "suddenly a cold pale leg",
    "I am 70 and diabetic, my calf hurts for 3 weeks",
    "chest pain",
    "xylophone",
    *(f"leg pain {n}" for n in range(44)),
]


def test_dev_1_only_words_are_taken(shelf, client) -> None:
    form = client.get("/search/").text.split('role="search"')[-1].split("</form>")[0]
    assert set(re.findall(r'name="([^"]+)"', form)) == {"q"}


def test_dev_2_nothing_says_how_likely(shelf, client) -> None:
    for query in QUERIES[:6]:
        text = re.sub(r"<[^>]+>", " ", client.get("/search/", {"q": query}).text.split("<main")[1].split("</main>")[0])
        assert not re.search(r"\d\s?%|likely|probab|match %|you (may|might|probably) have|your diagnosis", text, re.I)


def test_dev_3_the_same_address_gives_everyone_the_same_bytes(shelf, client, django_user_model) -> None:
    for query in QUERIES[:6]:
        other = Client(HTTP_USER_AGENT="other", HTTP_ACCEPT_LANGUAGE="de")
        other.get("/search/", {"q": "something before"})
        one, two = (c.get("/search/", {"q": query}) for c in (client, other))
        assert one.content == two.content
        assert not one.cookies
        assert "Cookie" not in one.get("Vary", "")


def test_dev_4_the_emergency_box_is_the_same_whatever_was_typed(shelf, client) -> None:
    texts = [client.get("/search/", {"q": query}).text for query in QUERIES]
    boxes = {re.search(r'<section class="emergency-box".*?</section>', text, re.DOTALL)[0] for text in texts}
    assert len(boxes) == 1
    assert all(text.index("emergency-box") < text.find("results__item") % len(text) for text in texts)


def test_dev_5_no_threshold_is_applied_to_a_figure(shelf) -> None:
    lists = [[found.uid for found in find(f"leg cramp {figure}").ranked] for figure in ("37.37", "773", "99737")]
    assert lists[0] == lists[1] == lists[2] != []


def test_dev_6_the_purpose_stands_on_the_page_and_in_the_api(shelf, client) -> None:
    assert PURPOSE in client.get("/search/").text.replace("&#x27;", "'")
    assert client.get("/api/v1/search").json()["purpose"] == PURPOSE


def test_dev_7_no_language_model_is_needed() -> None:
    needs = Path(__file__).parents[2].joinpath("requirements.txt").read_text(encoding="utf-8").lower()
    assert not re.search(r"openai|anthropic|transformers|torch|llama|langchain", needs)
