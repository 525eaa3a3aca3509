"""What WebAnno TSV 3 is made of: declared types, cells with stacks, slots and escapes, the marks that they build."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.uima_types import label_of, layer_of, short_name
from annotator.model.annotation import NONE
from annotator.model.phrases import tr

MARK = "#FORMAT=WebAnno TSV 3."
NO_VALUE, NULL = "_", "*"
ID = re.compile(r"(?<!\\)(?P<escaped>(?:\\\\)*)\[(\d+(?:_\d+)?)\]$")
CHAIN = re.compile(r"(?<!\\)(?P<escaped>(?:\\\\)*)->(\d+)-(\d+)$")
STACK, SLOTS = "|", ";"
ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
JAVA = re.compile(r"\\(u+[0-9A-Fa-f]{4}|[0-7]{1,3}|.)", re.DOTALL)


class Malformed(Exception):
    """What is wrong with a file, and on which line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class Column:
    feature: str
    kind: str = "value"
    """`value`, `nothing`, `role` and `target` (of slots), `source` (of a relation), `element` and `link` (of chains)."""


@dataclass(slots=True)
class Type:
    """A layer that the file declares."""

    name: str
    kind: str
    """`SP`, `RL` or `CH`."""
    columns: list[Column] = field(default_factory=list)
    base: str = ""
    """What a relation stands on."""

    @property
    def short(self) -> str:
        return short_name(self.name)

    @property
    def layer(self) -> str | None:
        return layer_of(self.name, chain=self.kind == "CH")


@dataclass(slots=True, eq=False)
class Mark:
    """An annotation of the file. Offsets as the file counts."""

    type: Type
    number: int
    start: int
    end: int
    line: int
    values: dict[str, str | None] = field(default_factory=dict)
    roles: list[tuple[str, str | None]] = field(default_factory=list)
    """Feature and role of each slot; the targets come in their own column."""
    targets: list[str] = field(default_factory=list)
    source: tuple[str, str] = ("", "")
    """Of a relation: the unit it comes from, and the numbers of both ends."""
    unit: str = ""

    @property
    def id(self) -> str:
        return f"{self.type.short}-{self.number}"


def declared_type(line: str, number: int) -> Type:
    """The layer that a line of the header declares."""
    kind, sign, rest = line[len("#T_") :].partition("=")
    name, *features = rest.split("|")
    if kind not in ("SP", "RL", "CH") or not sign or not name:
        raise Malformed(number, tr("The line declares no layer."))
    found = Type(name, kind)
    before = ""
    for feature in filter(None, features):
        if kind == "RL" and feature.startswith("BT_"):
            found.base = feature[len("BT_") :]
            found.columns.append(Column(feature, "source"))
        elif kind == "CH":
            found.columns.append(Column(feature, "link" if feature == "referenceRelation" else "element"))
        elif before.startswith("ROLE_"):
            found.columns.append(Column(feature, "target"))
        elif feature.startswith("ROLE_"):
            role = feature[len("ROLE_") :].split("_")[0].rpartition(":")[2]
            found.columns.append(Column(role, "role"))
        else:
            found.columns.append(Column(feature))
        before = "" if before.startswith("ROLE_") else feature
    found.columns = found.columns or [Column("", "nothing")]
    return found


def label_and_attributes(mark: Mark) -> tuple[str, dict[str, Any]]:
    """The label of an annotation, and the features that are its attributes."""
    values = {name: value for name, value in mark.values.items() if value is not None and name and name != "->"}
    if mark.type.kind == "CH":
        return values.pop("referenceType", None) or mark.type.layer or mark.type.short, values or dict(NONE)
    return label_of(mark.type.name, values, mark.values)


def split_cells(separator: str, raw: str) -> list[str]:
    """The parts of a value that an unescaped sign separates."""
    if "\\" not in raw:
        return raw.split(separator)
    parts = [""]
    for piece in re.findall(r"\\?.", raw, re.DOTALL):
        if piece == separator:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def plain(raw: str) -> str | None:
    """A value without its escapes; None for none."""
    if raw in (NULL, ""):
        return None
    if "\\" not in raw:
        return raw
    return ESCAPED.sub(lambda found: {"t": "\t", "n": "\n"}.get(found[1], found[1]), raw)


CONTROLS = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}


def unescaped_java(found: re.Match[str]) -> str:
    said = found[1]
    if said.startswith("u"):
        return chr(int(said.lstrip("u"), 16))
    if said.isdecimal():
        return chr(int(said, 8))
    return CONTROLS.get(said, said)
