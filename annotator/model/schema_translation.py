"""Another project's label schema in this project's ids: the same name is the same thing, other names come in as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.schema import Attribute, Label, Layer, Role, Schema, Value, free_id


@dataclass
class Translation:
    """Ids there -> ids here, and what of the other schema is new, in ids that are free here."""

    schema: Schema
    labels: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    """Layer and attribute there -> attribute here; the layer is empty for labels of the article."""
    values: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def values_of(self, layer: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Attributes of a label (by ids there) in ids that hold here."""
        found = {}
        for name, value in given.items():
            listed = [self.values.get((layer, name, v), v) for v in value] if isinstance(value, list) else None
            single = self.values.get((layer, name, value), value) if isinstance(value, str) else value
            found[self.attributes.get((layer, name), name)] = single if listed is None else listed
        return found


def translation(own: Schema, other: Schema) -> Translation:
    """How `other` is said in the ids of `own`."""
    found = Translation(other)
    layers = []
    for layer in other.layers:
        here = own.layer(layer.id) or next((each for each in own.layers if each.name == layer.name), None)
        layers.append(_layer(here or Layer(layer.id, layer.name, layer.style), layer, found))
    roles = []
    taken = [role.id for role in own.roles]
    for role in other.roles:
        same = own.role_named(role.name)
        identity = same.id if same else _free(role.id, role.name, own.role(role.id), taken)
        taken.append(identity)
        found.roles[role.id] = identity
        # Ends name labels by their ids there; a role that comes in takes any, and people see what is linked.
        roles.append(Role(identity, role.name, symmetric=role.symmetric, definition=role.definition))
    article = _attributes("", own.article, other.article, found, {})
    known = {role.id for role in own.roles}
    new_roles = tuple(role for role in roles if role.id not in known)
    found.schema = Schema(own.name, tuple(layers), new_roles, article)
    return found


def _layer(here: Layer, there: Layer, found: Translation) -> Layer:
    labels: list[Label] = []
    taken = [label.id for label in here.labels]
    called: dict[str, str] = {}
    for label in there.labels:
        meant = there.label(label.id) or label
        same = here.label_named(meant.name)
        identity = same.id if same else called.get(meant.id)
        if identity is None:
            present = next((each for each in here.labels if each.id == meant.id), None)
            identity = _free(meant.id, meant.name, present, taken)
            taken.append(identity)
            labels.append(replace(meant, id=identity, key="", merged_into="", since=0))
        called[meant.id] = called[label.id] = identity
        found.labels[there.id, label.id] = here.id, identity
    attributes = _attributes(there.id, here.attributes, there.attributes, found, called)
    return Layer(here.id, here.name, here.style, "", here.definition, tuple(labels), attributes)


def _attributes(
    layer: str,
    own: Sequence[Attribute],
    other: Sequence[Attribute],
    found: Translation,
    labels: Mapping[str, str],
) -> tuple[Attribute, ...]:
    kept = []
    taken = [attribute.id for attribute in own]
    for attribute in other:
        same = next((each for each in own if each.name == attribute.name and not each.retired), None)
        present = next((each for each in own if each.id == attribute.id), None)
        identity = same.id if same else _free(attribute.id, attribute.name, present, taken)
        taken.append(identity)
        found.attributes[layer, attribute.id] = identity
        values: list[Value] = []
        for value in attribute.values:
            here = next((each for each in same.values if each.name == value.name), None) if same else None
            value_id = here.id if here else value.id
            found.values[layer, attribute.id, value.id] = value_id
            values.append(replace(value, id=value_id))
        named = tuple(labels.get(label, label) for label in attribute.labels)
        kept.append(replace(attribute, id=identity, values=tuple(values), labels=named))
    return tuple(kept)


def _free(identity: str, name: str, present: Any, taken: Sequence[str]) -> str:
    """`identity` where it is free here (or means the same), else a free one."""
    return identity if present is None or present.name == name else free_id(identity, taken)
