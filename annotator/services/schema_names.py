"""Names in files <-> ids in the schema. What the schema lacks is added as files name it, exactly and case-sensitive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from annotator.model.errors import UserError
from annotator.model.exchange import Declared
from annotator.model.phrases import tr
from annotator.model.schema import Attribute, Label, Layer, Role, Schema, Value, free_id

_COLOURS = ("people", "organisations", "places", "events", "numbers", "claims", "favour", "against")
_ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Addition:
    """Something that an import added to the schema: `layer`, `label`, `role`, `attribute` or `value`."""

    kind: str
    name: str
    layer: str = ""
    attribute: str = ""


class Names:
    """Finds ids by names, and lets the schema grow where one is missing. `schema` is what it has become."""

    def __init__(self, schema: Schema, label_map: Mapping[str, str], *, strict: bool = False) -> None:
        """`label_map`: name in the file -> name here; `strict`: refuse to add anything."""
        self.schema = schema
        self.additions: list[Addition] = []
        self.values_are_texts = False
        """Whether values of attributes come from a format that has only texts, see `Row`."""
        self._map = dict(label_map)
        self._strict = strict
        self.known_labels: dict[tuple[str | None, str], tuple[str, str]] = {}
        """What `label` has answered so far; for loops that cannot spare the call."""
        self._roles: dict[str, str] = {}
        self._attributes: dict[tuple[str, str], Attribute] = {}

    def label(self, layer: str | None, name: str) -> tuple[str, str]:
        """The ids of layer and label for a label called `name`; of any layer where the file names none."""
        found = self.known_labels.get((layer, name))
        if found is None:
            found = self.known_labels[layer, name] = self._find_label(layer, self._map.get(name, name))
        return found

    def role(self, name: str) -> str:
        """The id of the role called `name`."""
        found = self._roles.get(name)
        if found is None:
            found = self._roles[name] = self._find_role(name)
        return found

    def attributes(self, layer: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Attributes of a layer's label, by id."""
        return {
            attribute.id: self._value(attribute, value, layer)
            for name, value in values.items()
            if value is not None
            for attribute in (self._attribute(layer, name, value),)
        }

    def article_labels(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Labels of the whole article, by id."""
        return self.attributes("", values)

    def declare(self, declared: Declared) -> None:
        """Adds what a file's schema names and this one lacks."""
        for name in declared.labels:
            self.label(None, name)
        for name in declared.roles:
            self.role(name)
        layer = self.schema.layer(_ENTITY) or next(iter(self.schema.layers), None)
        for attribute in declared.attributes if layer else ():
            if attribute.values and layer and not layer.attribute_named(attribute.name):
                values = tuple(Value(name, name) for name in dict.fromkeys(attribute.values))
                self._add_choice(layer.id, attribute.name, values)

    # -- finding and adding -------------------------------------------------------------------------------------

    def _find_label(self, layer_name: str | None, name: str) -> tuple[str, str]:
        if layer_name is None:
            if found := self.schema.find_label(name):
                return found[0].id, found[1].id
            candidates = list(self.schema.layers)
            layer = self.schema.layer(_ENTITY) or (candidates[0] if candidates else self._add_layer(_ENTITY))
        else:
            layer = self._layer(layer_name)
            candidates = [layer]
            if label := layer.label_named(name):
                return layer.id, label.id
        for candidate in candidates:  # one that is no longer in use: merged ones are followed
            for label in candidate.labels:
                if label.name == name and (kept := candidate.label(label.id)):
                    return candidate.id, kept.id
        return layer.id, self._add_label(layer, name)

    def _layer(self, name: str) -> Layer:
        found = self.schema.layer(name) or next((each for each in self.schema.layers if each.name == name), None)
        return found or self._add_layer(name)

    def _find_role(self, name: str) -> str:
        if role := self.schema.role_named(name):
            return role.id
        if retired := next((role for role in self.schema.roles if role.name == name), None):
            return retired.id
        self._refuse_if_strict(tr("role"), name)
        role = Role(free_id(name, (each.id for each in self.schema.roles)), name)
        self.schema = replace(self.schema, roles=(*self.schema.roles, role))
        self.additions.append(Addition("role", name))
        return role.id

    def _add_layer(self, name: str) -> Layer:
        self._refuse_if_strict(tr("layer"), name)
        layer = Layer(name, name)
        self.schema = self.schema.with_layer(layer)
        self.additions.append(Addition("layer", name))
        return layer

    def _add_label(self, layer: Layer, name: str) -> str:
        self._refuse_if_strict(tr("label"), name)
        # "*" stands for any label at the ends of roles; no label may have that id.
        taken = ("*", *(label.id for label in layer.labels))
        label = Label(free_id(name, taken), name, colour=_free_colour(layer))
        self.schema = self.schema.with_layer(replace(layer, labels=(*layer.labels, label)))
        self.additions.append(Addition("label", name, layer.id))
        return label.id

    def _attribute(self, layer_id: str, name: str, value: Any) -> Attribute:
        found = self._attributes.get((layer_id, name))
        if found is None:
            found = self._attributes[layer_id, name] = self._find_attribute(layer_id, name, value)
        return found

    def _find_attribute(self, layer_id: str, name: str, value: Any) -> Attribute:
        known = self._known_attributes(layer_id)
        same = [each for each in known if each.name == name]
        if same:
            return next((each for each in same if not each.retired), same[0])
        self._refuse_if_strict(tr("attribute"), name)
        attribute = Attribute(free_id(name, (each.id for each in known)), name, _kind_of(value))
        self._set_attributes(layer_id, lambda present: (*present, attribute))
        self.additions.append(Addition("attribute", name, layer_id))
        return attribute

    def _add_choice(self, layer_id: str, name: str, values: tuple[Value, ...]) -> None:
        taken = (each.id for each in self._known_attributes(layer_id))
        attribute = Attribute(free_id(name, taken), name, "choice", values)
        self._set_attributes(layer_id, lambda present: (*present, attribute))
        self.additions.append(Addition("attribute", name, layer_id))

    def _value(self, attribute: Attribute, value: Any, layer: str) -> Any:
        if self.values_are_texts:
            value = _fitting(attribute.kind, value)
        if attribute.kind == "choice" and isinstance(value, str):
            return self._value_id(attribute.id, value, layer)
        if attribute.kind == "choices" and isinstance(value, list):
            return [self._value_id(attribute.id, v, layer) if isinstance(v, str) else v for v in value]
        return value

    def _value_id(self, attribute_id: str, name: str, layer: str) -> str:
        attribute = next(each for each in self._known_attributes(layer) if each.id == attribute_id)
        found = next((value for value in attribute.values if value.name == name), None)
        if found is not None:
            return found.id
        self._refuse_if_strict(tr("value"), name)
        value = Value(free_id(name, (each.id for each in attribute.values)), name)
        wider = replace(attribute, values=(*attribute.values, value))
        self._set_attributes(layer, lambda present: tuple(wider if a.id == attribute_id else a for a in present))
        self.additions.append(Addition("value", name, layer, attribute.name))
        return value.id

    def _known_attributes(self, layer_id: str) -> tuple[Attribute, ...]:
        if not layer_id:
            return self.schema.article
        layer = self.schema.layer(layer_id)
        return layer.attributes if layer else ()

    def _set_attributes(self, layer_id: str, change: Callable[[tuple[Attribute, ...]], tuple[Attribute, ...]]) -> None:
        if not layer_id:
            self.schema = replace(self.schema, article=change(self.schema.article))
        elif layer := self.schema.layer(layer_id):
            self.schema = self.schema.with_layer(replace(layer, attributes=change(layer.attributes)))

    def _refuse_if_strict(self, what: str, name: str) -> None:
        if self._strict:
            raise UserError(
                tr("The schema has no {what} called “{name}”.", what=what, name=name),
                hint=tr("Add it first, map it with --map-label A=B, or import without --strict."),
            )


class ExportNames:
    """What ids are called now, for writing."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.known_labels: dict[tuple[str, str], str] = {}
        """What `label` has answered so far; for loops that cannot spare the call."""
        self._roles = {role.id: role.name for role in schema.roles}
        self._attributes = {
            layer.id: {attribute.id: attribute for attribute in layer.attributes} for layer in schema.layers
        }
        self._article = {attribute.id: attribute for attribute in schema.article}

    def label(self, layer: str, label: str) -> str:
        found = self.known_labels.get((layer, label))
        if found is None:
            found = self.known_labels[layer, label] = self._schema.label_name(layer, label)
        return found

    def role(self, role: str) -> str:
        return self._roles.get(role, role)

    def attributes(self, layer: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Attributes of a label by name, in the order of their names."""
        return _named(values, self._attributes.get(layer, {}))

    def article_labels(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return _named(values, self._article)


def _named(values: Mapping[str, Any], known: Mapping[str, Attribute]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for identity, value in values.items():
        attribute = known.get(identity)
        if attribute is None:
            found[identity] = value
            continue
        names = {each.id: each.name for each in attribute.values}
        if isinstance(value, list):
            found[attribute.name] = [names.get(v, v) if isinstance(v, str) else v for v in value]
        else:
            found[attribute.name] = names.get(value, value) if isinstance(value, str) else value
    return dict(sorted(found.items()))


def _free_colour(layer: Layer) -> str:
    """The colour that the fewest labels of the layer have."""
    used = Counter(label.colour for label in layer.labels)
    return min(_COLOURS, key=lambda colour: used[colour])


def _fitting(kind: str, value: Any) -> Any:
    """A value as attributes of a kind have it: formats whose values are all texts write numbers and lists as such."""
    if kind in ("choices", "texts") and isinstance(value, str):
        return [value]
    if kind == "flag" and value in ("true", "false"):
        return value == "true"
    if kind == "number" and isinstance(value, str):
        try:
            found = float(value)
        except ValueError:
            return value
        return value if not isfinite(found) else int(found) if found.is_integer() and "." not in value else found
    return value


def _kind_of(value: Any) -> str:
    """The kind of attribute that a value is one of."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, (int, float)):
        return "number"
    return "texts" if isinstance(value, list) else "text"
