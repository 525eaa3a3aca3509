"""`annotation.conf`, in which brat keeps its schema: read for labels that are not used yet, and made from ours.

Only names and the simple rules are read: types, arguments of relations, values of attributes. Macros, overlap rules and
the layout of menus mean nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator.formats.reading import Reading
from annotator.model.decoding import decode
from annotator.model.errors import UserError
from annotator.model.exchange import Declared, DeclaredAttribute
from annotator.model.schema import Attribute, Role, Schema

NAME = "annotation.conf"
_SECTION = re.compile(r"\[(\w+)\]\s*").fullmatch
_HIDDEN = re.compile("[!<-]")
"""How an entry begins that is no type: `!` an abstract group, `<` a rule, `-` a line in the menu."""


def read_once(folder: Path, reading: Reading) -> Declared | None:
    """What the configuration that holds for `folder` declares; None where there is none or it was read before."""
    root = reading.root or folder
    for place in (folder, *folder.parents):
        path = place / NAME
        if path.is_file():
            key = "brat configuration", str(path)
            if key in reading.memory:
                return None
            reading.memory[key] = True
            try:
                return declared(decode(path.read_bytes()).text)
            except (OSError, UserError):
                return None  # it is not needed to read the labels
        if place == root:
            break
    return None


def declared(text: str) -> Declared:
    """The labels, roles and attributes that a configuration names."""
    section = ""
    labels: list[str] = []
    roles: list[str] = []
    attributes: dict[str, DeclaredAttribute] = {}
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if found := _SECTION(line):
            section = found.group(1).lower()
            continue
        name, _, rest = line.partition("\t") if "\t" in line else line.partition(" ")
        if _HIDDEN.match(name) or "=" in name:
            continue
        name = name.split("|")[0].strip()
        if section in ("entities", "events"):
            labels.append(name)
        elif section == "relations":
            roles.append(name)
        elif section == "attributes":
            values = attributes[name].values if name in attributes else ()
            attributes[name] = DeclaredAttribute(name, (*values, *_values(rest)))
    return Declared(tuple(dict.fromkeys(labels)), tuple(dict.fromkeys(roles)), tuple(attributes.values()))


def _values(arguments: str) -> list[str]:
    for argument in re.split(r",\s*", arguments):
        name, _, value = argument.strip().partition(":")
        if name == "Value":
            return [each.strip() for each in value.split("|") if each.strip() and not each.startswith("<")]
    return []


def made(schema: Schema, used: Used) -> str:
    """A configuration in which everything that was written is known."""
    named = [layer_label.name for layer in schema.layers for layer_label in layer.labels if layer_label.shown]
    entities = dict.fromkeys([*map(used.name_of, named), *sorted(used.labels)])
    return "\n".join(
        (
            "[entities]",
            *(name for name in entities if name not in used.events),
            "",
            "[relations]",
            "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
            *_relations(schema, used),
            "",
            "[events]",
            *(
                "\t".join((name, ", ".join(f"{role}*:<ANY>" for role in sorted(roles))))
                for name, roles in sorted(used.events.items())
            ),
            "",
            "[attributes]",
            *_attributes(schema, used),
            "",
        )
    )


class Used:
    """The types that were written, as they are called in the files."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.labels: set[str] = set()
        self.relations: dict[str, tuple[str, str]] = {}
        """Type -> what its arguments are called."""
        self.events: dict[str, set[str]] = {}
        """Type -> its roles."""
        self.attributes: dict[str, set[str]] = {}
        """Name -> values; empty where it has none."""

    def name_of(self, name: str) -> str:
        """A name as brat can have it: white space would end it."""
        found = self.names.get(name)
        if found is None:
            found = self.names[name] = re.sub(r"\s+", "_", name) or "_"
        return found


def _relations(schema: Schema, used: Used) -> Iterable[str]:
    found: dict[str, str] = {}
    for role in schema.roles:
        if not role.retired:
            name = used.name_of(role.name)
            first, second = used.relations.get(name, ("Arg1", "Arg2"))
            ends = f"{first}:{_ends(schema, used, role, targets=False)}, {second}:{_ends(schema, used, role, targets=True)}"
            found[name] = f"{name}\t{ends}"
    for name, (first, second) in sorted(used.relations.items()):
        found.setdefault(name, f"{name}\t{first}:<ANY>, {second}:<ANY>")
    return found.values()


def _ends(schema: Schema, used: Used, role: Role, *, targets: bool) -> str:
    names: list[str] = []
    for end in role.targets if targets else role.sources:
        layer = schema.layer(end.layer)
        if end.label == "*":
            names += [label.name for label in layer.labels if label.shown] if layer else []
        else:
            names.append(schema.label_name(end.layer, end.label))
    return "|".join(dict.fromkeys(map(used.name_of, names))) or "<ANY>"


def _attributes(schema: Schema, used: Used) -> Iterable[str]:
    found: dict[str, str] = {}
    for layer in schema.layers:
        for attribute in layer.attributes:
            if not attribute.retired:
                name = used.name_of(attribute.name)
                found.setdefault(name, f"{name}\tArg:<ANY>{_values_of(attribute, used.attributes.get(name, set()))}")
    for name, values in sorted(used.attributes.items()):
        found.setdefault(name, f"{name}\tArg:<ANY>{_value_list(sorted(values))}")
    return found.values()


def _values_of(attribute: Attribute, written: set[str]) -> str:
    known = [value.name for value in attribute.values]
    return _value_list([*known, *sorted(written - set(known))])


def _value_list(values: list[str]) -> str:
    return f", Value:{'|'.join(values)}" if values else ""


__all__ = ["NAME", "Mapping", "Used", "declared", "made", "read_once"]
