"""The lines of a brat `.ann` file: what each of them says, and which other lines it stands on.

A line of a kind that the model holds (T, and R, A, # where they are about T lines) is parsed; every other line is only
looked at for the ids in it, so that it can be written back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from annotator.model.annotation import Fragments
from annotator.model.phrases import tr

NOTE_KIND = "AnnotatorNotes"
ARGUMENTS = ("Arg1", "Arg2")
_OFFSETS = re.compile(r"(\S+) (-?\d{1,18} -?\d{1,18}(?:;-?\d{1,18} -?\d{1,18})*)\s*").fullmatch
_ATTRIBUTE = re.compile(r"(\S+) (\S+)(?: (.*\S))?\s*", re.DOTALL).fullmatch
_NOTE = re.compile(r"(\S+) (\S+)\s*").fullmatch
_RELATION = re.compile(r"(\S+) ([^\s:]+):(\S+) ([^\s:]+):(\S+)\s*").fullmatch


class TextBound(NamedTuple):
    """A T line: a label on a stretch of text, in the file's own offsets."""

    id: str
    label: str
    fragments: Fragments
    text: str | None
    """None where the line has no text."""


class Relation(NamedTuple):
    """An R line between two other lines."""

    id: str
    label: str
    names: tuple[str, str]
    """What the two arguments are called; usually `ARGUMENTS`."""
    source: str
    target: str
    tail: str = ""
    """What stands behind the arguments: nothing, or a tab and what follows it."""


class Attribute(NamedTuple):
    """An A line; `value` is True where it has none."""

    id: str
    name: str
    target: str
    value: str | bool


class Note(NamedTuple):
    """A # line with its kind, usually `NOTE_KIND`."""

    id: str
    kind: str
    target: str
    text: str


class Other(NamedTuple):
    """Any other line, kept as it is."""

    id: str
    text: str


class Fault(NamedTuple):
    """A T line that cannot be understood."""

    id: str
    reason: str


Line = TextBound | Relation | Attribute | Note | Other | Fault


def parse(text: str) -> Line:
    """What a line without its line end says."""
    kind = text[:1]
    if kind == "T":
        return _text_bound(text)
    identity, _, rest = text.partition("\t")
    data, tab, tail = rest.partition("\t")
    if kind == "R" and (found := _RELATION(data)):
        label, first, source, second, target = found.groups()
        return Relation(identity, label, (first, second), source, target, tab + tail)
    if kind == "A" and (found := _ATTRIBUTE(rest.rstrip("\t"))):
        name, target, value = found.groups()
        return Attribute(identity, name, target, True if value is None else value)
    if kind == "#" and tab and tail and (found := _NOTE(data)):
        return Note(identity, found.group(1), found.group(2), tail)
    return Other(identity, text)


def _text_bound(text: str) -> TextBound | Fault:
    parts = text.split("\t", 2)
    identity = parts[0].split(" ", 1)[0]
    found = _OFFSETS(parts[1]) if len(parts) > 1 and " " not in parts[0] else None
    if found is None:
        return Fault(identity, tr("The line is not of the form “T1, tab, label start end, tab, text”."))
    label, places = found.groups()
    fragments = tuple((int(a), int(b)) for a, b in (place.split(" ") for place in places.split(";")))
    return TextBound(identity, label, fragments, parts[2] if len(parts) > 2 and parts[2] else None)


def number_of(identity: str) -> int:
    """The number in an id such as `T12`; 0 where there is none."""
    digits = identity[1:]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0


def refers_to(text: str) -> list[str]:
    """The ids of other lines without which a line means nothing."""
    kind = text[:1]
    words = text.split("\t")[1:2]
    tokens = words[0].split() if words else []
    if kind == "E":
        return [token.partition(":")[2] for token in tokens[:1]]
    if kind == "R":
        return [token.partition(":")[2] for token in tokens[1:]]
    return tokens[1:2] if kind in ("A", "M", "N", "#") else []


def event_trigger(text: str) -> tuple[str, str] | None:
    """Type and trigger of an E line; None for any other line."""
    if not text.startswith("E"):
        return None
    tokens = text.partition("\t")[2].split(maxsplit=1)
    kind, colon, trigger = tokens[0].partition(":") if tokens else ("", "", "")
    return (kind, trigger) if colon else None


def with_event_type(text: str, kind: str) -> str:
    """An E line with another type."""
    identity, tab, rest = text.partition("\t")
    return f"{identity}{tab}{kind}{rest[rest.index(':') :]}"


def without(text: str, gone: Collection[str]) -> str | None:
    """A line without the parts that name ids in `gone`; None where nothing is left that means anything.

    An event loses the argument, a set its member; every other line that stands on one of them goes.
    """
    if any(identity in gone for identity in refers_to(text)):
        return None
    kind = text[:1]
    if kind not in ("E", "*"):
        return text
    head, tab, rest = text.partition("\t")
    data, second, tail = rest.partition("\t")
    tokens = data.split(" ")
    ids = [token.partition(":")[2] if kind == "E" else token for token in tokens]
    kept = [token for at, token in enumerate(tokens) if at == 0 or ids[at] not in gone]
    if len(kept) == len(tokens):
        return text
    members = [token for token in kept[1:] if token]
    if kind == "*" and len(members) < 2:
        return None
    return f"{head}{tab}{' '.join(kept)}{second}{tail}"
