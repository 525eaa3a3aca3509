"""A schema as JSON: the files in `resources/schemas/` and the copy in each project. Faults are named by their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, End, Label, Layer, Role, Schema, Value, faults

_HIGHEST = 2**62


def schema_from_json(data: Any, where: object = "schema") -> Schema:
    """The schema that a parsed JSON document describes. Raises UserError that names the place of the first fault."""
    reader = _Reader(where)
    top = reader.mapping(data, "")
    layers = tuple(_layer(reader, item, f"layers[{i}]") for i, item in enumerate(reader.items(top, "layers", "")))
    roles = tuple(_role(reader, item, f"roles[{i}]") for i, item in enumerate(reader.items(top, "roles", "")))
    article = tuple(
        _attribute(reader, item, f"article[{i}]") for i, item in enumerate(reader.items(top, "article", ""))
    )
    schema = Schema(
        reader.text(top, "name", "") or "schema", layers, roles, article, reader.text(top, "guidelines", "")
    )
    if problem := next(faults(schema), None):
        raise UserError(problem, where, tr("Mend the schema file and try again."))
    return schema


def schema_to_json(schema: Schema) -> dict[str, Any]:
    """The JSON document of a schema; `schema_from_json` reads it back to an equal one."""
    return {
        "name": schema.name,
        "layers": [
            _plain(layer, Layer)
            | {
                "labels": [_plain(label, Label) for label in layer.labels],
                "attributes": [_attribute_json(attribute) for attribute in layer.attributes],
            }
            for layer in schema.layers
        ],
        "roles": [
            _plain(role, Role) | {"sources": [str(e) for e in role.sources], "targets": [str(e) for e in role.targets]}
            for role in schema.roles
        ],
        "article": [_attribute_json(attribute) for attribute in schema.article],
    }


class _Reader:
    """Takes typed values out of parsed JSON and names the place where one is of the wrong type."""

    def __init__(self, where: object) -> None:
        self.where = where

    def wrong(self, place: str, wanted: str) -> UserError:
        what = tr("{place} should be {wanted}.", place=place or "schema", wanted=wanted)
        return UserError(what, self.where, tr("Mend the schema file and try again."))

    def mapping(self, value: Any, place: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(place, tr("an object"))
        return value

    def items(self, data: Mapping[str, Any], name: str, place: str) -> list[Any]:
        value = data.get(name, [])
        if not isinstance(value, list):
            raise self.wrong(f"{place}.{name}".lstrip("."), tr("a list"))
        return value

    def texts(self, data: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
        found = self.items(data, name, place)
        if not all(isinstance(item, str) for item in found):
            raise self.wrong(f"{place}.{name}", tr("a list of texts"))
        return tuple(found)

    def text(self, data: Mapping[str, Any], name: str, place: str, default: str = "") -> str:
        value = data.get(name, default)
        if not isinstance(value, str):
            raise self.wrong(f"{place}.{name}".lstrip("."), tr("a text"))
        return value

    def number(self, data: Mapping[str, Any], name: str, place: str) -> int:
        value = data.get(name, 0)
        if type(value) is not int or not 0 <= value < _HIGHEST:
            raise self.wrong(f"{place}.{name}", tr("a number"))
        return value

    def flag(self, data: Mapping[str, Any], name: str, place: str, default: bool = False) -> bool:
        value = data.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(f"{place}.{name}", tr("true or false"))
        return value


def _named(reader: _Reader, data: Mapping[str, Any], place: str) -> tuple[str, str]:
    found = reader.text(data, "id", place) or reader.text(data, "name", place)
    if not found:
        raise reader.wrong(f"{place}.id", tr("a name"))
    return found, reader.text(data, "name", place) or found


def _layer(reader: _Reader, item: Any, place: str) -> Layer:
    data = reader.mapping(item, place)
    identity, name = _named(reader, data, place)
    labels = reader.items(data, "labels", place)
    attributes = reader.items(data, "attributes", place)
    return Layer(
        identity,
        name,
        reader.text(data, "style", place, "fill"),
        reader.text(data, "key", place),
        reader.text(data, "definition", place),
        tuple(_label(reader, label, f"{place}.labels[{i}]") for i, label in enumerate(labels)),
        tuple(_attribute(reader, attribute, f"{place}.attributes[{i}]") for i, attribute in enumerate(attributes)),
        reader.texts(data, "resting", place),
    )


def _label(reader: _Reader, item: Any, place: str) -> Label:
    data = reader.mapping(item, place)
    identity, name = _named(reader, data, place)
    return Label(
        identity,
        name,
        reader.text(data, "key", place),
        reader.text(data, "colour", place, "numbers"),
        reader.text(data, "title", place),
        reader.text(data, "definition", place),
        reader.texts(data, "examples", place),
        reader.texts(data, "counter_examples", place),
        reader.flag(data, "enabled", place, default=True),
        reader.flag(data, "retired", place),
        reader.text(data, "merged_into", place),
        reader.number(data, "since", place),
    )


def _attribute(reader: _Reader, item: Any, place: str) -> Attribute:
    data = reader.mapping(item, place)
    identity, name = _named(reader, data, place)
    values = []
    for i, value in enumerate(reader.items(data, "values", place)):
        value_data = {"id": value} if isinstance(value, str) else reader.mapping(value, f"{place}.values[{i}]")
        value_id, value_name = _named(reader, value_data, f"{place}.values[{i}]")
        at = f"{place}.values[{i}]"
        values.append(
            Value(value_id, value_name, reader.text(value_data, "definition", at), reader.text(value_data, "key", at))
        )
    return Attribute(
        identity,
        name,
        reader.text(data, "kind", place, "text"),
        tuple(values),
        reader.texts(data, "labels", place),
        reader.flag(data, "required", place),
        reader.text(data, "definition", place),
        reader.flag(data, "retired", place),
        reader.text(data, "default", place),
    )


def _role(reader: _Reader, item: Any, place: str) -> Role:
    data = reader.mapping(item, place)
    identity, name = _named(reader, data, place)

    def ends(which: str) -> tuple[End, ...]:
        return tuple(End(*text.split("/", 1)) for text in reader.texts(data, which, place))

    return Role(
        identity,
        name,
        ends("sources"),
        ends("targets"),
        reader.text(data, "key", place),
        reader.flag(data, "single", place),
        reader.flag(data, "symmetric", place),
        reader.text(data, "definition", place),
        reader.flag(data, "retired", place),
        reader.flag(data, "required", place),
    )


def _plain(item: Any, kind: type) -> dict[str, Any]:
    """The fields of a dataclass that are not at their default, tuples as lists."""
    found = {}
    for name, description in kind.__dataclass_fields__.items():  # type: ignore[attr-defined]  # every caller passes a dataclass
        value = getattr(item, name)
        if value != description.default and name not in ("labels", "attributes", "values", "sources", "targets"):
            found[name] = list(value) if isinstance(value, tuple) else value
    if found.get("name") == found.get("id"):
        found.pop("name", None)
    return found


def _attribute_json(attribute: Attribute) -> dict[str, Any]:
    data = _plain(attribute, Attribute)
    if attribute.values:
        data["values"] = [_plain(value, Value) for value in attribute.values]
    if attribute.labels:
        data["labels"] = list(attribute.labels)
    return data
