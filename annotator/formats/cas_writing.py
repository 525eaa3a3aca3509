"""From a row to a CAS: types for layers, annotations, relations, slots, and records of what UIMA has no place for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from annotator.formats.losses import Losses
from annotator.formats.native import row_json
from annotator.formats.uima_types import CUSTOM, feature_of, short_of, type_of
from annotator.model.annotation import NONE
from annotator.model.exchange import Row, Span, SpanLink
from annotator.model.phrases import tr
from annotator.model.schema import Schema

if TYPE_CHECKING:
    from cassis import Cas

ARTICLE_RECORD = "annotator.type.ArticleRecord"
"""What is said of the article: the native row without text, spans and links, as JSON."""
LABEL_RECORD = "annotator.type.LabelRecord"
"""What is said of a label: id, origin and history, values that are no texts, as JSON. Pieces of one label share its id."""
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_ANNOTATION, _TOP, _STRING, _ARRAY = "uima.tcas.Annotation", "uima.cas.TOP", "uima.cas.String", "uima.cas.FSArray"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Types:
    """The type system of an export: made from the schema, and wider where a row has more."""

    def __init__(self, schema: Schema) -> None:
        from cassis import TypeSystem

        self.system = TypeSystem()
        self._features: dict[str, dict[str, str]] = {}
        """Layer -> attribute -> feature."""
        self._with_relations: set[str] = set()
        for name in ("documentTitle", "documentId", "documentUri"):
            self._string(_METADATA, name, "uima.tcas.DocumentAnnotation")
        self._string(ARTICLE_RECORD, "json", _ANNOTATION)
        self._string(LABEL_RECORD, "json", _ANNOTATION)
        self.system.create_feature(LABEL_RECORD, "label", _ANNOTATION)
        for layer in schema.layers:
            self.layer(layer.id)
            for attribute in layer.attributes:
                self.feature(layer.id, attribute.name)

    def _string(self, type_name: str, feature: str, above: str) -> None:
        if not self.system.contains_type(type_name):
            self.system.create_type(type_name, above)
        self.system.create_feature(type_name, feature, _STRING)

    def layer(self, layer: str) -> Any:
        """The type of a layer's labels, with a value and slots for links."""
        name = type_of(layer)
        if layer not in self._features:
            self._features[layer] = {}
            if not self.system.contains_type(name):
                slot = f"{CUSTOM}{short_of(layer)}LinksLink"
                self.system.create_type(slot, _TOP)
                self.system.create_feature(slot, "role", _STRING)
                self.system.create_feature(slot, "target", _ANNOTATION)
                self._string(name, "value", _ANNOTATION)
                self.system.create_feature(name, "links", _ARRAY, elementType=slot)
        return self.system.get_type(name)

    def slot(self, layer: str) -> Any:
        return self.system.get_type(f"{CUSTOM}{short_of(layer)}LinksLink")

    def feature(self, layer: str, attribute: str) -> str:
        """The feature of an attribute."""
        known = self._features[layer]
        if attribute not in known:
            known[attribute] = feature_of(attribute, known.values())
            if self.system.get_type(type_of(layer)).get_feature(known[attribute]) is None:
                self.system.create_feature(type_of(layer), known[attribute], _STRING)
        return known[attribute]

    def relation(self, layer: str) -> Any:
        """The type of the links inside of a layer."""
        name = f"{CUSTOM}{short_of(layer)}Relation"
        if not self.system.contains_type(name):
            self._string(name, "role", _ANNOTATION)
            self.system.create_feature(name, "Governor", type_of(layer))
            self.system.create_feature(name, "Dependent", type_of(layer))
        return self.system.get_type(name)


def cas_of(row: Row, types: Types, losses: Losses, *, xml: bool) -> Cas:
    """The CAS of a row. `xml`: it is for a file that cannot hold most control characters."""
    from cassis import Cas

    clean = _Clean(row, losses) if xml else _as_it_is
    for span in row.spans:
        types.layer(span.layer or "entity")
        for name in span.attributes:
            types.feature(span.layer or "entity", name)
    cas = Cas(typesystem=types.system)
    cas.sofa_string = clean(row.text)
    cas.sofa_mime = "text/plain"
    _describe(cas, row, types, clean)
    first_of: dict[str, tuple[Span, Any]] = {}
    for span in row.spans:
        _add(cas, span, types, clean, first_of)
    _link(cas, row, types, clean, first_of)
    losses.add(tr("links"), tr("When and from where they came was left out."), len(row.links))
    return cas


def _describe(cas: Cas, row: Row, types: Types, clean: Any) -> None:
    title, language = row.meta.get("title"), row.meta.get("language")
    uri = row.meta.get("url")
    metadata = types.system.get_type(_METADATA)(
        begin=0,
        end=len(row.text),
        language=clean(language) if isinstance(language, str) and language else "x-unspecified",
        documentTitle=clean(title) if isinstance(title, str) else None,
        documentId=row.id or None,
        documentUri=clean(uri) if isinstance(uri, str) else None,
    )
    cas.add(metadata)
    said = {name: value for name, value in row_json(row).items() if name not in ("text", "spans", "links")}
    record = types.system.get_type(ARTICLE_RECORD)
    cas.add(record(begin=0, end=len(row.text), json=clean(_json(said))))


def _add(cas: Cas, span: Span, types: Types, clean: Any, first_of: dict[str, tuple[Span, Any]]) -> None:
    layer = span.layer or "entity"
    values = {types.feature(layer, name): clean(_plain(value)) for name, value in span.attributes.items()}
    exact = {
        name: value
        for name, value in span.attributes.items()
        if not isinstance(value, str) or types.feature(layer, name) != name
    }
    said = {
        "id": span.id,
        "origin": span.origin,
        "created": span.created,
        "updated": span.updated,
        "revision": span.revision,
        "guidelines": span.guidelines,
        "layer": layer,
        "attributes": exact or None,
    }
    record = clean(_json({name: value for name, value in said.items() if value}))
    for start, end in span.fragments:
        made = types.layer(layer)(begin=start, end=end, value=clean(span.label), **values)
        cas.add(made)
        cas.add(types.system.get_type(LABEL_RECORD)(begin=start, end=end, label=made, json=record))
        first_of.setdefault(span.id, (span, made))


def _link(cas: Cas, row: Row, types: Types, clean: Any, first_of: Mapping[str, tuple[Span, Any]]) -> None:
    slots: dict[str, list[tuple[SpanLink, Any]]] = {}
    for link in row.links:
        (source, governor), (target, dependent) = first_of[link.source], first_of[link.target]
        if (source.layer or "entity") == (target.layer or "entity"):
            relation = types.relation(source.layer or "entity")
            begin, end = dependent.begin, dependent.end
            role = clean(link.role)
            cas.add(relation(begin=begin, end=end, role=role, Governor=governor, Dependent=dependent))
        else:
            slots.setdefault(link.source, []).append((link, dependent))
    array = types.system.get_type(_ARRAY)
    for identity, found in slots.items():
        span, made = first_of[identity]
        slot = types.slot(span.layer or "entity")
        made.links = array(elements=[slot(role=clean(link.role), target=end) for link, end in found])


class _Clean:
    """Texts as XML can hold them: characters that it cannot become U+FFFD, one for one."""

    def __init__(self, row: Row, losses: Losses) -> None:
        self._row = row
        self._losses = losses

    def __call__(self, text: str) -> str:
        found, count = _NO_XML.subn("\ufffd", text)
        reason = tr("XML cannot hold them; they became U+FFFD.")
        self._losses.add(tr("control characters"), reason, count, which=self._row.id if count else "")
        return found


def _as_it_is(text: str) -> str:
    return text


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=lambda found: dict(found or NONE)).decode()
