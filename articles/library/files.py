"""One page as a file, and back. What is written is canonical: the same snapshot always gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from articles import kinds
from articles.kinds import CHOICE, LINES
from articles.models.page import BODY_LIMIT, CODE_SYSTEMS
from articles.snapshot import Snapshot, blank_fields
from articles.text import normalise
from articles.upcast import SCHEMA

FENCE = "---\n"
SETS = ("lay_names", "phrases", "misspellings", "codes")
LIMITS = {"title": 120, "medical_name": 120, "slug": 120, "language": 16, "summary": 300}
LINE_LIMIT = 300
"""Longest note of a link, and text of a caution."""
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class FileProblem(Exception):
    """Something in a file is wrong. Prints as ``path:line: field: what to do``."""

    def __init__(self, path: str, line: int, field: str, message: str) -> None:
        self.path, self.line, self.field, self.message = path, line, field, message
        super().__init__(f"{path}:{line}: {field}: {message}" if field else f"{path}:{line}: {message}")


class _Dumper(yaml.SafeDumper):
    """Block style, no aliases, indented lists."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def dump_yaml(data: Any) -> str:
    """YAML in the one style of our files."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9, default_flow_style=False)


class _Loader(yaml.CSafeLoader):
    """Refuses a repeated key; dates and numbers stay text where fields are text."""


def _mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict:
    seen = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key must be plain text", key.start_mark)
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key “{key.value}” stands twice", key.start_mark)
        seen.add(key.value)
    return yaml.CSafeLoader.construct_mapping(loader, node, deep)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# “yes” and “no” are words in our files (can_be_changed), only true and false are booleans; dates are read where
# they are wanted.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def load_yaml(text: str, path: str, *, first_line: int = 1) -> tuple[Any, dict[str, int]]:
    """Data, and the line each top-level key stands on; in a list of records, each ``id`` and each ``id.key``. Raises
    :class:`FileProblem`."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = getattr(error, "problem", None) or "this is not YAML"
        raise FileProblem(path, first_line + (mark.line if mark else 0), "", message) from None
    return data, {name: first_line + line for name, line in _lines(node)}


def _lines(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, key.start_mark.line) for key, _ in node.value)
    elif isinstance(node, yaml.SequenceNode):
        for record in node.value:
            name = next((value.value for key, value in _fields(record) if key.value == "id"), "")
            yield name, record.start_mark.line
            yield from ((f"{name}.{key.value}", key.start_mark.line) for key, _ in _fields(record))


def _fields(record: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    return record.value if isinstance(record, yaml.MappingNode) else []


def dump_page(snapshot: Snapshot) -> str:
    """The file of a snapshot."""
    front: dict[str, Any] = {"title": snapshot["title"], "medical_name": snapshot["medical_name"]}
    name = snapshot["uid"].split("/", 1)[1]
    front["slug"] = "" if snapshot["slug"] == name else snapshot["slug"]
    front["language"] = "" if snapshot["language"] == "en" else snapshot["language"]
    front |= {"summary": snapshot["summary"], "topics": snapshot["topics"]}
    front |= {key: snapshot[key] for key in SETS}
    front |= snapshot["fields"]
    front |= {name: _lean(part) for name, part in snapshot["parts"].items()}
    front["links"] = {
        relation.key: [_dump_link(item) for item in snapshot["links"][relation.key]]
        for relation in kinds.relations()
        if relation.key in snapshot["links"]
    }
    head = dump_yaml({key: value for key, value in front.items() if value})
    body = f"\n{snapshot['body']}\n" if snapshot["body"] else ""
    return f"{FENCE}{head}{FENCE}{body}"


def _lean(part: Any) -> Any:
    if isinstance(part, list):
        return [{key: value for key, value in item.items() if value} for item in part]
    return part


def _dump_link(item: dict[str, str]) -> str | dict[str, str]:
    lean = {key: value for key, value in item.items() if value}
    return item["to"] if set(lean) == {"to"} else lean


@dataclass(frozen=True)
class PageFile:
    """A file that was read: its snapshot, and where its fields stand."""

    path: str
    snapshot: Snapshot
    at: dict[str, int]
    body_line: int

    def problem(self, field: str, line: int, message: str) -> FileProblem:
        """A fault at ``line`` of ``field``, told by the line of the file."""
        if field == "body":
            return FileProblem(self.path, self.body_line + max(line, 1) - 1, field, message)
        return FileProblem(self.path, self.at.get(field.split(".", maxsplit=1)[0], 1), field, message)


def read_page(path: Path, root: Path) -> PageFile:
    """The snapshot in a file. Raises :class:`FileProblem` naming file, line and field."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise FileProblem(name, 1, "", "this is not text in UTF-8") from None
    if not text.startswith(FENCE) or "\n" + FENCE not in text[len(FENCE) - 1 :]:
        raise FileProblem(name, 1, "", "the file must begin with front matter between two lines of “---”")
    head, body = (
        text[len(FENCE) :].split("\n" + FENCE, 1) if not text.startswith(FENCE * 2) else ("", text[2 * len(FENCE) :])
    )
    front, at = load_yaml(head, name, first_line=2)
    if not isinstance(front, dict):
        raise FileProblem(name, 2, "", "the front matter must be “key: value” lines")
    body_line = head.count("\n") + 4 + len(body) - len(body.lstrip("\n"))
    return PageFile(name, _Reader(name, front, at, body).snapshot(), at, body_line)


class _Reader:
    """Checks the front matter of one file, field by field."""

    def __init__(self, path: str, front: dict[str, Any], at: dict[str, int], body: str) -> None:
        self.path, self.front, self.at, self.body = path, dict(front), at, body
        self.uid = path.removesuffix(".md")
        folder = self.uid.split("/", 1)[0]
        kind = kinds.by_folder(folder)
        if kind is None:
            raise FileProblem(path, 1, "", f"“{folder}/” is not the folder of a kind of page")
        self.spec = kind

    def snapshot(self) -> Snapshot:
        """Read every key; anything left over is an error."""
        name = self.uid.split("/", 1)[1]
        data: Snapshot = {"schema": SCHEMA, "uid": self.uid, "kind": self.spec.key}
        data["title"] = self.text("title", required=True)
        data["medical_name"] = self.text("medical_name")
        data["slug"] = self.text("slug") or name
        if not _SLUG.match(data["slug"]):
            raise self.problem("slug", "use lower-case letters, digits and hyphens")
        data["language"] = self.text("language") or "en"
        data["summary"] = self.text("summary", required=True)
        data["topics"] = sorted(set(self.strings("topics")))
        for key in SETS:
            data[key] = sorted(dict.fromkeys(self.strings(key)), key=lambda line: (line.casefold(), line))
        self.check_codes(data["codes"])
        data["fields"] = self.fields()
        data["parts"] = {part.name: self.part(part) for part in self.spec.parts}
        data["links"] = self.links()
        data["body"] = normalise(self.body)
        data["pictures"] = {}
        if len(data["body"]) > BODY_LIMIT:
            raise self.problem("body", f"the text is longer than {BODY_LIMIT:,} characters")
        for key in self.front:
            raise self.problem(key, f"there is no such key for a {self.spec.label.lower()}")
        return data

    def problem(self, field: str, message: str) -> FileProblem:
        """An error at the line where ``field`` stands."""
        return FileProblem(self.path, self.at.get(field, 1), field, message)

    def text(self, key: str, *, required: bool = False) -> str:
        """A single text."""
        value = self.front.pop(key, "")
        if not isinstance(value, str):
            raise self.problem(key, "must be text")
        value = normalise(value)
        if required and not value:
            raise self.problem(key, "is missing")
        limit = LIMITS.get(key, BODY_LIMIT)
        if len(value) > limit:
            raise self.problem(key, f"is {len(value)} characters long; {limit} is the most")
        return value

    def strings(self, key: str) -> list[str]:
        """A list of texts."""
        value = self.front.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.problem(key, "must be a list of texts (quote those that hold “: ”)")
        found = [normalise(item) for item in value]
        if any("\n" in item for item in found):
            raise self.problem(key, "each text stands on one line")
        return [item for item in found if item]

    def check_codes(self, codes: list[str]) -> None:
        """Each code names a system we know."""
        for code in codes:
            system, _, rest = code.partition(" ")
            if system not in CODE_SYSTEMS or not rest:
                raise self.problem("codes", f"“{code}”: write a system and a code; systems: {', '.join(CODE_SYSTEMS)}")

    def fields(self) -> dict[str, Any]:
        """The fields of this kind."""
        found = blank_fields(self.spec)
        for field in self.spec.fields:
            model_field = self.spec.model_field(field.name)
            found[field.name] = self.strings(field.name) if field.form == LINES else self.text(field.name)
            value = found[field.name]
            if not value and not model_field.blank:
                raise self.problem(field.name, "is missing")
            if field.form == CHOICE and value not in dict(model_field.flatchoices):
                raise self.problem(field.name, f"“{value}” is not one of {', '.join(dict(model_field.flatchoices))}")
            limit = model_field.max_length
            if limit and len(value) > limit and field.form != LINES:
                raise self.problem(field.name, f"is {len(value)} characters long; {limit} is the most")
        return found

    def part(self, part: kinds.Part) -> Any:
        """Child rows, checked by shape here and by meaning when they are loaded."""
        value = self.front.pop(part.name, part.empty())
        if not isinstance(value, type(part.empty())):
            raise self.problem(part.name, "has the wrong shape")
        if isinstance(value, dict):
            if not all(isinstance(v, list) and all(isinstance(w, str) for w in v) for v in value.values()):
                raise self.problem(part.name, "must be facets, each with a list of words")
            return {key: sorted(set(words)) for key, words in sorted(value.items()) if words}
        return [self.row(part.name, item) for item in value]

    def row(self, name: str, item: Any) -> dict[str, str]:
        """One caution."""
        if not isinstance(item, dict) or not {"level", "text"} <= set(item) <= {"level", "text", "page"}:
            raise self.problem(name, "each needs “level” and “text”, and may have “page”")
        if not all(isinstance(value, str) for value in item.values()):
            raise self.problem(name, "“level”, “text” and “page” must be text (quote those that hold “: ”)")
        text = normalise(item["text"])
        if len(text) > LINE_LIMIT:
            raise self.problem(name, f"a text is longer than {LINE_LIMIT} characters")
        return {"level": item["level"], "text": text, "page": item.get("page", "")}

    def links(self) -> dict[str, list[dict[str, str]]]:
        """Cross-links by relation."""
        value = self.front.pop("links", {})
        if not isinstance(value, dict):
            raise self.problem("links", "must be relations, each with a list of pages")
        allowed = {relation.key: relation for relation in kinds.relations_from(self.spec.key)}
        found = {}
        for key, items in value.items():
            if key not in allowed:
                raise self.problem(
                    "links",
                    f"a {self.spec.label.lower()} has no “{key}” links; it may have {', '.join(allowed)}",
                )
            if not isinstance(items, list):
                raise self.problem("links", f"“{key}” must be a list of pages")
            found[key] = [self.link(allowed[key], item) for item in items]
        return {key: items for key, items in found.items() if items}

    def link(self, relation: kinds.Relation, item: Any) -> dict[str, str]:
        """One link: a uid, or a mapping with ``to``."""
        row = {"to": item} if isinstance(item, str) else item
        if not isinstance(row, dict) or "to" not in row or not set(row) <= {"to", "note", "qualifier"}:
            raise self.problem("links", f"{relation.key}: each link is a page, or “to” with “note” and “qualifier”")
        if not all(isinstance(value, str) for value in row.values()):
            raise self.problem("links", f"{relation.key}: “to”, “note” and “qualifier” must be text (quote “: ”)")
        note, qualifier = normalise(row.get("note", "")), row.get("qualifier", "")
        if qualifier and qualifier not in relation.qualifiers:
            raise self.problem(
                "links",
                f"{relation.key}: “{qualifier}” is not one of {', '.join(relation.qualifiers) or 'none'}",
            )
        if qualifier and "[@" not in note:
            raise self.problem("links", f"{relation.key}: {row['to']}: a qualifier needs a note that cites its source")
        if len(note) > LINE_LIMIT:
            raise self.problem("links", f"{relation.key}: {row['to']}: the note is longer than {LINE_LIMIT} characters")
        return {"to": row["to"], "note": note, "qualifier": qualifier}
