"""Keeps what readers answered, and forgets their words after 90 days. The answers themselves stay: they are counts."""

from __future__ import annotations

import datetime as dt

from articles import kinds
from articles.models.edition import Edition
from articles.models.feedback import Feedback
from articles.models.live import Address

DAYS_KEPT = 90


def edition_of(path: str, number: str) -> Edition | None:
    """The edition a reader of ``path`` may have had before them; nothing for an address or number that never was."""
    folder, _, slug = path.strip("/").partition("/")
    kind = kinds.by_folder(folder)
    if kind is None or not (number.isascii() and number.isdigit()) or len(number) > 6:
        return None
    page_ids = Address.objects.filter(kind=kind.key, slug=slug).values("page")
    live = Address.objects.live().filter(page__in=page_ids).values("edition__number")
    return Edition.objects.filter(page__in=page_ids, number=int(number), number__lte=live[:1]).first()


def keep(*, edition: Edition, answer: str, words: str, today: dt.date) -> None:
    """Store one answer; ``words`` were stripped before. The same words sent twice on one day are kept once."""
    forget_old_words(today)
    same = Feedback.objects.filter(edition=edition, answer=answer, words=words, given_on=today)
    if not words or not same.exists():
        Feedback.objects.create(edition=edition, answer=answer, words=words, given_on=today)


def forget_old_words(today: dt.date) -> int:
    """Delete the words that are 90 days old; returns how many there were."""
    old = Feedback.objects.filter(given_on__lte=today - dt.timedelta(days=DAYS_KEPT)).exclude(words="")
    return old.update(words="")
