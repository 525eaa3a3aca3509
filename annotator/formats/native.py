"""The native row as JSON, as `resources/schemas/annotator-jsonl-1.schema.json` describes it."""

from __future__ import annotations

from typing import Any

from annotator.formats.json_rows import NATIVE
from annotator.model.exchange import Row


def row_json(row: Row) -> dict[str, Any]:
    """What is written for a row. Every field is always there and always of one kind: loaders of tables guess from the first rows."""
    return {
        "format": NATIVE,
        "offset_unit": "codepoint",
        "id": row.id,
        "text": row.text,
        "text_sha256": row.sha256,
        "meta": row.meta,
        "imported": row.imported,
        "annotator": row.annotator,
        "status": row.status or "open",
        "reason": row.reason,
        "flagged": row.flagged,
        "schema": row.schema,
        "spans": [
            {
                "id": identity,
                "layer": layer,
                "label": label,
                "start": start,
                "end": end,
                "text": text,
                "fragments": fragments,
                "attributes": attributes,
                "origin": origin,
                "created": created,
                "updated": updated,
                "revision": revision,
                "guidelines": guidelines,
            }
            for (
                identity,
                layer,
                label,
                fragments,
                text,
                start,
                end,
                attributes,
                origin,
                created,
                updated,
                revision,
                guidelines,
            ) in row.spans
        ],
        "links": [
            {
                "id": link.id,
                "role": link.role,
                "from": link.source,
                "to": link.target,
                "origin": link.origin,
                "created": link.created,
                "updated": link.updated,
                "revision": link.revision,
                "guidelines": link.guidelines,
            }
            for link in row.links
        ],
        "labels": row.labels,
        "notes": [
            {
                "id": note.id,
                "span": note.span,
                "text": note.text,
                "state": note.state,
                "created": note.created,
                "updated": note.updated,
                "revision": note.revision,
            }
            for note in row.notes
        ],
        "seconds": float(row.seconds),
    }
