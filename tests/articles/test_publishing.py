"""The one door to what readers see."""

import pytest
from django.core.exceptions import PermissionDenied

from articles import hooks, publishing
from articles.editions import newest
from articles.models import Address, Edition, Event, Library, LiveLink, LiveTag, Page, SignOff
from articles.publishing import NotReady, Refused, contributors, helped_write
from tests import factories as make

pytestmark = pytest.mark.django_db


def generation() -> int:
    return Library.current_generation()


# -- signing --


def test_a_reviewer_signs_exactly_these_bytes_with_name_and_role() -> None:
    edition = newest(make.draft_page())
    signed = publishing.sign_off(edition=edition, by=make.reviewer(), note="Read it twice.")
    assert signed.sha256 == edition.sha256
    assert (signed.by_name, signed.role, signed.note) == ("Dr Rita Reviewer", "Vascular surgeon", "Read it twice.")


def test_the_author_of_an_edition_cannot_sign_it() -> None:
    both = make.make_user("Editor", "Clinical reviewer")
    edition = newest(make.draft_page(by=both))
    with pytest.raises(Refused, match="helped write"):
        publishing.sign_off(edition=edition, by=both)
    assert not SignOff.objects.exists()


def test_the_author_of_an_earlier_unpublished_edition_cannot_sign_a_later_one() -> None:
    both = make.make_user("Editor", "Clinical reviewer")
    page = make.draft_page(by=both)
    edition = make.edit(page, title="By somebody else")
    with pytest.raises(Refused, match="helped write"):
        publishing.sign_off(edition=edition, by=both)


def test_the_author_of_words_that_were_published_before_may_sign_a_later_edition() -> None:
    both = make.make_user("Editor", "Clinical reviewer")
    page = make.live_page(by=both)
    edition = make.edit(page, title="By somebody else")
    assert publishing.sign_off(edition=edition, by=both)


def test_the_author_of_words_published_before_may_sign_after_the_page_was_withdrawn() -> None:
    both = make.make_user("Editor", "Clinical reviewer")
    page = make.withdrawn_page(by=both)
    assert contributors(make.edit(page, title="By somebody else")) == {make.author().pk}


def test_lists_leave_out_for_signing_what_sign_off_would_refuse() -> None:
    both = make.make_user("Editor", "Clinical reviewer")
    pages = [make.draft_page(by=both), make.live_page(by=both), make.withdrawn_page(by=both), make.draft_page()]
    pages += [make.live_page(by=both), make.withdrawn_page(by=both), make.draft_page(by=both), make.draft_page()]
    for page in pages[4:]:
        make.edit(page, title="By somebody else")
    helped = set(Page.objects.filter(helped_write(both)).values_list("pk", flat=True))
    assert helped == {page.pk for page in pages if both.pk in contributors(newest(page))}
    assert helped == {page.pk for page in [*pages[:3], pages[6]]}


def test_the_author_of_the_live_edition_cannot_add_a_signature_to_it() -> None:
    both = make.make_user("Editor", "Clinical reviewer")
    page = make.live_page(by=both)
    with pytest.raises(Refused, match="helped write"):
        publishing.sign_off(edition=newest(page), by=both)


@pytest.mark.parametrize("groups", [(), ("Editor",), ("Publisher",)], ids=["nobody", "editor", "publisher"])
def test_only_clinical_reviewers_may_sign(groups) -> None:
    edition = newest(make.draft_page())
    with pytest.raises(PermissionDenied):
        publishing.sign_off(edition=edition, by=make.make_user(*groups))


def test_a_reviewer_who_has_left_may_not_sign() -> None:
    gone = make.make_user("Clinical reviewer")
    gone.is_active = False
    gone.save()
    with pytest.raises(PermissionDenied):
        publishing.sign_off(edition=newest(make.draft_page()), by=gone)


def test_nobody_signs_twice() -> None:
    page = make.signed_page()
    with pytest.raises(Refused, match="already"):
        publishing.sign_off(edition=newest(page), by=make.reviewer())


def test_a_second_reviewer_may_sign_too() -> None:
    page = make.signed_page()
    publishing.sign_off(edition=newest(page), by=make.make_user("Clinical reviewer"))
    assert SignOff.objects.filter(edition=newest(page)).count() == 2


def test_an_outdated_edition_cannot_be_signed() -> None:
    page = make.draft_page()
    old = newest(page)
    make.edit(page, title="Newer")
    with pytest.raises(Refused, match="newer edition"):
        publishing.sign_off(edition=old, by=make.reviewer())


def test_a_signature_on_a_live_page_is_seen_at_once_and_on_a_draft_not_at_all(settings) -> None:
    live = make.unreviewed_live_page(settings)
    before = generation()
    publishing.sign_off(edition=newest(live), by=make.reviewer())
    assert generation() == before + 1
    publishing.sign_off(edition=newest(make.draft_page()), by=make.reviewer())
    assert generation() == before + 1


# -- publishing --


def test_a_signed_edition_goes_live() -> None:
    page = make.live_page()
    address = Address.objects.get(page=page)
    assert (address.edition, address.is_current) == (newest(page), True)


@pytest.mark.parametrize("groups", [(), ("Editor",), ("Clinical reviewer",)], ids=["nobody", "editor", "reviewer"])
def test_only_publishers_may_publish(groups) -> None:
    edition = newest(make.signed_page())
    with pytest.raises(PermissionDenied):
        publishing.publish(edition=edition, by=make.make_user(*groups))
    assert not Address.objects.exists()


def test_an_unsigned_edition_does_not_go_live() -> None:
    with pytest.raises(NotReady, match="not been signed off"):
        publishing.publish(edition=newest(make.draft_page()), by=make.publisher())


def test_a_signature_of_an_earlier_edition_does_not_count() -> None:
    page = make.signed_page()
    with pytest.raises(NotReady, match="Edition 2 has not been signed off"):
        publishing.publish(edition=make.edit(page, title="Newer"), by=make.publisher())


def test_a_signature_of_the_same_words_in_another_edition_does_not_count() -> None:
    page = make.live_page(title="First")
    make.edit(page, title="Second")
    restored = publishing.restore(edition=Edition.objects.get(page=page, number=1), by=make.author(), reason="Back")
    with pytest.raises(NotReady, match="not been signed off"):
        publishing.publish(edition=restored, by=make.publisher())


def test_a_signature_over_other_bytes_does_not_count() -> None:
    edition = newest(make.draft_page())
    SignOff.objects.create(edition=edition, sha256="0" * 64, by=make.reviewer(), by_name="x", at=edition.at)
    with pytest.raises(NotReady, match="not been signed off"):
        publishing.publish(edition=edition, by=make.publisher())


def test_starter_words_go_live_unsigned_only_where_the_setting_allows_it(settings) -> None:
    edition = newest(make.starter_page())
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = False
    with pytest.raises(NotReady):
        publishing.publish(edition=edition, by=make.publisher())
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    publishing.publish(edition=edition, by=make.publisher())
    assert Address.objects.get(edition=edition)


def test_words_typed_here_never_go_live_unsigned(settings) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    page = make.starter_page()
    with pytest.raises(NotReady, match="Edition 2 has not been signed off"):
        publishing.publish(edition=make.edit(page, title="By an editor"), by=make.publisher())


def test_an_edition_with_errors_does_not_go_live_even_when_signed() -> None:
    page = make.signed_page(body="One.\n\nSee [[conditions/nowhere]].")
    with pytest.raises(NotReady, match="body, line 3: There is no page “conditions/nowhere”"):
        publishing.publish(edition=newest(page), by=make.publisher())


def test_an_edition_is_not_published_twice_nor_after_a_newer_one() -> None:
    page = make.live_page()
    with pytest.raises(NotReady, match="live already"):
        publishing.publish(edition=newest(page), by=make.publisher())
    old = newest(page)
    make.edit(page, title="Newer")
    make.republish(page)
    with pytest.raises(NotReady, match="newer edition"):
        publishing.publish(edition=old, by=make.publisher())


def test_many_go_live_together() -> None:
    pages = [make.signed_page("condition"), make.signed_page("symptom")]
    before = generation()
    publishing.publish_many(editions=[newest(page) for page in pages], by=make.publisher())
    assert Address.objects.live().count() == 2
    assert generation() == before + 1


def test_many_go_live_or_none_with_every_reason_named() -> None:
    ready = make.signed_page(title="Ready")
    unsigned = make.draft_page(title="Unsigned", body="[[conditions/nowhere]]")
    broken = make.signed_page("symptom", title="Broken", body="# Too big")
    before = generation(), Event.objects.count()
    with pytest.raises(NotReady) as caught:
        publishing.publish_many(editions=[newest(p) for p in (ready, unsigned, broken)], by=make.publisher())
    assert set(caught.value.reasons) == {"Unsigned", "Broken"}
    assert len(caught.value.reasons["Unsigned"]) == 2
    assert "first-level heading" in str(caught.value)
    assert not Address.objects.exists()
    assert (generation(), Event.objects.count()) == before


def test_two_pages_cannot_take_one_address_in_the_same_act() -> None:
    first = make.signed_page(slug="leg-pain")
    old = newest(first)
    make.edit(first, slug="leg-pain-again")
    second = make.signed_page(slug="leg-pain", uid="conditions/other")
    with pytest.raises(NotReady, match="leg-pain"):
        publishing.publish_many(editions=[old, newest(second)], by=make.publisher())
    assert not Address.objects.exists()


def test_a_projection_that_fails_leaves_nothing_half_published(monkeypatch) -> None:
    def fail(changes) -> None:
        raise RuntimeError("index is broken")

    edition, before = newest(make.signed_page()), generation()
    monkeypatch.setattr(hooks, "projections", [fail])
    with pytest.raises(RuntimeError):
        publishing.publish(edition=edition, by=make.publisher())
    assert not Address.objects.exists()
    assert not Event.objects.filter(verb="published").exists()
    assert generation() == before


def test_the_command_line_publishes_under_its_own_name(settings) -> None:
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    page = make.starter_page()
    publishing.publish(edition=newest(page), by=None, reason="First run")
    event = Event.objects.get(subject=page.uid, verb="published")
    assert (event.by, event.by_name, event.reason) == (None, "command line", "First run")


# -- generation --


def test_the_generation_rises_once_with_each_act_that_readers_see_and_never_with_a_save() -> None:
    page = make.signed_page()
    counts = [generation()]
    publishing.publish(edition=newest(page), by=make.publisher())
    counts.append(generation())
    make.edit(page, title="A draft")
    counts.append(generation())
    publishing.sign_off(edition=newest(page), by=make.reviewer())
    counts.append(generation())
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    counts.append(generation())
    start = counts[0]
    assert counts == [start, start + 1, start + 1, start + 1, start + 2]


# -- withdrawing --


def test_a_withdrawn_address_says_why_and_where_to_go(client) -> None:
    better = make.live_page("symptom", title="Better page")
    page = make.withdrawn_page(reason="The advice has changed.", instead=better)
    answer = client.get(make.path_of(page))
    assert answer.status_code == 410
    assert "The advice has changed." in answer.text
    assert f'href="{make.path_of(better)}"' in answer.text


def test_where_to_go_is_not_shown_once_it_is_withdrawn_itself(client) -> None:
    better = make.live_page("symptom", title="Better page")
    page = make.withdrawn_page(instead=better)
    publishing.withdraw(page=better, by=make.publisher(), reason="Also old")
    answer = client.get(make.path_of(page))
    assert (answer.status_code, "Better page" in answer.text) == (410, False)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_withdrawing_needs_a_reason(reason: str) -> None:
    page = make.live_page()
    with pytest.raises(Refused, match="Say why"):
        publishing.withdraw(page=page, by=make.publisher(), reason=reason)


def test_only_a_live_page_can_be_withdrawn() -> None:
    with pytest.raises(Refused, match="not live"):
        publishing.withdraw(page=make.signed_page(), by=make.publisher(), reason="Old")
    with pytest.raises(Refused, match="not live"):
        publishing.withdraw(page=make.withdrawn_page(), by=make.publisher(), reason="Old")


def test_readers_are_sent_only_to_another_page_that_is_live() -> None:
    page = make.live_page()
    for instead in (page, make.signed_page(), make.withdrawn_page()):
        with pytest.raises(Refused, match="another page that is live"):
            publishing.withdraw(page=page, by=make.publisher(), reason="Old", instead=instead)


def test_only_publishers_withdraw() -> None:
    page = make.live_page()
    for user in (make.author(), make.reviewer()):
        with pytest.raises(PermissionDenied):
            publishing.withdraw(page=page, by=user, reason="Old")


def test_a_withdrawn_page_leaves_no_live_rows_and_can_come_back(client) -> None:
    make.vocabulary()
    other = make.live_page("symptom", title="The other end")
    page = make.live_page(
        topics=[make.topic().key], parts={"features": {"where": ["calf"]}}, links={"symptoms": [other]}
    )
    first = Address.objects.get(page=page).first_published_at
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    assert not LiveLink.objects.filter(owner=page).exists()
    assert not LiveTag.objects.filter(page=page).exists()
    make.edit(page, title="Better words")
    make.republish(page)
    address = Address.objects.get(page=page)
    assert (address.gone_reason, address.first_published_at) == ("", first)
    assert client.get(address.path).status_code == 200
    assert LiveLink.objects.filter(owner=page).count() == 1


# -- addresses --


def test_a_new_slug_leads_on_from_the_old_one(client) -> None:
    page = make.live_page(slug="old-name")
    make.edit(page, slug="new-name")
    make.republish(page)
    answer = client.get("/conditions/old-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/conditions/new-name/")
    assert client.get("/conditions/new-name/").status_code == 200


def test_a_slug_changed_twice_leads_straight_to_the_last_one(client) -> None:
    page = make.live_page(slug="one")
    for slug in ("two", "three"):
        make.edit(page, slug=slug)
        make.republish(page)
    for slug in ("one", "two"):
        assert client.get(f"/conditions/{slug}/")["Location"] == "/conditions/three/"


def test_a_page_may_take_its_own_old_slug_back(client) -> None:
    page = make.live_page(slug="one")
    for slug in ("two", "one"):
        make.edit(page, slug=slug)
        make.republish(page)
    assert client.get("/conditions/one/").status_code == 200
    assert client.get("/conditions/two/")["Location"] == "/conditions/one/"


def test_an_old_slug_can_be_used_by_another_page(client) -> None:
    first = make.live_page(slug="leg-pain")
    make.edit(first, slug="leg-pain-old")
    make.republish(first)
    second = make.live_page(slug="leg-pain", uid="conditions/second", title="The second")
    assert "The second" in client.get("/conditions/leg-pain/").text
    assert make.path_of(second) == "/conditions/leg-pain/"


def test_the_slug_of_a_live_page_cannot_be_taken() -> None:
    first = make.live_page(slug="leg-pain")
    make.edit(first, slug="draft-slug")
    second = make.signed_page(slug="leg-pain", uid="conditions/second")
    with pytest.raises(NotReady, match="already has the address “leg-pain”"):
        publishing.publish(edition=newest(second), by=make.publisher())


def test_the_slug_of_a_withdrawn_page_cannot_be_taken() -> None:
    first = make.withdrawn_page(slug="leg-pain")
    make.edit(first, slug="draft-slug")
    second = make.signed_page(slug="leg-pain", uid="conditions/second")
    with pytest.raises(NotReady, match="already has the address"):
        publishing.publish(edition=newest(second), by=make.publisher())


def test_a_drafts_slug_moves_nothing(client) -> None:
    page = make.live_page(slug="live-name")
    make.edit(page, slug="draft-name")
    assert client.get("/conditions/live-name/").status_code == 200
    assert client.get("/conditions/draft-name/").status_code == 404


def test_a_withdrawn_page_that_had_another_slug_is_gone_at_both(client) -> None:
    page = make.live_page(slug="one")
    make.edit(page, slug="two")
    make.republish(page)
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    assert client.get("/conditions/two/").status_code == 410
    assert client.get("/conditions/one/", follow=True).status_code == 410


def test_a_page_that_changes_its_language_keeps_one_current_address() -> None:
    page = make.live_page(slug="bein")
    make.edit(page, language="de")
    make.republish(page)
    assert Address.objects.get(page=page, is_current=True).language == "de"
    assert not Address.objects.get(page=page, language="en").is_current


# -- rehearsing --


def test_a_rehearsal_shows_the_library_as_it_would_be_and_leaves_it_as_it_was(client) -> None:
    page = make.live_page(title="Old words", slug="the-page")
    draft, before, events = make.edit(page, title="New words"), generation(), Event.objects.count()
    with publishing.rehearsed([draft]):
        assert "New words" in client.get("/conditions/the-page/").content.decode()
        during = generation()
    assert "Old words" in client.get("/conditions/the-page/").content.decode()
    assert (generation(), Event.objects.count()) == (before, events)
    assert during > before + 1_000_000, "what is kept of a rehearsal could be taken for the next generation"


def test_a_rehearsal_that_breaks_off_leaves_nothing_either() -> None:
    draft, before = newest(make.draft_page()), generation()
    with pytest.raises(ZeroDivisionError), publishing.rehearsed([draft]):
        raise ZeroDivisionError
    assert not Address.objects.exists()
    assert generation() == before
