"""Edits of a schema, each a pure function from one schema to the next. Ids never change, nothing is ever taken out:
renaming changes a name, merging points elsewhere, deleting retires, so that no annotation has to be rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from annotator.model.errors import UserError
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Label, Layer, Role, Schema, free_id


def add_layer(schema: Schema, name: str, style: str = "fill", key: str = "") -> Schema:
    """A new layer without labels."""
    _free_name(name, (layer.name for layer in schema.layers))
    identity = free_id(_id_of(name), (layer.id for layer in schema.layers))
    return replace(schema, layers=(*schema.layers, Layer(identity, _name(name), style, key)))


def edit_layer(schema: Schema, layer_id: str, **values: Any) -> Schema:
    """The layer with other values (name, style, key, definition)."""
    if "name" in values:
        _free_name(values["name"], (layer.name for layer in schema.layers if layer.id != layer_id))
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
    return schema.with_layer(replace(layer, labels=_moved(layer.labels, label_id, step)))


def switch_layer(schema: Schema, layer_id: str, *, on: bool) -> Schema:
    """The layer with all its labels offered no more, or with those offered again that were before."""
    layer = _layer(schema, layer_id)
    if on == layer.offered or not layer.labels:
        return schema
    resting = tuple(label.id for label in layer.labels if label.shown)
    back = layer.resting or tuple(label.id for label in layer.labels)
    labels = tuple(replace(label, enabled=on and label.id in back) for label in layer.labels)
    return schema.with_layer(replace(layer, labels=labels, resting=() if on else resting))


def move_layer(schema: Schema, layer_id: str, step: int) -> Schema:
    """The layer `step` places further down (up where negative)."""
    _layer(schema, layer_id)
    return replace(schema, layers=_moved(schema.layers, layer_id, step))


def put_attribute(schema: Schema, layer_id: str | None, attribute: Attribute) -> Schema:
    """The attribute in place of the one with its id, or added; `layer_id` None for those of the whole article.

    UserError where it has no name, or the name (or a value's) is taken.
    """
    known = attributes_of(schema, layer_id)
    others = [old.name for old in known if old.id != attribute.id and not old.retired]
    if not attribute.retired:
        _free_name(attribute.name, others)
        for number, value in enumerate(attribute.values):
            _free_name(value.name, (other.name for other in attribute.values[:number]))
    found = tuple(attribute if old.id == attribute.id else old for old in known)
    if attribute.id not in {old.id for old in known}:
        found = (*known, attribute)
    return _with_attributes(schema, layer_id, found)


def move_attribute(schema: Schema, layer_id: str | None, attribute_id: str, step: int) -> Schema:
    """The attribute `step` places further down (up where negative) among those in use."""
    return _with_attributes(schema, layer_id, _moved(attributes_of(schema, layer_id), attribute_id, step))


def put_role(schema: Schema, role: Role) -> Schema:
    """The role in place of the one with its id, or added.

    UserError where it has no name, the name is taken, or its key belongs to another link from the same label.
    """
    others = [old for old in schema.roles if old.id != role.id and not old.retired]
    if not role.retired:
        _free_name(role.name, (old.name for old in others))
        if rival := next((old for old in others if role.key == old.key != "" and _meet(schema, role, old)), None):
            raise UserError(
                tr("The key {key} is given to {one} and to {other}.", key=role.key, one=rival.name, other=role.name),
                hint=tr("Choose another one."),
            )
    if schema.role(role.id):
        return replace(schema, roles=tuple(role if old.id == role.id else old for old in schema.roles))
    return replace(schema, roles=(*schema.roles, role))


def _meet(schema: Schema, one: Role, other: Role) -> bool:
    """Whether a label can have links of both roles, so that their keys are offered together."""
    labels = [(layer.id, label.id) for layer in schema.layers for label in layer.labels]
    return any(one.starts_at(*label) and other.starts_at(*label) for label in labels)


def move_role(schema: Schema, role_id: str, step: int) -> Schema:
    """The role `step` places further down (up where negative) among those in use."""
    return replace(schema, roles=_moved(schema.roles, role_id, step))


def attributes_of(schema: Schema, layer_id: str | None) -> tuple[Attribute, ...]:
    """All attributes of a layer, retired ones too; `layer_id` None for those of the whole article."""
    return schema.article if layer_id is None else _layer(schema, layer_id).attributes


def new_id_for(schema: Schema, layer_id: str | None, name: str) -> str:
    """A free id for a new attribute (of a layer, or of the article) called `name`."""
    return free_id(_id_of(name), (attribute.id for attribute in attributes_of(schema, layer_id)))


def new_role_id(schema: Schema, name: str) -> str:
    """A free id for a new role called `name`."""
    return free_id(_id_of(name), (role.id for role in schema.roles))


def new_value_id(attribute: Attribute, name: str) -> str:
    """A free id for a new value of `attribute` called `name`."""
    return free_id(_name(name), (value.id for value in attribute.values))


def _with_attributes(schema: Schema, layer_id: str | None, attributes: tuple[Attribute, ...]) -> Schema:
    if layer_id is None:
        return replace(schema, article=attributes)
    return schema.with_layer(replace(_layer(schema, layer_id), attributes=attributes))


Piece = TypeVar("Piece", Label, Attribute, Role, Layer)


def _moved(pieces: tuple[Piece, ...], identity: str, step: int) -> tuple[Piece, ...]:
    """`pieces` with one of them moved past `step` others that are in use."""
    found = list(pieces)
    at = next(number for number, piece in enumerate(found) if piece.id == identity)
    piece = found.pop(at)
    in_use = [number for number, other in enumerate(found) if _in_use(other)]
    before = sum(1 for number in in_use if number < at)
    wanted = max(0, min(len(in_use), before + step))
    found.insert(in_use[wanted] if wanted < len(in_use) else len(found), piece)
    return tuple(found)


def _in_use(piece: Label | Attribute | Role | Layer) -> bool:
    return not getattr(piece, "retired", False) and not getattr(piece, "merged_into", "")


def _free_name(name: str, taken: Iterable[str]) -> None:
    if _name(name) in set(taken):
        raise UserError(tr("The name {name} is taken.", name=name), hint=tr("Choose another one."))


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
