"""Pages and people for tests, each function named by the state it leaves behind.

Everything goes through the doors the site itself uses: a snapshot is loaded, frozen, signed and published, by three
people.
"""

import datetime as dt
from io import BytesIO
from itertools import count
from typing import Any

import time_machine
from django.contrib.auth.models import Group, User
from PIL import Image

from articles import kinds, pictures, publishing, snapshot
from articles.editions import freeze, newest
from articles.models import Address, Edition, Page, Person, Picture, Source, Topic
from articles.shared import save_shared
from articles.snapshot import blank_fields
from articles.upcast import SCHEMA
from symptoms import vignettes
from symptoms.models import Facet, Vignette, Word

KINDS = (
    "article",
    "glossary_term",
    "symptom",
    "condition",
    "urgent_sign",
    "test",
    "treatment",
    "prevention",
    "risk_factor",
    "comparison",
)
REQUIRED: dict[str, dict[str, Any]] = {
    "condition": {"cause_group": "blood-supply"},
    "urgent_sign": {"level": "emergency", "card": "one leg is suddenly cold", "do_now": ["Call for help."]},
    "test": {"modality": "ultrasound"},
    "risk_factor": {"can_be_changed": "yes"},
}
"""Fields a kind cannot do without."""

_numbers = count(1)


# -- people --


def make_user(*groups: str, username: str = "", name: str = "", role: str = "") -> User:
    """A member of staff in these groups; with ``name``, readers see it on what they sign."""
    user = User.objects.create_user(username or f"user-{next(_numbers)}", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    if name:
        Person.objects.create(user=user, name=name, role=role)
    return user


def _only(username: str, group: str, name: str = "", role: str = "") -> User:
    known = User.objects.filter(username=username).first()
    return known or make_user(group, username=username, name=name, role=role)


def author() -> User:
    """The editor who writes what the other functions make."""
    return _only("anna-author", "Editor", "Anna Author", "Writer")


def reviewer() -> User:
    """The clinical reviewer who signs it."""
    return _only("rita-reviewer", "Clinical reviewer", "Dr Rita Reviewer", "Vascular surgeon")


def publisher() -> User:
    """The publisher who makes it live."""
    return _only("paul-publisher", "Publisher")


# -- shared records --


def source(key: str = "leg-guide", **values: Any) -> Source:
    """A source that text may cite."""
    known = Source.objects.filter(key=key).first()
    if known:
        return known
    made = Source(
        key=key,
        **{"title": f"Guide {key}", "publisher": "Society of Legs", "year": 2024, "url": f"https://example.org/{key}"}
        | values,
    )
    save_shared(made, by=None)
    return made


def topic(key: str = "leg-arteries") -> Topic:
    """A shelf."""
    return Topic.objects.get_or_create(key=key, defaults={"title": f"Shelf {key}", "summary": "What stands on it."})[0]


def vocabulary() -> None:
    """A small vocabulary: where it is, and what eases it."""
    words = {"where": ("Where", ("calf", "thigh", "foot")), "relieved_by": ("Eased by", ("standing-still", "heat"))}
    for place, (key, (label, keys)) in enumerate(words.items()):
        facet = Facet.objects.get_or_create(key=key, defaults={"label": label, "position": place})[0]
        for position, word in enumerate(keys):
            wording = {"label": word.replace("-", " ").capitalize(), "position": position}
            Word.objects.get_or_create(facet=facet, key=word, defaults=wording)


def vignette(*pages: Page, ticks: tuple[str, ...] = (), sentence: str = "", key: str = "") -> Vignette:
    """An invented person who ticks these words and types this, and must find these pages."""
    made = Vignette(key=key or f"person-{next(_numbers)}", description="A person who notices it", sentence=sentence)
    vignettes.save(made, ticks=Word.objects.filter(key__in=ticks), pages=pages, by=None)
    return made


def picture_bytes(colour: str = "teal", size: tuple[int, int] = (40, 20), form: str = "PNG") -> bytes:
    """A picture file of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def picture(colour: str = "teal", alt: str = "A teal square") -> Picture:
    """A picture in the library."""
    return pictures.store_picture(data=picture_bytes(colour), alt=alt, decorative=False, by=author())


# -- pages --


def compared_pages() -> list[Page]:
    """Two drafts that a comparison can be about."""
    names = ("conditions/first-compared", "conditions/second-compared")
    known = {page.uid: page for page in Page.objects.filter(uid__in=names)}
    return [known.get(uid) or draft_page(uid=uid, slug=uid.split("/")[1]) for uid in names]


def words_of(kind: str = "condition", **changes: Any) -> snapshot.Snapshot:
    """A whole snapshot: what the kind requires, and ``changes`` on top.

    ``fields``, ``parts`` are merged; ``links`` may be given as relation → pages.
    """
    spec = kinds.get(kind)
    if kind == "comparison":
        changes["links"] = {"compares": compared_pages()} | changes.get("links", {})
    number = next(_numbers)
    slug = changes.pop("slug", f"{kind.replace('_', '-')}-{number}")
    data: snapshot.Snapshot = {
        "schema": SCHEMA,
        "uid": changes.pop("uid", f"{spec.folder}/{slug}"),
        "kind": kind,
        "slug": slug,
        "language": "en",
        "title": f"{spec.label} number {number}",
        "medical_name": "",
        "summary": f"What {spec.label.lower()} {number} is.",
        "body": "A few plain words about legs.",
        "lay_names": [],
        "phrases": [],
        "misspellings": [],
        "codes": [],
        "topics": [],
        "fields": blank_fields(spec) | REQUIRED.get(kind, {}) | changes.pop("fields", {}),
        "parts": {part.name: part.empty() for part in spec.parts} | changes.pop("parts", {}),
        "links": {relation: [link(to) for to in pages] for relation, pages in changes.pop("links", {}).items()},
        "pictures": {},
    }
    return data | changes


def link(to: Page | str | dict[str, str], note: str = "", qualifier: str = "") -> dict[str, str]:
    """A cross-link as snapshots hold it."""
    if isinstance(to, dict):
        return to
    return {"to": to if isinstance(to, str) else to.uid, "note": note, "qualifier": qualifier}


def draft_page(kind: str = "condition", *, by: User | None = None, **changes: Any) -> Page:
    """A page with one edition that nobody has signed."""
    data = words_of(kind, **changes)
    page = kinds.get(kind).model(uid=data["uid"])
    snapshot.load(page, data)
    freeze(page=page, by=by or author())
    return page


def starter_page(kind: str = "condition", **changes: Any) -> Page:
    """A draft that came with the library files, by nobody here."""
    data = words_of(kind, **changes)
    page = kinds.get(kind).model(uid=data["uid"])
    snapshot.load(page, data)
    freeze(page=page, by=None, origin=Edition.Origin.LIBRARY)
    return page


def signed_page(kind: str = "condition", **changes: Any) -> Page:
    """A page whose only edition is signed, not yet published."""
    page = draft_page(kind, **changes)
    publishing.sign_off(edition=newest(page), by=reviewer())
    return page


def live_page(kind: str = "condition", **changes: Any) -> Page:
    """A page readers see, reviewed today."""
    page = signed_page(kind, **changes)
    publishing.publish(edition=newest(page), by=publisher())
    return page


def publish_starters(settings: Any, pages: list[Page]) -> None:
    """Make starter pages live in one act: the quick way to many live pages."""
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = True
    publishing.publish_many(editions=[newest(page) for page in pages], by=None)
    settings.LEGWISE_ALLOW_UNSIGNED_STARTER = False


def unreviewed_live_page(settings: Any, kind: str = "condition", **changes: Any) -> Page:
    """A starter page that is live without a sign-off, as on the demo."""
    page = starter_page(kind, **changes)
    publish_starters(settings, [page])
    return page


def overdue_page(kind: str = "condition", **changes: Any) -> Page:
    """A live page whose sign-off is older than any review interval."""
    with time_machine.travel(dt.datetime(2021, 3, 15, 12, tzinfo=dt.UTC), tick=False):
        return live_page(kind, **changes)


def withdrawn_page(
    kind: str = "condition", *, reason: str = "It was wrong.", instead: Page | None = None, **changes: Any
) -> Page:
    """A page that was live and was taken down."""
    page = live_page(kind, **changes)
    publishing.withdraw(page=page, by=publisher(), reason=reason, instead=instead)
    return page


def edit(page: Page, *, by: User | None = None, **changes: Any) -> Edition:
    """Save changed words in the working copy and freeze them. Nobody signs or publishes."""
    data = snapshot.dump(Page.objects.get(pk=page.pk))
    for name in ("fields", "parts"):
        data[name] = data[name] | changes.pop(name, {})
    if "links" in changes:
        data["links"] = {relation: [link(to) for to in pages] for relation, pages in changes.pop("links").items()}
    snapshot.load(Page.objects.get(pk=page.pk).as_kind(), data | changes)
    return freeze(page=page, by=by or author())[0]


def republish(page: Page) -> None:
    """Sign and publish the newest words of a page."""
    publishing.sign_off(edition=newest(page), by=reviewer())
    publishing.publish(edition=newest(page), by=publisher())


def path_of(page: Page) -> str:
    """The page's public address."""
    return Address.objects.get(page=page, is_current=True).path
