"""Rules the database holds by itself, whatever the code does."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.editions import newest
from articles.models import Address, Edition, Library, Link, Page, Picture, SiteIdentity
from articles.snapshot import SnapshotError
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def refused(act) -> None:
    """The database refuses ``act``."""
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_a_page_cannot_link_to_itself() -> None:
    page = make.draft_page()
    refused(lambda: Link.objects.create(owner=page, target=page, relation="related"))


def test_a_qualifier_needs_a_note_that_cites() -> None:
    page, other = make.draft_page(), make.draft_page("symptom")
    refused(lambda: Link.objects.create(owner=page, target=other, relation="symptoms", qualifier="most", note="often"))
    link = Link(owner=page, target=other, relation="symptoms", qualifier="most", note="often")
    with pytest.raises(ValidationError, match="cite the source"):
        link.full_clean()


def test_a_qualifier_must_be_a_word_of_its_relation() -> None:
    page, other = make.draft_page(), make.draft_page("symptom")
    with pytest.raises(ValidationError, match="is not a word for Symptom links"):
        Link(owner=page, target=other, relation="symptoms", qualifier="strong", note="[@x]").full_clean()


def test_a_form_refuses_a_link_to_the_wrong_kind() -> None:
    page, other = make.draft_page(), make.draft_page("test")
    with pytest.raises(ValidationError, match="do not go to a test"):
        Link(owner=page, target=other, relation="symptoms").full_clean()


def test_a_link_stands_once() -> None:
    page, other = make.draft_page(), make.draft_page("symptom")
    Link.objects.create(owner=page, target=other, relation="symptoms")
    refused(lambda: Link.objects.create(owner=page, target=other, relation="symptoms"))


def test_two_pages_of_a_kind_cannot_share_a_slug_but_two_kinds_can() -> None:
    first = make.draft_page("condition", slug="varicose-veins")
    make.draft_page("glossary_term", slug="varicose-veins")
    refused(lambda: type(first)(uid="conditions/x", slug="varicose-veins", title="x").save())
    with pytest.raises(SnapshotError, match="another page has the address"):
        make.draft_page("condition", slug="varicose-veins", uid="conditions/x")


def test_a_page_has_one_current_address() -> None:
    page = make.live_page()
    refused(
        lambda: Address.objects.create(
            kind="condition", language="en", slug="x", page=page, first_published_at=NOW, published_at=NOW
        )
    )


def test_an_address_is_not_live_and_gone() -> None:
    address = Address.objects.get(page=make.live_page())
    refused(lambda: Address.objects.filter(pk=address.pk).update(gone_reason="Old"))


def test_a_former_address_serves_nothing() -> None:
    address = Address.objects.get(page=make.live_page())
    refused(lambda: Address.objects.filter(pk=address.pk).update(is_current=False))


def test_an_edition_number_is_given_once() -> None:
    edition = newest(make.draft_page())
    edition.pk, edition._state.adding = None, True
    refused(edition.save)


def test_an_edition_has_an_author_unless_it_came_with_the_files() -> None:
    edition = newest(make.draft_page())
    edition.pk, edition._state.adding, edition.number, edition.by = None, True, 2, None
    refused(edition.save)
    edition.origin = Edition.Origin.LIBRARY
    edition.save()


def test_there_is_one_library_and_one_identity() -> None:
    refused(lambda: Library.objects.create(pk=2))
    refused(lambda: SiteIdentity.objects.create(pk=2))


@pytest.mark.parametrize("months", [0, 37])
def test_the_review_interval_is_between_1_and_36_months(months: int) -> None:
    refused(lambda: SiteIdentity.objects.update(review_months=months))


@pytest.mark.parametrize(("alt", "decorative"), [("", False), ("words", True)])
def test_a_picture_is_described_or_decorative(alt: str, decorative: bool) -> None:
    refused(
        lambda: Picture.objects.create(
            sha256="0" * 64, extension="png", width=1, height=1, alt=alt, decorative=decorative
        )
    )


def test_a_page_that_was_ever_published_cannot_be_deleted() -> None:
    for page in (make.live_page(), make.withdrawn_page()):
        with pytest.raises(ProtectedError):
            Page.objects.get(pk=page.pk).delete()


def test_a_page_that_others_link_to_cannot_be_deleted() -> None:
    target = make.draft_page("symptom")
    make.draft_page(links={"symptoms": [target]})
    with pytest.raises(ProtectedError):
        Page.objects.get(pk=target.pk).delete()


def test_a_uid_is_given_once_and_counts_up_when_it_is_taken() -> None:
    first = make.draft_page("symptom", slug="cramp")
    make.edit(first, slug="moved")
    second = type(first)(slug="cramp", title="Another")
    second.save()
    assert (first.uid, second.uid, second.kind) == ("symptoms/cramp", "symptoms/cramp-2", "symptom")


@pytest.mark.parametrize("codes", ["I73.9", "icd-9 443.9", "icd-10"])
def test_a_code_names_a_known_system(codes: str) -> None:
    page = make.draft_page().as_kind()
    page.codes = f"icd-10 I70.2\n{codes}"
    with pytest.raises(ValidationError, match="Line 2"):
        page.full_clean()
