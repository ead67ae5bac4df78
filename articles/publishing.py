"""The only door to what readers see: sign off, publish, withdraw. Each act is one transaction, one permission
check, one event.

``by`` is the acting user, or ``None`` for a command run by the operator.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from articles import events, hooks, kinds
from articles.editions import restore
from articles.models import Address, Edition, Event, Library, LiveLink, LiveTag, Page, SignOff
from articles.readiness import each_not_ready, valid_sign_offs
from articles.snapshot import Snapshot, address_of

__all__ = [
    "NotReady",
    "Refused",
    "Regressed",
    "contributors",
    "helped_write",
    "publish",
    "publish_many",
    "rehearsed",
    "restore",
    "sign_off",
    "withdraw",
]

Change = tuple[Page, Edition | None]
"""A page and the edition that is live now, or ``None`` when the page went dark."""
TOGETHER = 50
"""So many pages are projected at once: few statements for many pages, and progress that is seen to move."""
LONGEST_DESPITE = 150
"""Characters of the reason to publish in spite of what a gate found: it shares the event's line with the reason."""


class Refused(Exception):
    """An act that is not allowed now; the message says why in plain words."""


class NotReady(Refused):
    """An edition cannot go live; ``reasons`` lists every reason by title."""

    def __init__(self, reasons: dict[str, list[str]]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(f"{title}: {' '.join(found)}" for title, found in reasons.items()))


class Regressed(Refused):
    """Something readers can do now would no longer work; ``regressions`` says what, a sentence each."""

    def __init__(self, regressions: Sequence[str]) -> None:
        self.regressions = tuple(regressions)
        super().__init__("\n".join(self.regressions))


def contributors(edition: Edition) -> set[int]:
    """Ids of everyone whose words may stand in this edition and had not been published before it."""
    published = Event.objects.filter(subject=edition.page.uid, verb="published", edition_number__lt=edition.number)
    before = published.aggregate(last=Max("edition_number"))["last"] or 0
    rows = Edition.objects.filter(page=edition.page_id, number__lte=edition.number, number__gt=before)
    return set(rows.exclude(by=None).values_list("by_id", flat=True))


def helped_write(by) -> Exists:
    """A condition on pages: this user is among :func:`contributors` of the newest edition."""
    newest = Edition.objects.filter(page=OuterRef("page")).order_by("-number").values("number")[:1]
    since = Event.objects.filter(
        subject=OuterRef("page__uid"),
        verb="published",
        edition_number__gte=OuterRef("number"),
        edition_number__lt=OuterRef("newest"),
    )
    written = Edition.objects.filter(page=OuterRef("pk"), by=by).annotate(newest=Subquery(newest))
    return Exists(written.filter(~Exists(since)))


@transaction.atomic
def sign_off(*, edition: Edition, by, note: str = "") -> SignOff:
    """Say yes, as a clinical reviewer, to exactly this edition.

    Raises :class:`PermissionDenied` without the right, :class:`Refused` for a contributor, a second signature or
    an edition that is no longer the newest.
    """
    _check_permission(by, "articles.sign_off_page")
    # The page row is locked so that nobody can add an edition between the checks and the signature.
    page = Page.objects.select_for_update().get(pk=edition.page_id)
    if by.pk in contributors(edition):
        raise Refused("You helped write this edition, so somebody else must sign it.")
    if page.editions.filter(number__gt=edition.number).exists():
        raise Refused("A newer edition exists. Read and sign that one.")
    if valid_sign_offs(edition).filter(by=by).exists():
        raise Refused("You have signed this edition already.")
    person = getattr(by, "person", None)
    signed = SignOff.objects.create(
        edition=edition,
        sha256=edition.sha256,
        by=by,
        by_name=events.display_name(by),
        role=person.role if person else "",
        note=note,
        at=timezone.now(),
    )
    events.record(subject=page.uid, verb="signed", by=by, reason=note, edition=edition)
    if Address.objects.live().filter(edition=edition).exists():
        _raise_generation()  # The review block of a live page has changed.
    return signed


def publish(*, edition: Edition, by, reason: str = "", despite: str = "") -> None:
    """Make one edition live. See :func:`publish_many`."""
    publish_many(editions=[edition], by=by, reason=reason, despite=despite)


def publish_many(
    *,
    editions: Sequence[Edition],
    by,
    reason: str = "",
    despite: str = "",
    progress: Callable[[Edition], None] = lambda edition: None,
) -> None:
    """Make these editions live together, or none of them.

    Raises :class:`PermissionDenied` without the right, :class:`NotReady` naming every page that is not ready and why,
    and :class:`Regressed` for what a gate found, unless ``despite`` says why the editions go live all the same. Both
    reasons then stand in the events.
    """
    _check_permission(by, "articles.publish_page")
    _refuse_unready(editions)  # A gate's words about editions that cannot go live anyway would mislead.
    if regressions := [found for gate in hooks.gates for found in gate(editions)]:
        reason = _with_despite(reason, despite, regressions)
    _publish_together(editions, by, reason, progress)


def _with_despite(reason: str, despite: str, regressions: list[str]) -> str:
    despite = despite.strip()
    if not despite:
        raise Regressed(regressions)
    if len(despite) > LONGEST_DESPITE:
        raise Refused(f"Say in at most {LONGEST_DESPITE} characters why you publish despite this.")
    return f"{reason} Despite failing examples ({len(regressions)}): {despite}".strip()


@transaction.atomic
def _publish_together(editions: Sequence[Edition], by, reason: str, progress: Callable[[Edition], None]) -> None:
    _lock_library()
    _refuse_unready(editions)  # again: only now can nobody change what was asked above
    for edition in _make_live(editions):
        progress(edition)
    events.record_many(editions, verb="published", by=by, reason=reason)
    _raise_generation()
    _tell_followers()


@contextmanager
def rehearsed(editions: Sequence[Edition]) -> Iterator[None]:
    """While the block runs, and for this process alone, the library is as if these editions were live; then all is
    as before.

    Nothing is checked and no event is written: a draft that is not ready can be tried too. Other writers wait, so
    the block should be short.
    """
    with transaction.atomic():
        _lock_library()
        for _ in _make_live(editions):
            pass
        # A number that no real library reaches: what is kept by generation must not mistake one for the other.
        Library.objects.filter(pk=1).update(generation=time.time_ns())
        yield
        transaction.set_rollback(True)


@transaction.atomic
def withdraw(*, page: Page, by, reason: str, instead: Page | None = None) -> None:
    """Take a live page down. Its address then says why, and where to go instead.

    Raises :class:`PermissionDenied` without the right, :class:`Refused` without a reason, for a page that is not
    live, or for an ``instead`` that readers cannot see.
    """
    _check_permission(by, "articles.publish_page")
    if not reason.strip():
        raise Refused("Say why, in words a reader will understand: the reason is shown at the old address.")
    _lock_library()
    address = Address.objects.live().filter(page=page).select_related("edition").first()
    if address is None:
        raise Refused("This page is not live.")
    if instead is not None and (instead.pk == page.pk or not Address.objects.live().filter(page=instead).exists()):
        raise Refused("Readers can only be sent to another page that is live.")
    edition = address.edition
    address.edition, address.gone_reason, address.gone_to = None, reason.strip(), instead
    address.save()
    LiveLink.objects.filter(owner=page).delete()
    LiveTag.objects.filter(page=page).delete()
    _project([(page, None)])
    events.record(subject=page.uid, verb="withdrawn", by=by, reason=reason, edition=edition)
    _raise_generation()
    _tell_followers()


def _check_permission(by, permission: str) -> None:
    # Commands act with by=None: whoever can run them holds the database anyway.
    if by is not None and not (by.is_active and by.has_perm(permission)):
        raise PermissionDenied(f"{by} may not do this ({permission}).")


def _lock_library() -> None:
    Library.objects.select_for_update().get(pk=1)


def _refuse_unready(editions: Sequence[Edition]) -> None:
    if blocked := _reasons_not_ready(editions):
        raise NotReady(blocked)


def _tell_followers() -> None:
    for follower in hooks.followers:
        transaction.on_commit(follower, robust=True)


def _reasons_not_ready(editions: Sequence[Edition]) -> dict[str, list[str]]:
    """Every reason by title, also that two of these pages want one address."""
    blocked: dict[str, list[str]] = {}
    wanted = set()
    for candidate, reasons in each_not_ready(editions):
        data = candidate.data
        address = address_of(data)
        if address in wanted:
            reasons.append(f"Another page that is to go live now has the address “{data['slug']}”.")
        wanted.add(address)
        if reasons:
            blocked.setdefault(data["title"], []).extend(reasons)
    return blocked


def _raise_generation() -> None:
    Library.objects.filter(pk=1).update(generation=F("generation") + 1)


def _make_live(editions: Sequence[Edition]) -> Iterator[Edition]:
    """Write all live rows, some pages at a time as far as that takes long."""
    now = timezone.now()
    some = [editions[start : start + TOGETHER] for start in range(0, len(editions), TOGETHER)]
    for few in some:
        data = [edition.snapshot for edition in few]
        _write_addresses(few, data, now)
        _write_tags(few, data)
    _write_links(editions)
    for few in some:
        _project([(edition.page, edition) for edition in few])
        yield from few


def _write_addresses(editions: Sequence[Edition], data: Sequence[Snapshot], now: dt.datetime) -> None:
    """Give each page its address: the new ones at once, those that were there before one by one."""
    pages, slugs = [edition.page_id for edition in editions], {words["slug"] for words in data}
    rows = Address.objects.filter(Q(page__in=pages, is_current=True) | Q(slug__in=slugs))
    known: set[object] = set()
    for page, *address in rows.values_list("page", "kind", "language", "slug"):
        known |= {page, tuple(address)}
    new = []
    for edition, words in zip(editions, data, strict=True):
        if known.isdisjoint({edition.page_id, address_of(words)}):
            new.append(Address(**_live_at(edition, words, now, first=now)))
        else:
            _move(edition, words, now)
    Address.objects.bulk_create(new)


def _live_at(edition: Edition, words: Snapshot, now: dt.datetime, *, first: dt.datetime) -> dict[str, Any]:
    kind, language, slug = address_of(words)
    return {
        "kind": kind,
        "language": language,
        "slug": slug,
        "page": edition.page,
        "is_current": True,
        "edition": edition,
        "first_published_at": first,
        "published_at": now,
        "gone_reason": "",
        "gone_to": None,
    }


def _move(edition: Edition, words: Snapshot, now: dt.datetime) -> None:
    at: dict[str, Any] = dict(zip(("kind", "language", "slug"), address_of(words), strict=True))
    current = Address.objects.filter(page=edition.page, is_current=True).first()
    first = current.first_published_at if current else now
    if current and (current.language, current.slug) != (at["language"], at["slug"]):
        current.is_current, current.edition, current.gone_reason, current.gone_to = False, None, "", None
        current.save()
    # A former address of another page may be taken over: the words there are ours now.
    Address.objects.filter(**at, is_current=False).delete()
    Address.objects.update_or_create(**at, defaults=_live_at(edition, words, now, first=first))


def _write_tags(editions: Sequence[Edition], data: Sequence[Snapshot]) -> None:
    LiveTag.objects.filter(page__in=[edition.page_id for edition in editions]).delete()
    LiveTag.objects.bulk_create(
        LiveTag(page_id=edition.page_id, facet=facet, value=value)
        for edition, words in zip(editions, data, strict=True)
        for facet, value in sorted(_tags(words))
    )


def _tags(words: Snapshot) -> set[tuple[str, str]]:
    features = words["parts"].get("features", {})
    topics = {("topic", key) for key in words["topics"]}
    return topics | {(facet, word) for facet, chosen in features.items() for word in chosen}


def _write_links(editions: Iterable[Edition]) -> None:
    owners = {edition.page.uid: edition for edition in editions}
    wanted = {item["to"] for e in editions for items in e.rendered["links"].values() for item in items}
    targets = dict(Page.objects.filter(uid__in=wanted).values_list("uid", "pk"))
    LiveLink.objects.filter(owner__in=[edition.page_id for edition in editions]).delete()
    LiveLink.objects.bulk_create(
        LiveLink(
            owner_id=edition.page_id,
            target_id=targets[item["to"]],
            relation=relation.key,
            position=position,
            note_html=item["note_html"],
            qualifier=item["qualifier"],
        )
        for edition in owners.values()
        for relation in kinds.relations()
        for position, item in enumerate(edition.rendered["links"].get(relation.key, []))
        if item["to"] in targets
    )


def _project(changes: Sequence[Change]) -> None:
    for projection in hooks.projections:
        projection(changes)
