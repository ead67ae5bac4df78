"""The kinds of page: one declaration each, read by the snapshot, the files, the admin and the public pages.

``articles`` declares the long-form article and the glossary term; ``symptoms`` declares the clinical kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from articles.models import Page

LINE, LINES, CHOICE = "line", "lines", "choice"


@dataclass(frozen=True)
class KindField:
    """A field of one kind. ``form``: a Markdown line, Markdown lines (one a row), or a plain choice."""

    name: str
    form: str
    in_brief: bool = False


@dataclass(frozen=True)
class SectionSpec:
    """A place in the fixed order of a page, with the heading used when only cross-links fill it."""

    key: str
    heading: str


@dataclass(frozen=True)
class Part:
    """Child rows of a kind that belong to its snapshot. Each function takes many pages at once.

    ``dump(ids)`` gives plain JSON data in a stable order by the page's id, nothing for a page without rows.
    ``faults(data)`` says for each what is wrong with it, an empty text where nothing is; ``load(pages with data)``
    replaces the rows by such data. ``describe(data)`` gives for each what pages show of it, stored with the edition.
    """

    name: str
    dump: Callable[[Collection[int]], dict[int, Any]]
    faults: Callable[[Sequence[Any]], list[str]]
    load: Callable[[Sequence[tuple[Page, Any]]], None]
    empty: Callable[[], Any] = list
    describe: Callable[[Sequence[Any]], list[Any]] | None = None


@dataclass(frozen=True)
class Kind:
    """What is true of every page of a kind."""

    key: str
    folder: str
    label: str
    plural: str
    model_label: str
    sections: tuple[SectionSpec, ...] = ()
    fields: tuple[KindField, ...] = ()
    parts: tuple[Part, ...] = ()
    builder: str = "articles.pages.PageBuilder"
    intro: str = ""
    position: int = 0

    @property
    def model(self) -> type[Page]:
        """The child table."""
        return apps.get_model(self.model_label)

    def model_field(self, name: str) -> models.Field:
        """A plain column of the child table."""
        field = self.model._meta.get_field(name)
        if not isinstance(field, models.Field):
            raise TypeError(f"{name} is not a plain column")
        return field

    @property
    def section_keys(self) -> tuple[str, ...]:
        """The keys a heading may carry, in page order."""
        return tuple(section.key for section in self.sections)


@dataclass(frozen=True)
class Relation:
    """A cross-link with declared kinds at both ends. ``None`` means any kind.

    ``forward`` and ``reverse`` are the headings at the owner's and at the target's page; ``section`` and
    ``reverse_section`` say under which section the links stand (``""``: among the related pages).
    ``reverse_titles_only`` keeps long lists at the target's page short. Where ``least`` and ``most`` are given, a page
    of an owning kind cannot go live with fewer or more links of this relation.
    """

    key: str
    owners: frozenset[str] | None
    targets: frozenset[str] | None
    label: str
    forward: str
    reverse: str
    section: str = ""
    reverse_section: str = ""
    qualifiers: dict[str, str] = field(default_factory=dict)
    reverse_titles_only: bool = False
    least: int = 0
    most: int | None = None

    def allows(self, owner: str, target: str) -> bool:
        """Whether a link from a page of kind ``owner`` to one of kind ``target`` makes sense."""
        return (self.owners is None or owner in self.owners) and (self.targets is None or target in self.targets)


_kinds: dict[str, Kind] = {}
_relations: dict[str, Relation] = {}


def register(*kinds: Kind) -> None:
    """Add kinds. Called once from each app's ``ready``."""
    _kinds.update({kind.key: kind for kind in kinds})


def register_relations(*relations: Relation) -> None:
    """Add relations. Called once from each app's ``ready``."""
    _relations.update({relation.key: relation for relation in relations})


def get(key: str) -> Kind:
    """The kind called ``key``; :class:`KeyError` where there is none."""
    return _kinds[key]


def by_folder(folder: str) -> Kind | None:
    """The kind whose files and addresses live under ``folder``."""
    return next((kind for kind in _kinds.values() if kind.folder == folder), None)


def every() -> tuple[Kind, ...]:
    """All kinds, in the order readers meet them."""
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.position))


def relation(key: str) -> Relation:
    """The relation called ``key``; :class:`KeyError` where there is none."""
    return _relations[key]


def relations() -> tuple[Relation, ...]:
    """All relations, in the order they appear in files: those between any kinds come last."""
    return tuple(sorted(_relations.values(), key=lambda relation: relation.owners is None))


def bounded_relations(owner: str) -> tuple[Relation, ...]:
    """The relations of which a page of kind ``owner`` needs a certain number of links."""
    return tuple(r for r in _relations.values() if r.owners and owner in r.owners and r.most is not None)


def relations_from(owner: str) -> tuple[Relation, ...]:
    """The relations a page of kind ``owner`` may own."""
    return tuple(r for r in _relations.values() if r.owners is None or owner in r.owners)
