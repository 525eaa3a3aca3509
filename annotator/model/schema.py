"""The label schema of a project: layers with labels and attributes, roles of links, labels of the whole article.

Labels, attributes and roles have ids that never change: renaming changes the name, merging points to another id,
deleting retires. What annotations hold are ids; what people and files see are names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from annotator.model.phrases import tr

KINDS = ("choice", "choices", "text", "texts", "flag", "number")
"""What an attribute's value is: one of its values, several of them, free text, several texts, yes or no, a number."""


@dataclass(frozen=True)
class Value:
    """One value that an attribute can have."""

    id: str
    name: str
    definition: str = ""
    key: str = ""
    """The key that answers with it; empty where it is the digit of its place."""


@dataclass(frozen=True)
class Attribute:
    """A question about an annotation (or the article). `labels` limits it to some labels of its layer; empty means all."""

    id: str
    name: str
    kind: str = "text"
    values: tuple[Value, ...] = ()
    labels: tuple[str, ...] = ()
    required: bool = False
    definition: str = ""
    retired: bool = False
    default: str = ""
    """What a new label has where nobody says otherwise, in words: a value's id, `yes`, a number, a text."""

    def holds_for(self, label: str) -> bool:
        """Whether annotations with this label id have the attribute."""
        return not self.retired and (not self.labels or label in self.labels)


@dataclass(frozen=True)
class Label:
    """A label of a layer, with what the guidelines say about it. `key` holds in the layer's mode."""

    id: str
    name: str
    key: str = ""
    colour: str = "numbers"
    title: str = ""
    definition: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    enabled: bool = True
    retired: bool = False
    merged_into: str = ""
    since: int = 0
    """The version of the guidelines that its definition came with; 0 for the one that it began with."""

    @property
    def shown(self) -> bool:
        """Whether it is offered for new annotations."""
        return self.enabled and not self.retired and not self.merged_into


@dataclass(frozen=True)
class Layer:
    """A kind of annotation. With a `key`, its labels' keys hold only after that key; `style` is how it is drawn."""

    id: str
    name: str
    style: str = "fill"
    """`fill` (entities), `line` (claims) or `mark` (stances)."""
    key: str = ""
    definition: str = ""
    labels: tuple[Label, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    resting: tuple[str, ...] = ()
    """The labels that are offered again when the layer is switched on again; empty while it is on."""

    @property
    def offered(self) -> bool:
        """Whether anything of it is offered for new annotations."""
        return any(label.shown for label in self.labels)

    @cached_property
    def _by_id(self) -> dict[str, Label]:
        return {label.id: label for label in self.labels}

    @cached_property
    def _by_name(self) -> dict[str, Label]:
        return {label.name: label for label in reversed(self.labels) if not label.retired and not label.merged_into}

    def label(self, label_id: str) -> Label | None:
        """The label with this id, merged ones followed to where they went."""
        found = self._by_id.get(label_id)
        seen = {label_id}
        while found and found.merged_into and found.merged_into not in seen:
            seen.add(found.merged_into)
            found = self._by_id.get(found.merged_into, found)
        return found

    def label_named(self, name: str) -> Label | None:
        """The label in use with exactly this name."""
        return self._by_name.get(name)

    def attribute(self, attribute_id: str) -> Attribute | None:
        return next((found for found in self.attributes if found.id == attribute_id), None)

    def attribute_named(self, name: str) -> Attribute | None:
        return next((found for found in self.attributes if found.name == name and not found.retired), None)

    def attributes_of(self, label_id: str) -> list[Attribute]:
        """The attributes that annotations with this label have, in the schema's order."""
        return [attribute for attribute in self.attributes if attribute.holds_for(label_id)]


@dataclass(frozen=True)
class End:
    """What may stand at one end of a link: a label id of a layer, or any label (`*`)."""

    layer: str
    label: str = "*"

    def fits(self, layer: str, label: str) -> bool:
        return self.layer == layer and self.label in ("*", label)

    def __str__(self) -> str:
        return f"{self.layer}/{self.label}"


@dataclass(frozen=True)
class Role:
    """A kind of link. An end without rules takes everything."""

    id: str
    name: str
    sources: tuple[End, ...] = ()
    targets: tuple[End, ...] = ()
    key: str = ""
    single: bool = False
    """Whether an annotation has at most one link of this role; a second one replaces the first."""
    symmetric: bool = False
    definition: str = ""
    retired: bool = False
    required: bool = False
    """Whether a label that can have such a link should have one."""

    def starts_at(self, layer: str, label: str) -> bool:
        return not self.sources or any(end.fits(layer, label) for end in self.sources)

    def ends_at(self, layer: str, label: str) -> bool:
        return not self.targets or any(end.fits(layer, label) for end in self.targets)


@dataclass(frozen=True)
class Schema:
    """The whole label schema. Immutable: an edit makes another."""

    name: str
    layers: tuple[Layer, ...]
    roles: tuple[Role, ...] = ()
    article: tuple[Attribute, ...] = ()
    """Labels of the whole article, as attributes."""
    guidelines: str = field(default="", compare=False)
    """Markdown that a template brings along; the project keeps it, with its versions, beside the schema."""

    @cached_property
    def _layers(self) -> dict[str, Layer]:
        return {layer.id: layer for layer in self.layers}

    def layer(self, layer_id: str) -> Layer | None:
        return self._layers.get(layer_id)

    def label(self, layer_id: str, label_id: str) -> Label | None:
        layer = self._layers.get(layer_id)
        return layer.label(label_id) if layer else None

    def label_name(self, layer_id: str, label_id: str) -> str:
        """What the label is called now; its id where the schema does not know it."""
        label = self.label(layer_id, label_id)
        return label.name if label else label_id

    def role(self, role_id: str) -> Role | None:
        return next((role for role in self.roles if role.id == role_id), None)

    def role_named(self, name: str) -> Role | None:
        return next((role for role in self.roles if role.name == name and not role.retired), None)

    def roles_between(self, source: tuple[str, str], target: tuple[str, str]) -> list[Role]:
        """The roles that a link from `source` to `target` can have, each given as (layer, label)."""
        return [r for r in self.roles if not r.retired and r.starts_at(*source) and r.ends_at(*target)]

    def roles_from(self, layer: str, label: str) -> list[Role]:
        return [role for role in self.roles if not role.retired and role.starts_at(layer, label)]

    def find_label(self, name: str, layer_id: str | None = None) -> tuple[Layer, Label] | None:
        """The label in use that is called `name`, in the given layer or the first that has it."""
        for layer in self.layers:
            if layer_id in (None, layer.id) and (label := layer.label_named(name)):
                return layer, label
        return None

    def with_layer(self, layer: Layer) -> Schema:
        """This schema with `layer` in place of the one with its id, or added."""
        if layer.id in self._layers:
            return replace(self, layers=tuple(layer if old.id == layer.id else old for old in self.layers))
        return replace(self, layers=(*self.layers, layer))


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or `wanted~2`, `wanted~3`, ... where that id has been used before."""
    used = set(taken)
    if wanted not in used:
        return wanted
    number = 2
    while f"{wanted}~{number}" in used:
        number += 1
    return f"{wanted}~{number}"


def faults(schema: Schema) -> Iterator[str]:
    """What is wrong with a schema, each a sentence: ids twice, keys that clash, colours, ends that do not exist."""
    yield from _twice(tr("layer"), (layer.id for layer in schema.layers))
    yield from _twice(tr("role"), (role.id for role in schema.roles))
    keys: dict[tuple[str, str], str] = {}
    for layer in schema.layers:
        yield from _twice(tr("label"), (label.id for label in layer.labels))
        yield from _twice(tr("label name"), (label.name for label in layer.labels if label.shown))
        yield from _twice(tr("attribute"), (attribute.id for attribute in layer.attributes))
        mode = layer.id if layer.key else ""
        if layer.key:
            yield from _clash(keys, "", layer.key, layer.name)
        for label in layer.labels:
            if label.shown and label.key:
                yield from _clash(keys, mode, label.key, label.name)
            if label.merged_into and label.merged_into not in {other.id for other in layer.labels}:
                yield tr(
                    "Label {name} is merged into {other}, which is not there.", name=label.name, other=label.merged_into
                )
        for attribute in layer.attributes:
            for wanted in attribute.labels:
                if layer.label(wanted) is None:
                    yield tr("Attribute {name} is for {label}, which is not there.", name=attribute.name, label=wanted)
    for attribute in (*schema.article, *(a for layer in schema.layers for a in layer.attributes)):
        if attribute.kind not in KINDS:
            yield tr("Attribute {name} has the unknown kind {kind}.", name=attribute.name, kind=attribute.kind)
        yield from _answers(attribute)
    for role in schema.roles:
        for end in (*role.sources, *role.targets):
            layer_found = schema.layer(end.layer)
            if layer_found is None or (end.label != "*" and layer_found.label(end.label) is None):
                yield tr("Role {name} links {end}, which is not there.", name=role.name, end=end)


def _answers(attribute: Attribute) -> Iterator[str]:
    """What is wrong with the answers that an attribute offers, and with the one that it begins with."""
    name = attribute.name
    if attribute.kind in ("choice", "choices"):
        if not attribute.values:
            yield tr("Attribute {name} has no values to choose from.", name=name)
        keys: dict[tuple[str, str], str] = {}
        for value in attribute.values:
            if value.key:
                yield from _clash(keys, "", value.key, value.name)
    if default_answer(attribute) is None and attribute.default:
        yield tr("Attribute {name} begins with {value}, which is no answer to it.", name=name, value=attribute.default)


def default_answer(attribute: Attribute) -> Any:
    """The answer that a new label begins with, as annotations keep it; None where there is none."""
    words = attribute.default.strip()
    if not words:
        return None
    match attribute.kind:
        case "choice" | "choices":
            found = next((value.id for value in attribute.values if words in (value.id, value.name)), None)
            return [found] if found and attribute.kind == "choices" else found
        case "flag":
            return {"yes": True, "no": False}.get(words)
        case "number":
            try:
                number = float(words)
            except ValueError:
                return None
            return int(number) if number.is_integer() else number
        case "texts":
            return [words]
    return words


def default_answers(layer: Layer | None, label: str) -> dict[str, Any]:
    """The answers that a new annotation with this label id begins with."""
    found = {a.id: default_answer(a) for a in (layer.attributes_of(label) if layer else ())}
    return {name: value for name, value in found.items() if value is not None}


def _twice(what: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for found in ids:
        if not found or found in seen:
            yield (
                tr("The {what} {name} is there twice.", what=what, name=found)
                if found
                else tr("A {what} has no name.", what=what)
            )
        seen.add(found)


def _clash(keys: dict[tuple[str, str], str], mode: str, key: str, name: str) -> Iterator[str]:
    holder = keys.setdefault((mode, key), name)
    if holder != name:
        yield tr("The key {key} is given to {one} and to {other}.", key=key, one=holder, other=name)
