"""Where a page stands: drafts, live edition, sign-offs.

One annotation for lists, filters and the front page; one summary for the form.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from articles import content_checks, publishing, snapshot
from articles.events import display_name
from articles.models import Address, Edition, Page, SignOff, SiteIdentity
from articles.pages import add_months
from articles.readiness import reasons_not_ready, valid_sign_offs

STATES = {
    "draft": "Draft, never published",
    "live": "Live",
    "changed": "Live, with a newer draft",
    "withdrawn": "Withdrawn",
}


def with_standing(pages: QuerySet) -> QuerySet:
    """Each page with ``standing`` (a key of :data:`STATES`), edition numbers, sign-offs and times."""
    newest = Edition.objects.filter(page=OuterRef("pk")).order_by("-number")
    address = Address.objects.filter(page=OuterRef("pk"), is_current=True)
    signed = SignOff.objects.filter(edition=OuterRef("newest_id"), sha256=F("edition__sha256"))
    live_signed = SignOff.objects.filter(edition=OuterRef("live_id"), sha256=F("edition__sha256")).order_by("-at")
    return pages.annotate(
        newest_id=Subquery(newest.values("pk")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
        updated_at=Subquery(newest.values("at")[:1]),
        live_id=Subquery(address.values("edition")[:1]),
        live_number=Subquery(address.values("edition__number")[:1]),
        was_public=Exists(Address.objects.filter(page=OuterRef("pk"))),
    ).annotate(
        is_signed=Exists(signed),
        reviewed_at=Subquery(live_signed.values("at")[:1]),
        review_months=Subquery(SiteIdentity.objects.filter(pk=1).values("review_months")[:1]),
        standing=Case(
            When(live_id=F("newest_id"), then=Value("live")),
            When(live_id__isnull=False, then=Value("changed")),
            When(was_public=True, then=Value("withdrawn")),
            default=Value("draft"),
            output_field=CharField(),
        ),
    )


def overdue(months: int) -> Q:
    """Live pages whose last sign-off is older than the site's review period. Needs :func:`with_standing`."""
    limit = add_months(timezone.localdate(), -months)
    start = timezone.make_aware(dt.datetime.combine(limit, dt.time.min))
    return Q(live_id__isnull=False, reviewed_at__lt=start)


def unsigned() -> Q:
    """Pages whose newest edition nobody has signed. Needs :func:`with_standing`."""
    return Q(is_signed=False, newest_id__isnull=False)


def review_due(page: Any) -> dt.date | None:
    """When the live edition's review is due; nothing for pages not live or not signed. Needs :func:`with_standing`."""
    if page.reviewed_at is None:
        return None
    return add_months(timezone.localtime(page.reviewed_at).date(), page.review_months)


@dataclass(frozen=True)
class Standing:
    """What the panel at the top of a page's form says."""

    state: str
    newest: Edition | None
    live: Edition | None
    address: Address | None
    written_by: str = ""
    sign_offs: list[SignOff] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    checks: list[content_checks.Finding] = field(default_factory=list)
    is_saved: bool = True
    sign_refusal: str = ""
    may_sign: bool = False
    may_publish: bool = False

    @property
    def words(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def is_ready(self) -> bool:
        """Whether the newest edition could be published now."""
        return self.newest is not None and not self.reasons

    @property
    def shows_sign_off(self) -> bool:
        """Whether the button is offered."""
        return self.may_sign and not self.sign_refusal and self.newest is not None


def standing_of(page: Page, user: Any) -> Standing:
    """Everything the panel shows of one page, for this user."""
    newest = page.editions.select_related("by__person").order_by("-number").first()
    address = Address.objects.filter(page=page.pk, is_current=True).select_related("edition").first()
    live = address.edition if address else None
    if newest is None:
        return Standing("draft", None, live, address)
    may_sign = user.has_perm("articles.sign_off_page")
    is_live = live is not None and live.pk == newest.pk
    return Standing(
        state=_state(newest, live, address),
        newest=newest,
        live=live,
        address=address,
        written_by=_author(newest),
        sign_offs=list(valid_sign_offs(newest)),
        reasons=[] if is_live else reasons_not_ready(newest),
        findings=newest.findings,
        checks=content_checks.check_page(newest.snapshot),
        is_saved=snapshot.dump(page) == newest.snapshot,
        sign_refusal=_sign_refusal(newest, user) if may_sign else "",
        may_sign=may_sign,
        may_publish=user.has_perm("articles.publish_page"),
    )


def _state(newest: Edition, live: Edition | None, address: Address | None) -> str:
    if live is not None:
        return "live" if live.pk == newest.pk else "changed"
    return "withdrawn" if address else "draft"


def _author(edition: Edition) -> str:
    return display_name(edition.by) if edition.by else "the library files"


def _sign_refusal(edition: Edition, user: Any) -> str:
    if user.pk in publishing.contributors(edition):
        return "You helped write this edition, so somebody else must sign it."
    if valid_sign_offs(edition).filter(by=user).exists():
        return "You have signed this edition."
    return ""


def review_months() -> int:
    """The site's review period."""
    return SiteIdentity.objects.values_list("review_months", flat=True).get(pk=1)
