"""W3C Web Annotation (JSON-LD): each label an annotation with a position and a quote, whatever may have shifted since.

One collection with one page; each annotation stands on a line of its own, so that a large file is read in constant
memory. Offsets are code points, as the recommendation says. What the vocabulary of the W3C lacks (layer, role, origin)
has the prefix `annotator:`. The first annotation of each article and person carries the text and what was said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.registry import Format
from annotator.formats.web_annotation_parts import PREFIX
from annotator.formats.web_annotation_reading import CONTEXT, is_web_annotation, read
from annotator.formats.writing import Writing
from annotator.model.exchange import Loss, Row, Span
from annotator.model.ids import derived_id

_AROUND = 32
"""Characters of prefix and suffix."""
_HEAD = {"@context": [CONTEXT, {"annotator": "urn:annotator:1:"}], "type": "AnnotationCollection"}
_PAGE = b'"first":{"type":"AnnotationPage","startIndex":0,"items":[\n'


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One collection. Nothing is lost."""
    count = 0
    with target.open("wb", buffering=1 << 20) as stream:
        stream.write(orjson.dumps(_HEAD)[:-1] + b",\n" + _PAGE)
        for row in rows:
            for item in _items(row):
                stream.write((b",\n" if count else b"") + orjson.dumps(item, default=dict))
                count += 1
        stream.write(b'\n]},\n"total":%d}\n' % count)
    return []


def _items(row: Row) -> Iterator[dict[str, Any]]:
    creator = {"type": "Person", "name": row.annotator} if row.annotator else None
    shared = {"creator": creator} if creator else {}
    article = _iri(row.id)
    yield {"id": _iri(derived_id(row.id, row.annotator or "", "article")), **_article(row, article), **shared}
    for span in row.spans:
        yield {"id": _iri(span.id), **_span(row, span, article), **shared}
    for link in row.links:
        yield {
            "id": _iri(link.id),
            "type": "Annotation",
            "motivation": "linking",
            "body": {"id": _iri(link.target), "purpose": "linking"},
            "target": _iri(link.source),
            f"{PREFIX}role": link.role,
            **_history(link),
            **shared,
        }
    for note in row.notes:
        yield {
            "id": _iri(note.id),
            "type": "Annotation",
            "motivation": "commenting",
            "body": {"type": "TextualBody", "purpose": "commenting", "value": note.text, "format": "text/plain"},
            "target": _iri(note.span) if note.span is not None else article,
            f"{PREFIX}state": note.state,
            "created": note.created,
            "modified": note.updated,
            f"{PREFIX}revision": note.revision,
            **shared,
        }


def _article(row: Row, article: str) -> dict[str, Any]:
    """What is said of an article as a whole, and its text."""
    source = {"id": article, "type": "Text", "format": "text/plain", "value": row.text}
    language = row.meta.get("language")
    if isinstance(language, str) and language:
        source["language"] = language
    said = {
        "status": row.status,
        "reason": row.reason,
        "flagged": row.flagged or None,
        "seconds": row.seconds or None,
        "schema": row.schema,
        "imported": row.imported,
        "meta": row.meta or None,
    }
    return {
        "type": "Annotation",
        "motivation": "assessing",
        "body": _attributes(row.labels, "classifying"),
        "target": source,
        **{f"{PREFIX}{name}": value for name, value in said.items() if value not in (None, "")},
    }


def _span(row: Row, span: Span, article: str) -> dict[str, Any]:
    targets = [_target(row.text, start, end, article) for start, end in span.fragments]
    label = {"type": "TextualBody", "purpose": "tagging", "value": span.label}
    return {
        "type": "Annotation",
        "motivation": "tagging",
        "body": [label, *_attributes(span.attributes, "describing")],
        "target": targets if len(targets) > 1 else targets[0],
        f"{PREFIX}layer": span.layer,
        **_history(span),
    }


def _target(text: str, start: int, end: int, article: str) -> dict[str, Any]:
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }
    return {"source": article, "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quote]}


def _attributes(values: Any, purpose: str) -> list[dict[str, Any]]:
    """Attributes as bodies: a text for everybody, the exact value where it is none."""
    found = []
    for name, value in values.items():
        text = value if isinstance(value, str) else orjson.dumps(value).decode()
        exact = {} if isinstance(value, str) else {f"{PREFIX}value": value}
        found.append({"type": "TextualBody", "purpose": purpose, "value": text, f"{PREFIX}attribute": name, **exact})
    return found


def _history(record: Any) -> dict[str, Any]:
    return {
        "created": record.created,
        "modified": record.updated,
        f"{PREFIX}revision": record.revision,
        f"{PREFIX}guidelines": record.guidelines,
        f"{PREFIX}origin": record.origin,
    }


def _iri(identity: str) -> str:
    return f"urn:uuid:{identity}"


WEB_ANNOTATION = Format(
    "web-annotation", "W3C Web Annotation", (".jsonld", ".json"), read=read, write=write, recognises=is_web_annotation
)
