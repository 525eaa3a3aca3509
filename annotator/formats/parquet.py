"""Parquet: the native rows as columns, as `datasets`, pandas and Polars load them; and anybody's tables of articles.

A column has one type for all rows, so what is free in the native rows (metadata, attributes, labels of the article,
origins) is JSON text in it. Everything else has its own column or field. Needs the package pyarrow, an optional extra.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.formats import strict_json
from annotator.formats.fields import Fields
from annotator.formats.json_rows import NATIVE, RowMaker
from annotator.formats.native import row_json
from annotator.formats.reading import Item, Reading, shown
from annotator.formats.registry import Format
from annotator.formats.strict_json import BadJson
from annotator.formats.writing import Writing
from annotator.model.errors import UserError
from annotator.model.exchange import Loss, Row, Skipped
from annotator.model.phrases import tr

_BATCH = 256
"""Rows that are held in memory at a time."""
_PARTS = ("title", "source", "url", "published", "author", "language")
"""Metadata that has a column of its own beside the JSON of all of it."""


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet  # a part that is not there before it is imported
    except ImportError as error:
        raise UserError(
            tr("Parquet files need the package pyarrow, which is not installed."),
            hint=tr("Install it with: {command}", command='pip install "annotator[parquet]"'),
        ) from error
    return pa


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One row for each row. Nothing is lost."""
    pa = _pyarrow()
    schema = _schema(pa)
    batch: list[dict[str, Any]] = []
    with pa.parquet.ParquetWriter(target, schema, compression="zstd") as out:
        for row in rows:
            batch.append(_record(row))
            if len(batch) == _BATCH:
                out.write_batch(pa.RecordBatch.from_pylist(batch, schema))
                batch = []
        if batch:
            out.write_batch(pa.RecordBatch.from_pylist(batch, schema))
    return []


def _schema(pa: Any) -> Any:
    text, number = pa.string(), pa.int32()
    history = [("created", text), ("updated", text), ("revision", number), ("guidelines", number)]
    span = pa.struct([
        ("id", text), ("layer", text), ("label", text), ("start", number), ("end", number), ("text", text),
        ("fragments", pa.list_(pa.list_(number))), ("attributes", text), ("origin", text), *history,
    ])  # fmt: skip
    link = pa.struct([("id", text), ("role", text), ("from", text), ("to", text), ("origin", text), *history])
    note = pa.struct([
        ("id", text), ("span", text), ("text", text), ("state", text), ("created", text), ("updated", text),
        ("revision", number),
    ])  # fmt: skip
    return pa.schema([
        ("format", text), ("offset_unit", text), ("id", text), ("text", text), ("text_sha256", text),
        *((name, text) for name in _PARTS), ("meta", text), ("imported", text), ("annotator", text), ("status", text),
        ("reason", text), ("flagged", pa.bool_()), ("schema", text), ("spans", pa.list_(span)),
        ("links", pa.list_(link)), ("labels", text), ("notes", pa.list_(note)), ("seconds", pa.float64()),
    ])  # fmt: skip


def _record(row: Row) -> dict[str, Any]:
    found = row_json(row)
    for name in _PARTS:
        value = row.meta.get(name)
        found[name] = value if isinstance(value, str) else None
    for record in (*found["spans"], *found["links"]):
        record["origin"] = None if record["origin"] is None else _json(record["origin"])
    for span in found["spans"]:
        span["attributes"] = _json(span["attributes"])
    found["meta"], found["labels"] = _json(found["meta"]), _json(found["labels"])
    return found


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The rows of a file, some at a time."""
    pa = _pyarrow()
    name, maker = shown(path), RowMaker(shown(path), Fields(reading.fields))
    number = 0
    try:
        file = pa.parquet.ParquetFile(path, memory_map=False)
        for _ in file.iter_batches(batch_size=_BATCH):
            pass  # so that a file that is damaged at its end gives nothing
        for batch in file.iter_batches(batch_size=_BATCH):
            reading.meter.bytes += path.stat().st_size * len(batch) // max(1, file.metadata.num_rows)
            for record in batch.to_pylist():
                number += 1
                yield from _items(record, maker, number, name)
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        said = " ".join(str(error).split())[:200]
        yield Skipped(name, 0, tr("It is no Parquet file, or it is damaged ({error}).", error=said))


def _items(record: dict[str, Any], maker: RowMaker, number: int, name: str) -> list[Item]:
    own = record.get("format") == NATIVE
    try:
        if own:
            record = _native(record)
        value, replaced = strict_json.mended(_plain(record))
        items = maker.of_value(value, 0, "utf-8", exact=True, item=number) or []
    except (BadJson, orjson.JSONDecodeError) as error:
        return [Skipped(name, 0, tr("Item {n}: {reason}", n=number, reason=str(error)))]
    return [*items, maker.replaced(0, replaced)] if replaced else items


def _native(record: dict[str, Any]) -> dict[str, Any]:
    """One of our records as the native row that it was."""
    found = {key: value for key, value in record.items() if key not in _PARTS and value is not None}
    for key in ("meta", "labels"):
        found[key] = orjson.loads(found.get(key) or "{}")
    for each in (*(found.get("spans") or ()), *(found.get("links") or ())):
        each["origin"] = orjson.loads(each["origin"]) if each.get("origin") else None
    for span in found.get("spans") or ():
        span["attributes"] = orjson.loads(span.get("attributes") or "{}")
    return found


def _plain(value: Any) -> Any:
    """A value as JSON has it: times and other things as texts, no NaN."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value != value:  # NaN, which JSON does not have
        return None
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=dict).decode()


PARQUET = Format("parquet", "Parquet", (".parquet", ".pq"), read=read, write=write)
