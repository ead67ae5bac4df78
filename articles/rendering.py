"""From a snapshot to what is stored with an edition: slotted HTML by part, findings, and the brief that lists show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Q

from articles import kinds
from articles.kinds import CHOICE, LINES, Part
from articles.markdown.parse import Finding, Parsed, Refs, parse, parse_line
from articles.markdown.render import Known, findings_for, line_html, plain_text, sections
from articles.models import Page, Picture, Source
from articles.snapshot import Snapshot

WORDS_A_MINUTE = 200
"""Reading speed behind “n minute read”; a cautious figure for readers who are tired or unwell."""


@dataclass(frozen=True)
class Rendering:
    """What :mod:`articles.editions` stores beside the canonical text."""

    brief: dict[str, Any]
    parts: dict[str, Any]
    findings: list[dict[str, Any]]


def known_for(refs: Iterable[Refs]) -> Known:
    """Look up everything these texts refer to (three queries, whatever their number)."""
    refs = list(refs)
    uids = {uid for ref in refs for uid in ref.pages}
    keys = {key for ref in refs for key in ref.sources}
    hashes = {sha for ref in refs for sha in ref.pictures}
    names = {name for ref in refs for name in ref.drawings}
    pictures = Picture.objects.filter(Q(sha256__in=hashes) | Q(name__in=names))
    return Known(
        titles=dict(Page.objects.filter(uid__in=uids).values_list("uid", "title")),
        sources=frozenset(Source.objects.filter(key__in=keys).values_list("key", flat=True)),
        pictures={picture.sha256: picture.facts for picture in pictures},
    )


def render(snapshot: Snapshot) -> Rendering:
    """Make everything readers may see of this snapshot, once."""
    return render_many([snapshot])[0]


def render_many(snapshots: Sequence[Snapshot]) -> list[Rendering]:
    """The same for many, in their order: as many queries as for one, so the caller bounds how many."""
    texts = [_Texts.of(snapshot) for snapshot in snapshots]
    known = known_for(refs for each in texts for refs in each.refs)
    return [
        _render(snapshot, each, known, described)
        for snapshot, each, described in zip(snapshots, texts, _described(snapshots), strict=True)
    ]


@dataclass(frozen=True)
class _Texts:
    """The parsed texts of a snapshot: its body, and its lines by the field they stand in."""

    body: Parsed
    lines: dict[str, list[Parsed]]

    @classmethod
    def of(cls, snapshot: Snapshot) -> _Texts:
        spec = kinds.get(snapshot["kind"])
        body = parse(snapshot["body"], where="body", section_keys=spec.section_keys)
        return cls(body, _parse_lines(snapshot, spec))

    @property
    def refs(self) -> Iterator[Refs]:
        yield self.body.refs
        yield from (parsed.refs for rows in self.lines.values() for parsed in rows)


def _described(snapshots: Sequence[Snapshot]) -> list[dict[str, Any]]:
    """What pages show of their parts, by the part's name."""
    owners: dict[Part, list[int]] = {}
    for number, snapshot in enumerate(snapshots):
        for part in kinds.get(snapshot["kind"]).parts:
            owners.setdefault(part, []).append(number)
    found: list[dict[str, Any]] = [{} for _ in snapshots]
    for part, numbers in owners.items():
        if part.describe is not None:
            shown = part.describe([snapshots[number]["parts"][part.name] for number in numbers])
            for number, words in zip(numbers, shown, strict=True):
                found[number][part.name] = words
    return found


def _render(snapshot: Snapshot, texts: _Texts, known: Known, described: dict[str, Any]) -> Rendering:
    spec = kinds.get(snapshot["kind"])
    known = replace(known, pictures=known.pictures | snapshot["pictures"])
    findings = findings_for(texts.body, known, "body")
    for where, rows in texts.lines.items():
        for parsed in rows:
            findings += findings_for(parsed, known, where)
    made = {where: [line_html(parsed, known) for parsed in rows] for where, rows in texts.lines.items()}
    parts: dict[str, Any] = {
        "sections": [asdict(section) for section in sections(texts.body, known)],
        "fields": {f.name: made[f.name] for f in spec.fields if f.form != CHOICE},
        "links": _links(snapshot, made),
        "cautions": _cautions(snapshot, made),
        "described": described,
    }
    parts["words"] = _words(parts)
    return Rendering(_brief(snapshot, spec, parts), parts, [asdict(finding) for finding in findings])


def _parse_lines(snapshot: Snapshot, spec: kinds.Kind) -> dict[str, list[Parsed]]:
    texts: dict[str, list[str]] = {}
    for f in spec.fields:
        if f.form != CHOICE:
            value = snapshot["fields"].get(f.name, "")
            texts[f.name] = value if f.form == LINES else [value]
    for relation, items in snapshot["links"].items():
        texts[f"links.{relation}"] = [item["note"] for item in items]
    texts["cautions"] = [caution["text"] for caution in snapshot["parts"].get("cautions", [])]
    return {
        where: [parse_line(text, where=where, line=number) for number, text in enumerate(rows, 1)]
        for where, rows in texts.items()
    }


def _links(snapshot: Snapshot, made: dict[str, list[str]]) -> dict[str, list[dict[str, str]]]:
    return {
        relation: [
            {"to": item["to"], "note_html": html, "qualifier": item["qualifier"]}
            for item, html in zip(items, made[f"links.{relation}"], strict=True)
        ]
        for relation, items in snapshot["links"].items()
    }


def _cautions(snapshot: Snapshot, made: dict[str, list[str]]) -> list[dict[str, str]]:
    cautions = snapshot["parts"].get("cautions", [])
    return [
        {"level": caution["level"], "page": caution["page"], "html": html}
        for caution, html in zip(cautions, made["cautions"], strict=True)
    ]


def _words(parts: dict[str, Any]) -> int:
    texts = [section["html"] for section in parts["sections"]]
    texts += [html for rows in parts["fields"].values() for html in rows]
    return sum(len(plain_text(html).split()) for html in texts)


def _brief(snapshot: Snapshot, spec: kinds.Kind, parts: dict[str, Any]) -> dict[str, Any]:
    brief = {name: snapshot[name] for name in ("uid", "kind", "title", "summary", "medical_name", "lay_names")}
    if parts["cautions"]:
        brief["cautions"] = parts["cautions"]
    brief["minutes"] = max(1, round(parts["words"] / WORDS_A_MINUTE))
    brief |= {f.name: snapshot["fields"].get(f.name, "") for f in spec.fields if f.in_brief}
    return brief


def errors(findings: list[dict[str, Any]]) -> list[Finding]:
    """The stored findings that block publishing."""
    return [Finding(**finding) for finding in findings if finding["level"] == "error"]
