"""The labelling configuration for Label Studio that shows what an export contains, made from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from annotator.formats.label_studio_results import ARTICLE, LAYER
from annotator.model.schema import Attribute, Layer, Schema

TEXT = "text"
"""The name of the control that shows the text, and of the data behind it."""


def made(schema: Schema) -> str:
    """The configuration as XML."""
    lines = ["<View>"]
    keys: set[str] = set()
    for layer in schema.layers:
        lines += _labels(layer, keys)
    lines.append(f'  <Text name="{TEXT}" value="${TEXT}" granularity="symbol"/>')
    for layer in schema.layers:
        for attribute in layer.attributes:
            if not attribute.retired:
                lines += _control(attribute, control_of(layer.id, attribute.name), _where(layer, attribute))
    for attribute in schema.article:
        if not attribute.retired:
            lines += _control(attribute, control_of("", attribute.name), "")
    roles = [role.name for role in schema.roles if not role.retired]
    if roles:
        lines += ["  <Relations>", *(f"    <Relation value={_quoted(role)}/>" for role in roles), "  </Relations>"]
    return "\n".join([*lines, "</View>", ""])


def control_of(layer: str, attribute: str) -> str:
    """The name of the control for an attribute of a layer's labels, or of the whole article where `layer` is empty."""
    return f"{layer or ARTICLE}.{attribute}"


def kind_of(attribute: Attribute | None) -> str:
    """The tag that asks for an attribute: `Choices`, `Number` or `TextArea`."""
    if attribute is not None and attribute.kind in ("choice", "choices", "flag"):
        return "Choices"
    return "Number" if attribute is not None and attribute.kind == "number" else "TextArea"


def _labels(layer: Layer, keys: set[str]) -> Iterator[str]:
    shown = [label for label in layer.labels if label.shown]
    if not shown:
        return
    yield f'  <Labels name={_quoted(LAYER + layer.id)} toName="{TEXT}">'
    for label in shown:
        key = ""
        if not layer.key and len(label.key) == 1 and label.key.isalnum() and label.key.lower() not in keys:
            keys.add(label.key.lower())
            key = f" hotkey={_quoted(label.key)}"
        yield f"    <Label value={_quoted(label.name)}{key}/>"
    yield "  </Labels>"


def _where(layer: Layer, attribute: Attribute) -> str:
    """The part of a tag that says about which regions it asks."""
    found = f' perRegion="true" whenTagName={_quoted(LAYER + layer.id)}'
    names = [layer.label(label) for label in attribute.labels]
    values = ",".join(label.name for label in names if label)
    return f"{found} whenLabelValue={_quoted(values)}" if values else found


def _control(attribute: Attribute, name: str, where: str) -> Iterator[str]:
    head = f'name={_quoted(name)} toName="{TEXT}"{where}'
    tag = kind_of(attribute)
    if tag != "Choices":
        more = ' maxSubmissions="1"' if attribute.kind == "text" else ""
        yield f"  <{tag} {head}{more}/>"
        return
    values = ["true", "false"] if attribute.kind == "flag" else [value.name for value in attribute.values]
    yield f'  <Choices {head} choice="{"multiple" if attribute.kind == "choices" else "single"}">'
    for value in values:
        yield f"    <Choice value={_quoted(value)}/>"
    yield "  </Choices>"


def _quoted(value: str) -> str:
    return quoteattr(value, {"\n": " ", "\r": " ", "\t": " "})
