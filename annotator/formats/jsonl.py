"""JSON lines: the native format, with its labels, and anybody's rows with a text; and writing the native format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from annotator.formats import json_file
from annotator.formats.json_lines import read_lines
from annotator.formats.native import row_json
from annotator.formats.reading import Item, Reading
from annotator.formats.registry import Format
from annotator.formats.writing import Writing
from annotator.model.exchange import Loss, Row
from annotator.model.phrases import later


def read(path: Path, reading: Reading) -> Iterator[Item]:
    """The rows of a file, one line after the other."""
    if json_file.is_one_array(path):
        yield from json_file.read(path, reading)
        return
    yield from read_lines(path, reading)


def write(rows: Iterable[Row], target: Path, writing: Writing) -> list[Loss]:
    """One line for each row. Nothing is lost."""
    with target.open("wb", buffering=1 << 20) as stream:
        for row in rows:
            stream.write(orjson.dumps(row_json(row), default=dict, option=orjson.OPT_APPEND_NEWLINE))
    return []


JSONL = Format("jsonl", later("JSON lines, Annotator’s own format"), (".jsonl", ".ndjson"), read=read, write=write)
