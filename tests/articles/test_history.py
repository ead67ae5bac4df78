"""Editions, sign-offs and events are only ever added to."""

import pytest
from django.db import DatabaseError, connection, transaction

from articles.editions import newest
from articles.models import Edition, Event, SignOff
from articles.models.edition import AppendOnlyError
from tests import factories as make

pytestmark = pytest.mark.django_db
HISTORY = (Edition, SignOff, Event)


@pytest.fixture(autouse=True)
def _some_history(db: None) -> None:
    make.live_page()


@pytest.mark.parametrize("model", HISTORY)
def test_saving_an_old_row_is_refused(model) -> None:
    with pytest.raises(AppendOnlyError):
        model.objects.first().save()


@pytest.mark.parametrize("model", HISTORY)
def test_deleting_a_row_is_refused(model) -> None:
    with pytest.raises(AppendOnlyError):
        model.objects.first().delete()


@pytest.mark.parametrize("model", HISTORY)
def test_bulk_changes_are_refused(model) -> None:
    with pytest.raises(AppendOnlyError):
        model.objects.all().update(at="2020-01-01T00:00:00Z")
    with pytest.raises(AppendOnlyError):
        model.objects.all().delete()


@pytest.mark.parametrize("model", HISTORY)
def test_the_database_itself_refuses_an_update(model) -> None:
    before = model.objects.values_list("sha256", flat=True).first()
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {model._meta.db_table} SET sha256 = %s", ["0" * 64])
    assert model.objects.values_list("sha256", flat=True).first() == before


def test_related_managers_refuse_too() -> None:
    edition = Edition.objects.first()
    with pytest.raises(AppendOnlyError):
        edition.sign_offs.all().delete()


def test_an_event_keeps_the_name_its_actor_had() -> None:
    person = make.author().person
    person.name = "Anna Married"
    person.save()
    page = make.draft_page()
    names = dict(Event.objects.filter(verb="saved").values_list("subject", "by_name"))
    assert names[page.uid] == "Anna Married"
    assert "Anna Author" in names.values()


def test_each_act_leaves_one_event_with_edition_and_hash() -> None:
    page = make.live_page()
    sha = newest(page).sha256
    told = list(
        Event.objects.filter(subject=page.uid).order_by("pk").values_list("verb", "by_name", "edition_number", "sha256")
    )
    assert told == [
        ("saved", "Anna Author", 1, sha),
        ("signed", "Dr Rita Reviewer", 1, sha),
        ("published", "paul-publisher", 1, sha),
    ]
