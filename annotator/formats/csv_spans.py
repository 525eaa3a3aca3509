"""CSV for people who work in tables: a row for each label, claims and stances with what they are linked to beside them.

The text of an article stands in the first of its rows. `csv_spans_reading` reads the table back.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.writing import Writing
from annotator.model.exchange import Loss, Row, Span
from annotator.model.phrases import tr
from annotator.model.schema import Schema

PARTS = ("title", "source", "url", "published", "author", "language")
"""Parts of an article's metadata that have a column of their own."""
SHARED = ("article", *PARTS, "annotator", "status")
"""What each row of an article repeats."""
HEAD = ("row", *SHARED, "layer", "label", "start", "end", "quote")
TAIL = ("notes", "links", "fragments", "id", "origin", "created", "updated", "revision", "guidelines")
LAST = ("flagged", "reason", "seconds", "imported", "schema", "meta", "article_notes", "article_text")
"""What the first row of an article alone says of it, beside the labels of the whole article."""
ATTRIBUTE, LINK, LABEL = "attribute.", "link.", "article."
"""Before the names of attributes, of roles and of the labels of a whole article."""
SEPARATOR = " | "


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One row for each label; an article without any has one row."""
    names = columns(writing.schema)
    place = {name: at for at, name in enumerate(names)}
    number = notes = links = other = 0
    # The mark at the beginning tells spreadsheets that this is UTF-8; the column it may stick to is only a number.
    with target.open("w", encoding="utf-8-sig", newline="", buffering=1 << 20) as stream:
        out = csv.writer(stream)
        out.writerow(names)
        for row in rows:
            notes += len(row.notes)
            links += len(row.links)
            first = _of_article(row)
            shared = {name: first[name] for name in SHARED}
            for at, said in enumerate(_of_spans(row) if row.spans else ({},)):
                number += 1
                line = [""] * len(names)
                for name, value in ((first if at == 0 else shared) | said | {"row": number}).items():
                    if name in place:
                        line[place[name]] = value
                    else:
                        other += 1
                out.writerow(line)
    losses = []
    if notes:
        losses.append(
            Loss("notes", notes, tr("A table keeps their texts, not their times and whether they are settled."))
        )
    if links:
        losses.append(Loss("links", links, tr("A table keeps what is linked, not when and from where the link came.")))
    if other:
        losses.append(Loss("attributes", other, tr("The schema does not have them, so they have no column.")))
    return losses


def columns(schema: Schema) -> tuple[str, ...]:
    """The columns of a table: the same for every project with this schema."""
    attributes = dict.fromkeys(ATTRIBUTE + a.name for layer in schema.layers for a in layer.attributes)
    roles = dict.fromkeys(LINK + role.name for role in schema.roles)
    labels = dict.fromkeys(LABEL + attribute.name for attribute in schema.article)
    return (*HEAD, *attributes, *roles, *TAIL, *labels, *LAST)


def cell(value: Any) -> str:
    """A value as a cell: texts as they are unless they would be taken for something else; all else as JSON."""
    if isinstance(value, str) and value and of_cell(value) == value:
        return value
    return "" if value is None else _json(value)


def of_cell(text: str) -> Any:
    """The value that `cell` made a cell of."""
    if text[:1] in set('"[{-0123456789tfn'):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            return text
    return text


def _of_article(row: Row) -> dict[str, Any]:
    plain = {name: row.meta[name] for name in PARTS if row.meta.get(name) and isinstance(row.meta[name], str)}
    rest = {name: value for name, value in row.meta.items() if name not in plain}
    said = [note.text for note in row.notes if note.span is None]
    return {
        **dict.fromkeys(PARTS, ""),
        **plain,
        **{LABEL + name: cell(value) for name, value in row.labels.items()},
        "article": row.id,
        "annotator": row.annotator or "",
        "status": row.status,
        "flagged": "true" if row.flagged else "",
        "reason": row.reason,
        "seconds": cell(row.seconds) if row.seconds else "",
        "imported": row.imported,
        "schema": row.schema,
        "meta": _json(rest) if rest else "",
        "article_notes": _texts(said),
        "article_text": row.text,
    }


def _of_spans(row: Row) -> Iterator[dict[str, Any]]:
    """For each label what its row says beside what it says of the article."""
    quotes = {span.id: span.text or "" for span in row.spans} if row.links else {}
    links: dict[str, dict[str, list[str]]] = {}
    for link in row.links:
        links.setdefault(link.source, {}).setdefault(link.role, []).append(link.target)
    said: dict[str, list[str]] = {}
    for note in row.notes:
        if note.span is not None:
            said.setdefault(note.span, []).append(note.text)
    for span in row.spans:
        found = _of_span(span)
        if ends := links.get(span.id):
            found["links"] = _json(ends)
            for role, ids in ends.items():
                found[LINK + role] = SEPARATOR.join(quotes.get(each, each) for each in ids)
        if span.id in said:
            found["notes"] = _texts(said[span.id])
        yield found


def _of_span(span: Span) -> dict[str, Any]:
    origin: Mapping[str, Any] = span.origin or {}
    return {
        **{ATTRIBUTE + name: cell(value) for name, value in span.attributes.items()},
        "layer": span.layer or "",
        "label": span.label,
        "start": span.fragments[0][0],
        "end": span.fragments[-1][1],
        "quote": span.text or "",
        "fragments": ";".join(f"{a}-{b}" for a, b in span.fragments) if len(span.fragments) > 1 else "",
        "id": span.id,
        "origin": origin.get("kind", "") if len(origin) == 1 else _json(dict(origin)) if origin else "",
        "created": span.created,
        "updated": span.updated,
        "revision": span.revision,
        "guidelines": span.guidelines,
    }


def _texts(texts: list[str]) -> str:
    """Several texts as one cell."""
    return "" if not texts else cell(texts[0]) if len(texts) == 1 else _json(texts)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=dict).decode()
