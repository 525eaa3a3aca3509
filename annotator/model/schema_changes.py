"""Edits of a schema, each a pure function from one schema to the next. Ids never change, nothing is ever taken out:
renaming changes a name, merging points elsewhere, deleting retires, so that no annotation has to be rewritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Label, Layer, Role, Schema, free_id


def add_layer(schema: Schema, name: str, style: str = "fill", key: str = "") -> Schema:
    """A new layer without labels."""
    identity = free_id(_id_of(name), (layer.id for layer in schema.layers))
    return replace(schema, layers=(*schema.layers, Layer(identity, _name(name), style, key)))


def edit_layer(schema: Schema, layer_id: str, **values: Any) -> Schema:
    """The layer with other values (name, style, key, definition)."""
    return schema.with_layer(replace(_layer(schema, layer_id), **values))


def add_label(schema: Schema, layer_id: str, name: str, **values: Any) -> Schema:
    """A new label at the end of a layer. A retired one of that name comes back instead."""
    layer = _layer(schema, layer_id)
    retired = next((label for label in layer.labels if label.retired and label.name == name), None)
    if retired:
        return edit_label(schema, layer_id, retired.id, retired=False, enabled=True, **values)
    identity = free_id(_name(name), (label.id for label in layer.labels))
    return schema.with_layer(replace(layer, labels=(*layer.labels, Label(identity, name.strip(), **values))))


def edit_label(schema: Schema, layer_id: str, label_id: str, **values: Any) -> Schema:
    """The label with other values (name, key, colour, title, definition, examples, enabled, ...)."""
    return _edit_label(schema, layer_id, label_id, lambda label: replace(label, **values))


def merge_labels(schema: Schema, layer_id: str, label_id: str, into: str) -> Schema:
    """Lets everything that was labelled `label_id` read as `into` from now on."""
    layer = _layer(schema, layer_id)
    target = layer.label(into)
    if target is None or target.id == label_id:
        raise UserError(tr("A label cannot be merged into itself."), hint=tr("Choose another label of the layer."))
    return edit_label(schema, layer_id, label_id, merged_into=target.id, key="")


def retire_label(schema: Schema, layer_id: str, label_id: str) -> Schema:
    """Offers the label no more; what has it keeps it."""
    return edit_label(schema, layer_id, label_id, retired=True, key="")


def move_label(schema: Schema, layer_id: str, label_id: str, step: int) -> Schema:
    """The label `step` places further down (up where negative) in the lists of its layer."""
    layer = _layer(schema, layer_id)
    labels = list(layer.labels)
    at = next(i for i, label in enumerate(labels) if label.id == label_id)
    label = labels.pop(at)
    labels.insert(max(0, min(len(labels), at + step)), label)
    return schema.with_layer(replace(layer, labels=tuple(labels)))


def put_attribute(schema: Schema, layer_id: str | None, attribute: Attribute) -> Schema:
    """The attribute in place of the one with its id, or added; `layer_id` None for those of the whole article."""
    known = schema.article if layer_id is None else _layer(schema, layer_id).attributes
    found = tuple(attribute if old.id == attribute.id else old for old in known)
    if attribute.id not in {old.id for old in known}:
        found = (*known, attribute)
    if layer_id is None:
        return replace(schema, article=found)
    return schema.with_layer(replace(_layer(schema, layer_id), attributes=found))


def put_role(schema: Schema, role: Role) -> Schema:
    """The role in place of the one with its id, or added."""
    if schema.role(role.id):
        return replace(schema, roles=tuple(role if old.id == role.id else old for old in schema.roles))
    return replace(schema, roles=(*schema.roles, role))


def new_id_for(schema: Schema, layer_id: str | None, name: str) -> str:
    """A free id for a new attribute (of a layer, or of the article) called `name`."""
    known = schema.article if layer_id is None else _layer(schema, layer_id).attributes
    return free_id(_id_of(name), (attribute.id for attribute in known))


def _edit_label(schema: Schema, layer_id: str, label_id: str, change: Callable[[Label], Label]) -> Schema:
    layer = _layer(schema, layer_id)
    if all(label.id != label_id for label in layer.labels):
        raise UserError(tr("There is no label {name} in this layer.", name=label_id))
    labels = tuple(change(label) if label.id == label_id else label for label in layer.labels)
    return schema.with_layer(replace(layer, labels=labels))


def _layer(schema: Schema, layer_id: str) -> Layer:
    layer = schema.layer(layer_id)
    if layer is None:
        raise UserError(tr("There is no layer {name}.", name=layer_id))
    return layer


def _name(name: str) -> str:
    if not name.strip():
        raise UserError(tr("The name is empty."), hint=tr("Write one."))
    return name.strip()


def _id_of(name: str) -> str:
    return "_".join(_name(name).lower().split())
