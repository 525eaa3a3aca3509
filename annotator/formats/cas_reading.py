"""From UIMA CAS files to rows: every annotation becomes a label, relations, slots and chains become links.

The types of an XMI file come from a type system beside it; where there is none they are taken from the file itself.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from annotator.formats.fields import Fields
from annotator.formats.json_rows import NATIVE, RowMaker
from annotator.formats.reading import Item, Reading, Remark, shown
from annotator.formats.strict_json import BadJson
from annotator.formats.uima_types import feature_of, label_of, layer_of, role_of, short_name
from annotator.model.annotation import Fragments, join_fragments, quote_of
from annotator.model.exchange import Mismatch, Row, Skipped, Span, SpanLink
from annotator.model.phrases import tr

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

_OWN = "annotator.type."
_FRAME = ("Sentence", "Token", "Paragraph", "DocumentAnnotation", "DocumentMetaData", "CASMetadata", "TagsetDescription",
          "TagDescription", "FeatureDefinition", "LayerDefinition", "ArticleRecord", "LabelRecord", "Heading", "Div",
          "MetaDataStringField")  # fmt: skip
"""Types that say how a text is built or what the file is, nothing that somebody labelled."""
_BASE = ("sofa", "begin", "end")
_PRIMITIVES = (str, int, float, bool)


class _Refused(ValueError):
    """What is wrong with a file."""


def read_xmi(path: Path, reading: Reading) -> Iterator[Item]:
    """The articles (views) of an XMI file."""

    def load(data: bytes) -> tuple[Cas, bool]:
        from cassis import load_cas_from_xmi
        from cassis.typesystem import TypeNotFoundError

        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise _Refused(tr("It declares entities, which no XMI file needs."))
        beside = _type_system_beside(path, reading)
        try:
            return load_cas_from_xmi(BytesIO(data), typesystem=beside), False
        except TypeNotFoundError:
            return load_cas_from_xmi(BytesIO(data), typesystem=_inferred(data)), True

    yield from _read(path, reading, load)


def read_json(path: Path, reading: Reading) -> Iterator[Item]:
    """The articles (views) of a JSON CAS file."""

    def load(data: bytes) -> tuple[Cas, bool]:
        from cassis import load_cas_from_json
        from cassis.typesystem import TypeNotFoundError

        text = data.decode("utf-8-sig")
        if not isinstance(json.loads(text), dict):
            raise _Refused(tr("This is no object."))
        try:
            return load_cas_from_json(StringIO(text), lenient=False), False
        except TypeNotFoundError:
            beside = _type_system_beside(path, reading)
            return load_cas_from_json(StringIO(text), typesystem=beside), False

    yield from _read(path, reading, load)


def _read(path: Path, reading: Reading, load: Callable[[bytes], tuple[Cas, bool]]) -> Iterator[Item]:
    name = shown(path)
    data = path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # cassis only warns of an offset that does not lie in the text, or in the middle of a character, and keeps it.
        warnings.filterwarnings("error", message="Not mapping external offset")
        try:
            cas, inferred = load(data)
        except Exception as error:  # noqa: BLE001  # cassis raises whatever happens to fail in a malformed file
            yield Skipped(name, 0, _why(error))
            return
    reading.meter.bytes += len(data)
    if inferred:
        yield Remark(name, 0, tr("There is no type system beside it; features were taken as texts."))
    sofas = [sofa for sofa in cas.sofas if isinstance(sofa.sofaString, str)]
    for sofa in sofas:
        view = _View(cas.get_view(sofa.sofaID), name, reading)
        yield from view.items(sofa.sofaID if len(sofas) > 1 else "", reading.name_of(path))
    if not sofas:
        yield Skipped(name, 0, tr("There is no text in it."))


def _why(error: Exception) -> str:
    if isinstance(error, _Refused):
        return str(error)
    said = " ".join(str(error).split())[:200] or type(error).__name__
    if said.startswith("Not mapping external offset"):
        return tr("An offset does not lie in the text, or inside of a character ({error}).", error=said)
    return tr("It is no CAS file, or it is damaged ({error}).", error=said)


# -- types ----------------------------------------------------------------------------------------------------------


def _type_system_beside(path: Path, reading: Reading) -> TypeSystem | None:
    """The type system in the folder of a file, or in one above it up to what is imported."""
    top = reading.root or path.parent
    for folder in (path.parent, *path.parent.parents):
        found = _in_folder(folder, path.stem)
        if found is not None:
            stat = found.stat()
            return _loaded(found, stat.st_mtime_ns, stat.st_size)
        if folder == top or not folder.is_relative_to(top):
            break
    return None


def _in_folder(folder: Path, stem: str) -> Path | None:
    try:
        names = [path for path in folder.iterdir() if path.suffix.lower() == ".xml"]
    except OSError:
        return None
    names.sort(key=lambda path: (path.stem.lower() != "typesystem", not path.stem.startswith(stem), path.name))
    for path in names[:20]:
        with path.open("rb") as stream:
            if b"typeSystemDescription" in stream.read(4096):
                return path
    return None


@lru_cache(maxsize=4)
def _loaded(path: Path, changed: int, size: int) -> TypeSystem:
    from cassis import load_typesystem

    data = path.read_bytes()
    if b"<!ENTITY" in data:
        raise _Refused(tr("Its type system declares entities."))
    found: TypeSystem = load_typesystem(BytesIO(data))
    return found


def _inferred(data: bytes) -> TypeSystem:
    """A type system with the types of a file, all features texts save those that are known to refer to annotations."""
    from cassis import TypeSystem
    from lxml import etree

    system = TypeSystem()
    for _, element in etree.iterparse(BytesIO(data), events=("start",), resolve_entities=False):
        namespace, _, local = element.tag[1:].partition("}")
        if not namespace.startswith("http:///") or local in ("Sofa", "View", "NULL"):
            continue
        package = namespace[len("http:///") :].removesuffix(".ecore").replace("/", ".")
        name = f"{package}.{local}" if package != "uima.noNamespace" else local
        if not system.contains_type(name):
            system.create_type(name, "uima.tcas.Annotation" if "begin" in element.attrib else "uima.cas.TOP")
        kind = system.get_type(name)
        for feature in element.attrib:
            if feature not in _BASE and not feature.startswith("{") and kind.get_feature(feature) is None:
                is_end = feature in ("Governor", "Dependent", "next", "first") and element.attrib[feature].isdecimal()
                system.create_feature(kind, feature, "uima.tcas.Annotation" if is_end else "uima.cas.String")
    return system


# -- one view -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Label:
    """A label that is being put together; its pieces may be several annotations."""

    id: str
    layer: str | None
    label: str
    values: dict[str, Any]
    pieces: list[tuple[int, int]] = field(default_factory=list)
    said: Mapping[str, Any] = field(default_factory=dict)


class _View:
    """The annotations of one text."""

    def __init__(self, view: Cas, path: str, reading: Reading) -> None:
        self._view = view
        self._path = path
        self._reading = reading
        self._text = str(view.sofa_string)
        self._labels: dict[int, _Label] = {}
        """Annotation -> the label that it is (part of)."""
        self._by_id: dict[str, _Label] = {}

    def items(self, view_name: str, file: str) -> Iterator[Item]:
        if not self._text or self._text.isspace():
            yield Skipped(self._path, 0, tr("The text is empty or white space only."))
            return
        found = list(self._view.select_all_fs())
        items = self._article(found, view_name, file)
        row = items[0]
        if not isinstance(row, Row):
            yield from items
            return
        records = {_referred(each): _object(_value(each, "json")) for each in found if _is(each, "LabelRecord")}
        misses: list[Item] = []
        for each in found:
            if _is_label(each):
                misses += self._take(each, records.get(each.xmiID, {}))
        labels = {id(label): label for label in self._labels.values()}
        row.spans += [self._span(label) for label in labels.values()]
        for each in found:
            for link in self._links(each):
                if isinstance(link, SpanLink):
                    row.links.append(link)
                else:
                    misses.append(link)
        yield from items
        yield from misses

    def _article(self, found: list[Any], view_name: str, file: str) -> list[Item]:
        """The row, from our own record of it where there is one; and what is to be said about it."""
        record = next((_object(_value(each, "json")) for each in found if _is(each, "ArticleRecord")), {})
        if record.get("format") == NATIVE:
            value = {**record, "text": self._text, "spans": [], "links": []}
            try:
                maker = RowMaker(self._path, Fields(self._reading.fields))
                items = maker.of_value(value, 0, "utf-8", exact=True) or []
            except BadJson as error:
                return [Skipped(self._path, 0, str(error))]
            return items
        meta: dict[str, Any] = {"file": file}
        if view_name:
            meta["view"] = view_name
        for each in found:
            if _is(each, "DocumentMetaData"):
                meta |= {"title": title} if (title := _value(each, "documentTitle")) else {}
                meta |= {"url": uri} if "://" in (uri := _value(each, "documentUri")) else {}
            if _is(each, "DocumentMetaData") or _is(each, "DocumentAnnotation"):
                language = _value(each, "language")
                if language and language != "x-unspecified":
                    meta["language"] = language
        return [Row(self._text, meta, path=self._path)]

    def _take(self, each: Any, said: Mapping[str, Any]) -> Iterator[Item]:
        begin, end = each.begin, each.end
        identity = str(said.get("id") or f"{short_name(each.type.name)}-{each.xmiID}")
        if type(begin) is not int or type(end) is not int or not 0 <= begin < end <= len(self._text):
            reason = tr("it has no length") if begin == end else tr("{a}-{b} is no place in the text", a=begin, b=end)
            yield Mismatch(self._path, identity, reason)
            return
        same = self._by_id.get(identity) if "id" in said else None
        if same is None:
            values: dict[str, Any] = {n: v for n, v in _features(each).items() if isinstance(v, _PRIMITIVES)}
            values |= {name: v.elements for name, v in _features(each).items() if _is_texts(v)}
            label, rest = label_of(each.type.name, values, [feature.name for feature in each.type.all_features])
            layer = _text(said, "layer") or layer_of(each.type.name, chain=_is_chain(each))
            same = _Label(identity, layer, label, _exact(rest, said.get("attributes")), said=said)
            self._by_id[identity] = same
        same.pieces.append((begin, end))
        self._labels[each.xmiID] = same

    def _span(self, label: _Label) -> Span:
        fragments: Fragments = join_fragments(label.pieces)
        said = label.said
        origin = said.get("origin")
        return Span(
            label.id,
            label.layer,
            label.label,
            fragments,
            quote_of(self._text, fragments),
            fragments[0][0],
            fragments[-1][1],
            label.values,
            origin if isinstance(origin, dict) else None,
            _text(said, "created"),
            _text(said, "updated"),
            said.get("revision", 1),
            said.get("guidelines", 0),
        )

    def _links(self, each: Any) -> Iterator[SpanLink | Mismatch]:
        """The links that an annotation is or has."""
        if each.type.name.startswith(_OWN):
            return
        if _is_relation(each):
            yield from self._link(_relation_role(each), each.Governor, each.Dependent, each)
        elif _is_label(each) and each.xmiID in self._labels:
            for name, value in _features(each).items():
                if hasattr(value, "xmiID") and hasattr(value, "begin"):
                    role = (
                        (_value(each, "referenceRelation") or layer_of(each.type.name, chain=True))
                        if name == "next"
                        else name
                    )
                    yield from self._link(str(role), each, value, each)
                for slot in getattr(value, "elements", None) or ():
                    target = getattr(slot, "target", None)
                    role = _value(slot, "role") or name
                    if target is not None:
                        yield from self._link(role, each, target, each)
                    elif hasattr(slot, "begin"):
                        yield from self._link(name, each, slot, each)

    def _link(self, role: str, source: Any, target: Any, each: Any) -> Iterator[SpanLink | Mismatch]:
        if source is not None and target is not None and _is_frame(source) and _is_frame(target):
            return  # a relation of bare words
        ends = [self._labels.get(getattr(end, "xmiID", -1)) for end in (source, target)]
        if ends[0] is None or ends[1] is None:
            yield Mismatch(self._path, f"{short_name(each.type.name)}-{each.xmiID}", tr("what it links is not there"))
        else:
            yield SpanLink("", role, ends[0].id, ends[1].id)


def _exact(values: dict[str, Any], exact: Any) -> dict[str, Any]:
    """Values as they were before they became texts; those that were changed since are texts now."""
    if not isinstance(exact, dict):
        return values
    for name, value in exact.items():
        feature = feature_of(name, ())
        if values.get(feature) == (value if isinstance(value, str) else orjson.dumps(value).decode()):
            del values[feature]
            values[name] = value
    return values


def _features(each: Any) -> dict[str, Any]:
    found = {feature.name: getattr(each, feature.name, None) for feature in each.type.all_features}
    return {name.removesuffix("_") if name in ("self_", "type_") else name: value for name, value in found.items()
            if name not in _BASE and value is not None}  # fmt: skip


def _value(each: Any, name: str) -> str:
    found = getattr(each, name, None)
    return found if isinstance(found, str) else ""


def _is(each: Any, short: str) -> bool:
    return short_name(each.type.name) == short


def _is_frame(each: Any) -> bool:
    return short_name(each.type.name) in _FRAME


def _is_relation(each: Any) -> bool:
    return all(each.type.get_feature(name) is not None for name in ("Governor", "Dependent"))


def _is_chain(each: Any) -> bool:
    return each.type.get_feature("referenceType") is not None


def _is_label(each: Any) -> bool:
    return hasattr(each, "begin") and not _is_frame(each) and not _is_relation(each)


def _is_texts(value: Any) -> bool:
    elements = getattr(value, "elements", None)
    return isinstance(elements, list) and bool(elements) and all(isinstance(each, _PRIMITIVES) for each in elements)


def _relation_role(each: Any) -> str:
    values = {name: value for name, value in _features(each).items() if isinstance(value, _PRIMITIVES)}
    return role_of(each.type.name, values)


def _referred(record: Any) -> int | None:
    """The number of the annotation that a record is about; a text where the type is not known."""
    label = getattr(record, "label", None)
    if isinstance(label, str):
        return int(label) if label.isdecimal() else None
    return getattr(label, "xmiID", None)


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""


def _object(text: Any) -> dict[str, Any]:
    try:
        found = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
