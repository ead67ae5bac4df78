"""The invented people (vignettes) as a library file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from articles.library.records import RecordFile, RecordProblem, take
from articles.models import Page
from symptoms.guide.ticks import Mark, askable
from symptoms.models import Vignette, Word
from symptoms.models.vignette import faults
from symptoms.vignettes import Case, save_all

UNKNOWN = {"ticks": "this cannot be ticked in the leg guide", "pages": "there is no such page"}


def dump() -> list[dict[str, Any]]:
    """All vignettes by key; ticks and pages sorted, since their order means nothing."""
    ticks = Prefetch("ticks", Word.objects.select_related("facet"))
    return [_dump(one) for one in Vignette.objects.prefetch_related(ticks, Prefetch("pages", Page.objects.only("uid")))]


def _dump(vignette: Vignette) -> dict[str, Any]:
    ticks: dict[str, list[str]] = {}
    for facet, word in sorted((word.facet.key, word.key) for word in vignette.ticks.all()):
        ticks.setdefault(facet, []).append(word)
    row: dict[str, Any] = {"id": vignette.key, "description": vignette.description, "sentence": vignette.sentence}
    row |= {"ticks": ticks, "pages": sorted(page.uid for page in vignette.pages.all())}
    return {key: value for key, value in row.items() if value}


def load(rows: list[dict[str, Any]], by: Any) -> int:
    """Create or update vignettes. Those the file does not name stay."""
    words = {(word.facet.key, word.key): word for word in askable()}
    pages = {page.uid: page for page in Page.objects.only("uid")}
    known = {vignette.key: vignette for vignette in Vignette.objects.prefetch_related("ticks", "pages")}
    cases: dict[str, Case] = {}
    for row in rows:
        values = take(row, description="", sentence="", ticks={}, pages=[])
        _refuse_other_than_text(
            row["id"], {"id": row["id"]} | {name: values[name] for name in ("description", "sentence")}
        )
        ticks = _chosen(row["id"], "ticks", words, _marks(row["id"], values.pop("ticks")))
        named = _chosen(row["id"], "pages", pages, values.pop("pages"))
        case = Case(known.get(row["id"]) or Vignette(key=row["id"]), ticks, named)
        if case.vignette.pk is None or _differs(case, values):
            _set(case, values)
            if row["id"] in cases:
                raise RecordProblem(row["id"], "id", "stands twice")
            cases[row["id"]] = case
    if cases:
        save_all(list(cases.values()), by=by, reason="from the library files")
    return len(cases)


def _refuse_other_than_text(key: str, values: dict[str, Any]) -> None:
    for field, value in values.items():
        if not isinstance(value, str):
            raise RecordProblem(key, field, "must be text (quote it)")


def _marks(key: str, ticks: Any) -> list[Mark]:
    if not isinstance(ticks, dict) or not all(isinstance(words, list) for words in ticks.values()):
        raise RecordProblem(key, "ticks", "must be facets, each with a list of words")
    return [(facet, str(word)) for facet, words in ticks.items() for word in words]


def _chosen(key: str, field: str, known: dict[Any, Any], names: Any) -> list[Any]:
    """What the names stand for; :class:`RecordProblem` for one that stands for nothing."""
    if not isinstance(names, list):
        raise RecordProblem(key, field, "must be a list")
    for name in names:
        if name not in known:
            raise RecordProblem(key, field, f"{UNKNOWN[field]}: {name if field == 'pages' else ': '.join(name)}")
    return [known[name] for name in names]


def _differs(case: Case, values: dict[str, str]) -> bool:
    return (
        any(getattr(case.vignette, name) != value for name, value in values.items())
        or set(case.vignette.ticks.all()) != set(case.ticks)
        or set(case.vignette.pages.all()) != set(case.pages)
    )


def _set(case: Case, values: dict[str, str]) -> None:
    """Give the vignette its values; :class:`RecordProblem` for what is wrong with it."""
    vignette = case.vignette
    for name, value in values.items():
        setattr(vignette, name, value)
    try:
        vignette.full_clean(validate_unique=False)  # only the key, which was looked up
        if found := faults(sentence=vignette.sentence, ticks=case.ticks, pages=case.pages):
            raise ValidationError(found)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise RecordProblem(vignette.key, field, " ".join(messages)) from None


VIGNETTES = RecordFile("vignettes.yaml", dump, load, names_pages=True)
